/**
 * Terms that both sides agree to become a plan in force: its document is printed and kept, its charges are invoiced, and
 * what it takes of each invoice is left to its instalments. What is printed before the transaction is kept in it, so that
 * no plan is agreed without its document and none is kept for a plan that was not agreed.
 */
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { InvoiceId, StoredFileId } from '~/domain/ids'
import { computeDueNow, plan as planAmount } from '~/domain/invoice-balance'
import type { IssuedDocument } from '~/domain/issued-document'
import {
  takePlanEdge,
  type Instalment,
  type PaymentPlan,
  type PlanConsent,
  type PlanInvoice,
} from '~/domain/payment-plan'
import { createPlanNote } from '~/domain/plan-charges'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { PlanProposal } from '~/domain/plan-proposal'
import { fail, succeed, type Result } from '~/domain/result'
import type { PlanBooks } from './carry-plans'
import { endPlan } from './end-plan'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import { printDocument } from './issue-document'
import type { PlanServices } from './plan-services'
import type { AgreementText } from './ports/agreement-writer'
import type { StoredFileCandidate } from './ports/invoice-import-repository'
import type { Transaction } from './ports/unit-of-work'
import { postNotes } from './post-notes'
import { readSuperseded, releaseInvoices } from './read-plan-extension'

/** An agreement that is printed, and not yet anybody's. */
export interface PrintedAgreement {
  readonly file: Omit<StoredFileCandidate, 'id'>
  readonly document: IssuedDocument
  readonly chargeNames: AgreementText['chargeNames']
}

export interface AgreementToPrint {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly plan: Pick<PaymentPlan, 'reference' | 'language'>
  readonly proposal: PlanProposal
  readonly methodLabel: string | null
  readonly supersedes: string | null
  readonly consent: Pick<PlanConsent, 'name' | 'email' | 'agreedAt'>
  readonly now: Date
}

/** Prints the agreement and puts its bytes where files are kept. */
export async function printAgreement(services: PlanServices, toPrint: AgreementToPrint): Promise<PrintedAgreement> {
  const { creditor, debtor, plan, proposal, methodLabel, supersedes, consent, now } = toPrint
  const language = services.chooseDocumentLanguage(plan.language)
  const text = services.writeAgreement(
    {
      ...{ creditor, debtor, proposal, methodLabel, supersedes, reference: plan.reference },
      agreed: { at: now, name: consent.name, email: consent.email, consentedAt: consent.agreedAt },
    },
    language,
  )
  const { file, document } = await printDocument(services, {
    account: { creditorId: creditor.id, debtorId: debtor.id },
    ...{ language, kind: 'plan_agreement', paper: text.paper, reportAs: null },
    figures: [
      { name: 'reference', text: plan.reference },
      { name: 'issued', on: dayOfInstant(now, creditor.timeZone) },
      { name: 'amount', amountMinor: proposal.totalMinor, currency: proposal.currency },
      { name: 'to', on: proposal.schedule.at(-1)?.dueOn ?? proposal.startOn },
    ],
  })
  const { filename, mediaType } = file
  const chunks: Uint8Array[] = []
  for await (const chunk of file.read()) chunks.push(chunk)
  const kept = await services.fileStore.put(creditor.id, Buffer.concat(chunks))
  return { file: { ...kept, filename, mediaType }, document, chargeNames: text.chargeNames }
}

/** What a plan takes, under its locks. */
export interface LockedGround {
  readonly ledger: InvoiceLedger
  /** The plan that gives way to it, as it is before; null where none does. */
  readonly superseded: PlanBooks | null
}

/**
 * The invoices of a proposal under their locks, with the plan that gives way to it and the invoices of that; or why it
 * cannot give way, or of which invoices less is due than the proposal takes.
 */
export async function lockPlanned(
  transaction: Transaction,
  creditor: Creditor,
  { invoices }: PlanProposal,
  { debtorId, supersedesId, now }: Pick<PaymentPlan, 'debtorId' | 'supersedesId'> & { now: Date },
): Promise<Result<LockedGround, PlanStepRefusal>> {
  const { id: creditorId } = creditor
  const { plans } = transaction
  const own = supersedesId === null ? [] : await plans.listInvoices(creditorId, supersedesId)
  const ids = [...invoices, ...own].map(({ invoiceId }) => invoiceId)
  const ledger = await lockInvoices(transaction, creditorId, ids)
  const superseded =
    supersedesId === null
      ? succeed(null)
      : await readSuperseded(transaction, debtorId, await plans.lock(creditorId, supersedesId))
  if (!superseded.ok) return superseded
  const today = dayOfInstant(now, creditor.timeZone)
  const balances =
    superseded.value === null
      ? ledger.list()
      : await releaseInvoices(transaction, superseded.value, ledger.list(), today)
  const short = invoices.filter(({ invoiceId, amountMinor }) => {
    const balance = balances.find(({ id }) => id === invoiceId)
    return !balance || computeDueNow(balance) < amountMinor
  })
  if (short.length > 0) return fail({ kind: 'invoices', numbers: short.map(({ number }) => number) })
  return succeed({ ledger, superseded: superseded.value })
}

/** Whether a schedule can still begin: no instalment but the down payment was due before today. */
export function hasFirstDayPassed({ schedule }: PlanProposal, today: CalendarDay): boolean {
  return schedule.some(({ number, dueOn }) => number > 0 && dueOn < today)
}

export interface PlanToConclude {
  readonly creditor: Creditor
  readonly debtor: Debtor
  /** Inserted, locked and with the debtor's consent; as it stands before. */
  readonly plan: PaymentPlan
  readonly proposal: PlanProposal
  readonly printed: PrintedAgreement
  /** Of `lockPlanned`. */
  readonly ground: LockedGround
  /** 'policy' | 'user:<id>' | 'key:<id>' */
  readonly agreedBy: string
  readonly now: Date
}

/** Writes the plan as it is agreed, and ends the one that gives way to it. The caller records the step. */
export async function concludePlan(
  { ids }: Pick<PlanServices, 'ids'>,
  transaction: Transaction,
  { creditor, debtor, plan, proposal, printed, ground, agreedBy, now }: PlanToConclude,
): Promise<PaymentPlan> {
  const { creditorId } = plan
  const today = dayOfInstant(now, creditor.timeZone)
  const ledger = await releaseGround({ ids }, transaction, { plan, proposal, ground, today, now })
  const charges = await postCharges({ ids }, transaction, { creditor, debtor, plan, proposal, printed, today, now })
  for (const { invoiceId, amountMinor } of proposal.invoices) {
    ledger.change(invoiceId, (balance) => planAmount(balance, amountMinor))
  }
  await ledger.save({ ids, at: now })
  if (charges) {
    const ofCharges = await lockInvoices(transaction, creditorId, [charges.invoiceId])
    ofCharges.change(charges.invoiceId, (balance) => planAmount(balance, charges.amountMinor))
    await ofCharges.save({ ids, at: now })
  }
  const [documentFileId] = await transaction.invoiceImports.resolveFiles(creditorId, [
    { ...printed.file, id: ids.uuid() as StoredFileId },
  ])
  if (documentFileId === undefined) throw new Error(`the agreement of plan ${plan.id} was not kept`)
  await transaction.issuedDocuments.insert(printed.document)
  const agreed: PaymentPlan = {
    ...plan,
    status: takePlanEdge(plan.status, 'agreed').to,
    ...{ agreedAt: now, agreedBy, documentFileId },
    documentId: printed.document.id,
    documentSha256: printed.file.sha256,
    chargeInvoiceId: charges?.invoiceId ?? null,
    version: plan.version + 1,
  }
  await transaction.plans.save(agreed)
  await transaction.plans.insertAgreed(agreed, listShares(proposal, charges), listInstalments(proposal, today))
  await transaction.debtors.raiseVersion(creditorId, [plan.debtorId])
  return agreed
}

/** Ends the plan that gives way, so that what was left to its instalments is due for those of the new one. */
async function releaseGround(
  { ids }: Pick<PlanServices, 'ids'>,
  transaction: Transaction,
  {
    plan: { creditorId, linkId, proposerName },
    proposal: { invoices },
    ground: { ledger, superseded },
    today,
    now,
  }: Pick<PlanToConclude, 'plan' | 'proposal' | 'ground' | 'now'> & { today: CalendarDay },
): Promise<InvoiceLedger> {
  if (superseded === null) return ledger
  await endPlan({ ids }, transaction, superseded, {
    ...{ status: 'superseded', at: now, today, side: 'debtor', authorName: proposerName },
    author: linkId === null ? 'system' : `link:${linkId}`,
  })
  return lockInvoices(
    transaction,
    creditorId,
    invoices.map(({ invoiceId }) => invoiceId),
  )
}

type Charges = Pick<PlanInvoice, 'invoiceId' | 'amountMinor'>

function listShares({ invoices }: PlanProposal, charges: Charges | null): PlanInvoice[] {
  return [...invoices, ...(charges ? [charges] : [])].map(({ invoiceId, amountMinor }, index) => ({
    ...{ invoiceId, amountMinor },
    settledMinor: 0,
    position: index + 1,
  }))
}

/** A down payment is due on the day of the agreement, whenever that comes. */
function listInstalments({ schedule }: PlanProposal, today: CalendarDay): Instalment[] {
  return schedule.map((instalment) => {
    const dueOn = instalment.dueOn < today ? today : instalment.dueOn
    return {
      ...instalment,
      ...{ dueOn, originalDueOn: dueOn, paidMinor: 0, status: 'scheduled' as const },
      ...{ paymentId: null, attempts: 0, nextAttemptAt: null, noticedAt: null, movedTimes: 0, endedAt: null },
    }
  })
}

/** Invoices the plan's fee and interest; null where it has neither. */
async function postCharges(
  { ids }: Pick<PlanServices, 'ids'>,
  transaction: Transaction,
  about: Pick<PlanToConclude, 'creditor' | 'debtor' | 'plan' | 'proposal' | 'printed' | 'now'> & { today: CalendarDay },
): Promise<Charges | null> {
  const { creditor, debtor, plan, proposal, printed, today, now } = about
  const { creditorId, debtorId, reference } = plan
  const terms = { issueOn: today, creditor, debtor, proposal, names: printed.chargeNames }
  const note = createPlanNote({ ...terms, number: reference })
  if (!note) return null
  const id = ids.uuid() as InvoiceId
  await postNotes(transaction, ids, { creditorId, debtorId, source: 'plan', at: now }, [{ id, document: note }])
  return { invoiceId: id, amountMinor: note.totals.payableMinor }
}
