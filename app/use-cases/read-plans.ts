import type { CreditorId, DebtorId, PlanId } from '~/domain/ids'
import type { Instalment, PaymentPlan, PlanEntry } from '~/domain/payment-plan'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { FileStore } from './ports/file-store'
import type { ListedPlan, PlanFilter, PlannedShare } from './ports/plan-repository'
import type { DataScope, Transaction, UnitOfWork } from './ports/unit-of-work'

/** Whose plans are read: a debtor's own, or any of the creditor's. */
export interface PlanReader {
  creditorId: CreditorId
  debtorId?: DebtorId
}

/** What a plan is known and found by. */
export type PlanName = Pick<PaymentPlan, 'id' | 'reference'>

export interface PlanView {
  plan: ListedPlan
  /** The terms that stand. */
  proposal: PlanProposal
  /** Oldest first. */
  entries: readonly PlanEntry[]
  /** Both empty until agreed. */
  instalments: readonly Instalment[]
  invoices: readonly PlannedShare[]
  /** What the method is called that instalments are collected from; null where there is none. */
  methodLabel: string | null
  /** The plan whose place it takes, and the one that took its place; null where there is none. */
  before: PlanName | null
  after: PlanName | null
}

/** Of the debtor with that number of the creditor's: what the creditor's pages and programs know it by. */
export type NamedPlanFilter = PlanFilter & { readonly debtorExternalId?: string }

/** A page of plans; a debtor's reader gets its own alone, whatever the filter says. */
export async function listPlans(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  reader: PlanReader,
  { debtorExternalId, ...filter }: NamedPlanFilter,
): Promise<{ plans: ListedPlan[]; count: number }> {
  const { creditorId, debtorId } = reader
  return unitOfWork.run(describeScope(reader), async ({ plans, debtors }) => {
    if (debtorId !== undefined) return plans.list(creditorId, { ...filter, debtorId })
    if (debtorExternalId === undefined) return plans.list(creditorId, filter)
    const debtor = await debtors.findByExternalId(creditorId, debtorExternalId)
    return debtor ? plans.list(creditorId, { ...filter, debtorId: debtor.id }) : { plans: [], count: 0 }
  })
}

/** One plan with its thread; null when it is not there, or not the reader's. */
export async function readPlan(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  reader: PlanReader,
  id: string,
): Promise<PlanView | null> {
  return unitOfWork.run(describeScope(reader), (transaction) => viewPlan(transaction, reader.creditorId, id as PlanId))
}

/** One plan with its thread inside a transaction; null when it is not there. */
export async function viewPlan(
  { plans, savedMethods }: Transaction,
  creditorId: CreditorId,
  id: PlanId,
): Promise<PlanView | null> {
  const plan = await plans.find(creditorId, id)
  if (!plan) return null
  const entries = await plans.listEntries(creditorId, id)
  const method = plan.savedMethodId === null ? null : await savedMethods.findById(creditorId, plan.savedMethodId)
  return {
    ...{ plan, entries, proposal: findStandingTerms(entries) },
    instalments: await plans.listInstalments(creditorId, id),
    invoices: await plans.listInvoices(creditorId, id),
    methodLabel: method?.label ?? null,
    before: plan.supersedesId === null ? null : await plans.find(creditorId, plan.supersedesId),
    after: await plans.findSuccessor(creditorId, id),
  }
}

/** The last terms that were put forward; every plan begins with some. */
export function findStandingTerms(entries: readonly PlanEntry[]): PlanProposal {
  const proposal = entries.findLast((entry) => entry.proposal !== null)?.proposal
  if (!proposal) throw new Error('a plan without terms')
  return proposal
}

/** The agreement's bytes as they were issued; null where there is no such plan of the reader, or none agreed. */
export async function readAgreement(
  { unitOfWork, fileStore }: { unitOfWork: UnitOfWork; fileStore: FileStore },
  reader: PlanReader,
  id: string,
): Promise<{ filename: string; mediaType: string; content: Uint8Array; sha256: string } | null> {
  const plan = await unitOfWork.run(describeScope(reader), ({ plans }) => plans.find(reader.creditorId, id as PlanId))
  if (!plan || plan.documentSha256 === null) return null
  const content = await fileStore.get(reader.creditorId, plan.documentSha256)
  if (!content) throw new Error(`the agreement of plan ${plan.id} is not in the store`)
  const filename = `agreement-${plan.reference}.pdf`
  return { filename, mediaType: 'application/pdf', content, sha256: plan.documentSha256 }
}

function describeScope({ creditorId, debtorId }: PlanReader): DataScope {
  return debtorId === undefined ? { kind: 'creditor', creditorId } : { kind: 'debtor', creditorId, debtorId }
}
