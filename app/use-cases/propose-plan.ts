import { permits, type AccessRight } from '~/domain/access-scope'
import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { AccessLinkId, CreditorId, DebtorId, PlanId } from '~/domain/ids'
import type { PaymentPlan, PlanConsent } from '~/domain/payment-plan'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import type { PlanProposal } from '~/domain/plan-proposal'
import { shapePostedPlan, type PlanRefusal } from '~/domain/plan-ground'
import type { PlanProposalForm } from '~/domain/plan-proposal-form'
import { fail, succeed, type Result } from '~/domain/result'
import { isUsable } from '~/domain/saved-method'
import { findCodeAddress } from './issue-one-time-code'
import { checkOneTimeCode } from './check-one-time-code'
import { fingerprintProposal } from './fingerprint-proposal'
import { concludePlan, lockPlanned, printAgreement, type LockedGround, type PrintedAgreement } from './conclude-plan'
import type { PlanServices } from './plan-services'
import type { Transaction } from './ports/unit-of-work'
import { logAccessStep } from './record-access-step'
import { recordPlanEntry } from './record-plan-entry'
import { readGroundOf } from './read-plan-extension'

/** Somebody of the debtor who says yes, on a visit. */
export interface ConsentingVisitor {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly linkId: AccessLinkId
  readonly scope: readonly AccessRight[]
  readonly sessionId: string
  readonly name: string | null
  readonly email: string | null
  /** BCP 47 tag in which the agreement was read. */
  readonly language: string
  readonly clientHint: string | null
}

/** What shows that the terms which were read are agreed to. */
export interface GivenConsent {
  /** Of `fingerprintProposal`, as it stood on the page. */
  readonly seenSha256: string
  /** As it was typed: the one-time code sent to the contact on file. */
  readonly code: string
  /** The method that instalments are collected from, where they are. */
  readonly savedMethodId: string | null
}

export interface ProposePlanInput {
  readonly visitor: ConsentingVisitor
  /** Of the form: its repetition finds the plan it began. */
  readonly idempotencyKey: string
  /** As it was posted by the page that shapes plans. */
  readonly wish: PlanProposalForm
  readonly consent: GivenConsent
  /** Why, for the creditor to read; empty for nothing. */
  readonly text: string
}

/** What a plan would be if it were agreed now, and in which words. */
export interface ExaminedPlan {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly proposal: PlanProposal
  readonly methodLabel: string | null
  /** Reference of the plan that gives way to it; null where none does. */
  readonly supersedes: string | null
}

/**
 * Begins a plan. Inside the creditor's envelope it is agreed at once, with its document; outside it waits for the
 * creditor, the debtor having agreed to it by the same code: when the creditor agrees too, it is in force.
 */
export async function proposePlan(
  services: PlanServices,
  input: ProposePlanInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { visitor, idempotencyKey, wish, consent } = input
  const { creditorId, debtorId } = visitor
  const now = services.clock.now()
  const begun = await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const earlier = await transaction.plans.findByKey(creditorId, debtorId, idempotencyKey)
    if (earlier) return answerEarlier(earlier, consent)
    const examined = await examineWish(transaction, input, now)
    if (!examined.ok) {
      // The same form may have gone through since it was looked for, and what it asks for is planned already.
      const meanwhile = await transaction.plans.findByKey(creditorId, debtorId, idempotencyKey)
      return meanwhile ? answerEarlier(meanwhile, consent) : examined
    }
    const email = await findCodeAddress(transaction, { creditorId, debtorId, recipientEmail: visitor.email })
    return succeed({ ...examined.value, email: email ?? '' })
  })
  if (!begun.ok) return begun
  if ('status' in begun.value) return succeed(begun.value)

  const reference = services.ids.reference()
  const { creditor, debtor, proposal, methodLabel, supersedes, email } = begun.value
  const printed =
    proposal.verdict.kind === 'inside'
      ? await printAgreement(services, {
          ...{ creditor, debtor, proposal, methodLabel, supersedes, now },
          plan: { reference, language: visitor.language },
          consent: { name: visitor.name, email, agreedAt: now },
        })
      : null
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const ground = await lockPlanned(transaction, creditor, proposal, {
      debtorId,
      supersedesId: wish.supersedesId,
      now,
    })
    // Looked for under the locks: the same form may have gone through while they were waited for.
    const earlier = await transaction.plans.findByKey(creditorId, debtorId, idempotencyKey)
    if (earlier) return answerEarlier(earlier, consent)
    if (!ground.ok) return ground
    const examined = await examineWish(transaction, { visitor, wish, consent }, now)
    if (!examined.ok) return examined
    const given = await takeConsent(services, transaction, {
      visitor,
      examined: examined.value,
      code: consent.code,
      now,
    })
    if (!given.ok) return given
    const plan = createPlan(services, input, { reference, proposal, consent: given.value, now })
    if (!(await transaction.plans.insert(plan))) return fail({ kind: 'key_reused' })
    const tells = printed ? [] : (['creditor'] as const)
    const { text } = input
    const entry = {
      ...({ id: services.ids.uuid(), at: now, side: 'debtor', step: 'proposed', text, proposal } as const),
      ...{ author: `link:${visitor.linkId}`, authorName: visitor.name },
    }
    await recordPlanEntry(transaction, { plan, from: null, entry, proposal, tells })
    const { linkId, clientHint } = visitor
    const step = { creditorId, debtorId, linkId, clientHint, subject: reference }
    await logAccessStep(services, transaction, { ...step, action: printed ? 'plan_agreed' : 'plan_proposed' })
    if (!printed) {
      await transaction.debtors.raiseVersion(creditorId, [debtorId])
      return succeed(plan)
    }
    return succeed(
      await agreeAtOnce(services, transaction, { plan, examined: examined.value, printed, ground: ground.value, now }),
    )
  })
}

function answerEarlier(earlier: PaymentPlan, { seenSha256 }: GivenConsent): Result<PaymentPlan, PlanStepRefusal> {
  return earlier.requestSha256 === seenSha256 ? succeed(earlier) : fail({ kind: 'key_reused' })
}

/** What is asked for, held to what is due, offered and permitted at this moment, and to what was read. */
async function examineWish(
  transaction: Transaction,
  { visitor, wish, consent }: Pick<ProposePlanInput, 'visitor' | 'wish' | 'consent'>,
  now: Date,
): Promise<Result<ExaminedPlan, PlanStepRefusal>> {
  const { creditorId, debtorId } = visitor
  if (!(await mayAgree(transaction, visitor))) return fail({ kind: 'not_allowed' })
  const creditor = await transaction.creditors.findById(creditorId)
  const debtor = await transaction.debtors.findById(creditorId, debtorId)
  if (!creditor || !debtor) return fail({ kind: 'unknown_debtor' })
  const { supersedesId } = wish
  const ground = await readGroundOf(transaction, creditor, { debtorId, at: now, supersedesId })
  if (!ground.ok) return ground
  const shaped = shapePostedPlan(ground.value, wish)
  if (!shaped.ok) return fail(describeShapeRefusal(shaped.failure))
  const proposal = shaped.value
  if (fingerprintProposal(proposal, supersedesId) !== consent.seenSha256) return fail({ kind: 'terms_changed' })
  const method = await findMethod(transaction, {
    creditor,
    debtor,
    proposal,
    savedMethodId: consent.savedMethodId,
    now,
  })
  const supersedes = ground.value.extended?.reference ?? null
  return method.ok ? succeed({ creditor, debtor, proposal, supersedes, methodLabel: method.value }) : method
}

/** Why a plan cannot be shaped, as the refusal of a step. */
export function describeShapeRefusal(refusal: PlanRefusal): PlanStepRefusal {
  switch (refusal.kind) {
    case 'not_permitted':
      return { kind: 'not_offered' }
    case 'invoices_not_due':
      return { kind: 'invoices', numbers: refusal.numbers }
    case 'impossible':
      return { kind: 'shape', faults: refusal.faults }
    case 'changed':
      return { kind: 'terms_changed' }
  }
}

/** A link for a part of the account, or with a cap, binds nobody to a plan or a settlement. */
export async function mayAgree(
  { access }: Transaction,
  { creditorId, linkId, scope }: Pick<ConsentingVisitor, 'creditorId' | 'linkId' | 'scope'>,
): Promise<boolean> {
  if (!permits(scope, 'agree')) return false
  const link = await access.findLinkById(creditorId, linkId)
  if (!link) return false
  return link.delegation === null || (link.delegation.invoiceIds === null && link.delegation.caps.length === 0)
}

/** What the method is called that instalments are collected from; null where they are paid by hand. */
export async function findMethod(
  { savedMethods }: Transaction,
  {
    creditor,
    debtor,
    proposal,
    savedMethodId,
    now,
  }: { creditor: Creditor; debtor: Debtor; proposal: PlanProposal; savedMethodId: string | null; now: Date },
): Promise<Result<string | null, PlanStepRefusal>> {
  if (!proposal.autopay) return succeed(null)
  const active = await savedMethods.listActive(creditor.id, debtor.id)
  const chosen = active.find(({ id }) => id === savedMethodId)
  const isFit = chosen && isUsable(chosen, dayOfInstant(now, creditor.timeZone))
  return isFit ? succeed(chosen.label) : fail({ kind: 'method_needed' })
}

/** The last check before a plan is bound: the code can be used once, so nothing refuses after it. */
export async function takeConsent(
  services: PlanServices,
  transaction: Transaction,
  { visitor, examined, code, now }: { visitor: ConsentingVisitor; examined: ExaminedPlan; code: string; now: Date },
): Promise<Result<PlanConsent, PlanStepRefusal>> {
  const { creditorId, sessionId, linkId, name, clientHint } = visitor
  const attempt = { creditorId, sessionId, purpose: 'agree_plan', code, now } as const
  const checked = await checkOneTimeCode(transaction, services, attempt)
  if (!checked.ok) return fail({ kind: 'code', fault: checked.failure })
  const language = services.chooseDocumentLanguage(visitor.language)
  const { consent: text } = services.writeAgreement({ ...examined, reference: null, agreed: null }, language)
  const { codeId, sentTo: email } = checked.value
  return succeed({ name, email, codeId, linkId, clientHint, text, agreedAt: now })
}

function createPlan(
  { ids }: PlanServices,
  { visitor, idempotencyKey, wish: { supersedesId }, consent: { seenSha256, savedMethodId } }: ProposePlanInput,
  { reference, proposal, consent, now }: { reference: string; proposal: PlanProposal; consent: PlanConsent; now: Date },
): PaymentPlan {
  const { creditorId, debtorId, linkId, name, email, language } = visitor
  return {
    ...{ id: ids.uuid() as PlanId, creditorId, debtorId, linkId, reference, idempotencyKey, language, consent },
    ...describeTerms(proposal),
    status: 'proposed',
    savedMethodId: proposal.autopay ? savedMethodId : null,
    ...{ documentId: null, documentFileId: null, documentSha256: null, chargeInvoiceId: null, supersedesId },
    requestSha256: seenSha256,
    ...{ proposedBy: 'debtor', proposerName: name, proposerEmail: email, proposedAt: now },
    ...{ agreedAt: null, agreedBy: null, endedAt: null, endedReason: null, version: 1 },
  }
}

/** What a plan says of the terms that stand. */
export function describeTerms(proposal: PlanProposal) {
  const { currency, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, frequency } = proposal
  const { autopay, policyVersion, startOn, anchorDay, envelope } = proposal
  return {
    ...{ currency, principalMinor, feeMinor, interestMinor, totalMinor, downPaymentMinor, frequency },
    ...{ autopay, policyVersion, terms: { startOn, anchorDay, envelope } },
  }
}

async function agreeAtOnce(
  services: PlanServices,
  transaction: Transaction,
  {
    plan,
    examined: { creditor, debtor, proposal },
    printed,
    ground,
    now,
  }: {
    plan: PaymentPlan
    examined: ExaminedPlan
    printed: PrintedAgreement
    ground: LockedGround
    now: Date
  },
): Promise<PaymentPlan> {
  const terms = { creditor, debtor, plan, proposal, printed, ground, now }
  const agreed = await concludePlan(services, transaction, { ...terms, agreedBy: 'policy' })
  const entry = {
    ...({ id: services.ids.uuid(), at: now, side: 'creditor', step: 'agreed', author: 'policy' } as const),
    ...{ authorName: null, text: '', proposal: null },
  }
  await recordPlanEntry(transaction, {
    plan: agreed,
    from: plan.status,
    entry,
    proposal,
    tells: ['creditor', 'debtor'],
  })
  return agreed
}
