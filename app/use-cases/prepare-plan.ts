import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { AccessRight } from '~/domain/access-scope'
import { shapePostedPlan } from '~/domain/plan-ground'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { PlanProposal } from '~/domain/plan-proposal'
import type { PlanProposalForm } from '~/domain/plan-proposal-form'
import { fail, succeed, type Result } from '~/domain/result'
import { isUsable, type SavedMethod } from '~/domain/saved-method'
import { fingerprintProposal } from './fingerprint-proposal'
import type { PlanServices } from './plan-services'
import type { AgreementText } from './ports/agreement-writer'
import type { DocumentLanguage } from './ports/document-printer'
import type { Transaction } from './ports/unit-of-work'
import { describeShapeRefusal, mayAgree } from './propose-plan'
import { viewPlan, type PlanName, type PlanView } from './read-plans'
import { readGroundOf } from './read-plan-extension'
import type { PlanId } from '~/domain/ids'

/** What is read before it is agreed to. */
export interface PlanToRead {
  readonly proposal: PlanProposal
  /** Of the proposal: sent back with the consent. */
  readonly sha256: string
  readonly text: AgreementText
  /** That instalments can be collected from today. */
  readonly methods: readonly SavedMethod[]
  /** Null for a plan that is only being proposed. */
  readonly view: PlanView | null
}

export interface PreparePlanInput {
  readonly visitor: {
    readonly creditorId: CreditorId
    readonly debtorId: DebtorId
    readonly linkId: AccessLinkId
    readonly scope: readonly AccessRight[]
  }
  /** What is to be agreed: a shaped plan as it was posted, or the terms that stand of a plan. */
  readonly of: { readonly wish: PlanProposalForm } | { readonly planId: string }
  /** Called by its name in the agreement where instalments are collected from it. */
  readonly savedMethodId: string | null
  readonly language: DocumentLanguage
}

/** The agreement as it would be made now, in the reader's words. Changes nothing. */
export async function preparePlan(
  services: PlanServices,
  { visitor, of, savedMethodId, language }: PreparePlanInput,
): Promise<Result<PlanToRead, PlanStepRefusal>> {
  const { creditorId, debtorId } = visitor
  const now = services.clock.now()
  return services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    if (!(await mayAgree(transaction, visitor))) return fail({ kind: 'not_allowed' })
    const creditor = await transaction.creditors.findById(creditorId)
    const debtor = await transaction.debtors.findById(creditorId, debtorId)
    if (!creditor || !debtor) return fail({ kind: 'unknown_debtor' })
    const found = await findProposal(transaction, creditor, { visitor, of, now })
    if (!found.ok) return found
    const { proposal, supersedes, view } = found.value
    const today = dayOfInstant(now, creditor.timeZone)
    const methods = (await transaction.savedMethods.listActive(creditorId, debtorId)).filter((method) =>
      isUsable(method, today),
    )
    const methodLabel = proposal.autopay ? (methods.find(({ id }) => id === savedMethodId)?.label ?? null) : null
    const reference = view?.plan.reference ?? null
    const text = services.writeAgreement(
      { creditor, debtor, proposal, methodLabel, reference, supersedes: supersedes?.reference ?? null, agreed: null },
      language,
    )
    return succeed({ proposal, view, text, methods, sha256: fingerprintProposal(proposal, supersedes?.id ?? null) })
  })
}

async function findProposal(
  transaction: Transaction,
  creditor: Creditor,
  { visitor: { debtorId }, of, now }: Pick<PreparePlanInput, 'visitor' | 'of'> & { now: Date },
): Promise<Result<Pick<PlanToRead, 'proposal' | 'view'> & { supersedes: PlanName | null }, PlanStepRefusal>> {
  if ('planId' in of) {
    const view = await viewPlan(transaction, creditor.id, of.planId as PlanId)
    return view ? succeed({ proposal: view.proposal, supersedes: view.before, view }) : fail({ kind: 'unknown_plan' })
  }
  const { supersedesId } = of.wish
  const ground = await readGroundOf(transaction, creditor, { debtorId, at: now, supersedesId })
  if (!ground.ok) return ground
  const shaped = shapePostedPlan(ground.value, of.wish)
  if (!shaped.ok) return fail(describeShapeRefusal(shaped.failure))
  return succeed({ proposal: shaped.value, supersedes: ground.value.extended, view: null })
}
