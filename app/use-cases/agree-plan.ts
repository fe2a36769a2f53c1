import { dayOfInstant } from '~/domain/calendar-day'
import type { CreditorId, PlanId } from '~/domain/ids'
import { answerPlan, type PaymentPlan, type PlanConsent, type PlanEntry, type PlanSide } from '~/domain/payment-plan'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import { fail, succeed, type Result } from '~/domain/result'
import { fingerprintProposal } from './fingerprint-proposal'
import { concludePlan, hasFirstDayPassed, lockPlanned, printAgreement } from './conclude-plan'
import { findCodeAddress } from './issue-one-time-code'
import type { PlanServices } from './plan-services'
import type { Transaction } from './ports/unit-of-work'
import {
  findMethod,
  mayAgree,
  takeConsent,
  type ConsentingVisitor,
  type ExaminedPlan,
  type GivenConsent,
} from './propose-plan'
import { viewPlan } from './read-plans'
import { logAccessStep } from './record-access-step'
import { recordPlanEntry } from './record-plan-entry'

interface Answered {
  readonly creditorId: CreditorId
  readonly planId: string
  /** Of the form; the id of the entry it makes, so that its repetition agrees nothing twice. A UUID. */
  readonly entryId: string
  /** What the plan was when it was read: agreed is only what was seen. */
  readonly version: number
  readonly text: string
}

/** The creditor says yes to the debtor's terms. */
export interface AcceptPlanInput extends Answered {
  /** 'user:<id>' or 'key:<id>' */
  readonly author: string
  readonly name: string | null
}

/** The debtor says yes to the creditor's terms. */
export interface AcceptCounterInput extends Answered {
  readonly visitor: ConsentingVisitor
  readonly consent: GivenConsent
}

type Examined = ExaminedPlan & { readonly plan: PaymentPlan; readonly entries: readonly PlanEntry[] }

/** Puts the debtor's terms in force, to which it agreed when it proposed them. */
export async function acceptPlan(
  services: PlanServices,
  input: AcceptPlanInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { creditorId, author, name } = input
  const now = services.clock.now()
  const begun = await services.unitOfWork.run({ kind: 'creditor', creditorId }, (transaction) =>
    examine(transaction, input, 'creditor', now),
  )
  if (!begun.ok) return begun
  if ('done' in begun.value) return succeed(begun.value.done)
  const { plan: read, consent } = begun.value
  if (consent === null) return fail({ kind: 'not_now' })
  const printed = await printAgreement(services, { ...begun.value, plan: read, consent, now })
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const examined = await examine(transaction, input, 'creditor', now)
    if (!examined.ok) return examined
    if ('done' in examined.value) return succeed(examined.value.done)
    const { plan, creditor, debtor, proposal } = examined.value
    const ground = await lockPlanned(transaction, creditor, proposal, { ...plan, now })
    if (!ground.ok) return ground
    const terms = { creditor, debtor, plan, proposal, printed, ground: ground.value, now }
    const agreed = await concludePlan(services, transaction, { ...terms, agreedBy: author })
    const entry: PlanEntry = {
      ...{ id: input.entryId, at: now, side: 'creditor', step: 'agreed', author, authorName: name },
      ...{ text: input.text, proposal: null },
    }
    await recordPlanEntry(transaction, { plan: agreed, from: plan.status, entry, proposal, tells: ['debtor'] })
    return succeed(agreed)
  })
}

/** Puts the creditor's terms in force, to which the debtor agrees by a one-time code. */
export async function acceptCounter(
  services: PlanServices,
  input: AcceptCounterInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { creditorId, visitor, consent } = input
  const now = services.clock.now()
  const begun = await services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const examined = await examine(transaction, input, 'debtor', now)
    if (!examined.ok) return examined
    if ('done' in examined.value) return succeed(examined.value)
    const email = await findCodeAddress(transaction, { ...visitor, recipientEmail: visitor.email })
    return succeed({ ...examined.value, email: email ?? '' })
  })
  if (!begun.ok) return begun
  if ('done' in begun.value) return succeed(begun.value.done)
  const { email, plan: read } = begun.value
  const printed = await printAgreement(services, {
    ...begun.value,
    plan: { reference: read.reference, language: visitor.language },
    consent: { name: visitor.name, email, agreedAt: now },
    now,
  })
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const examined = await examine(transaction, input, 'debtor', now)
    if (!examined.ok) return examined
    if ('done' in examined.value) return succeed(examined.value.done)
    const { plan, creditor, debtor, proposal, entries } = examined.value
    const ground = await lockPlanned(transaction, creditor, proposal, { ...plan, now })
    if (!ground.ok) return ground
    const given = await takeConsent(services, transaction, {
      visitor,
      examined: examined.value,
      code: consent.code,
      now,
    })
    if (!given.ok) return given
    const consented: PaymentPlan = {
      ...plan,
      ...{ consent: given.value, language: visitor.language },
      savedMethodId: proposal.autopay ? consent.savedMethodId : null,
    }
    const countered = entries.findLast(({ step, side }) => side === 'creditor' && step !== 'said')
    const terms = { creditor, debtor, plan: consented, proposal, printed, ground: ground.value, now }
    const agreed = await concludePlan(services, transaction, { ...terms, agreedBy: countered?.author ?? 'policy' })
    const { linkId, debtorId, clientHint, name } = visitor
    const entry: PlanEntry = {
      ...{ id: input.entryId, at: now, side: 'debtor', step: 'agreed', author: `link:${linkId}`, authorName: name },
      ...{ text: input.text, proposal: null },
    }
    await recordPlanEntry(transaction, {
      plan: agreed,
      from: plan.status,
      entry,
      proposal,
      tells: ['creditor', 'debtor'],
    })
    const step = { creditorId, debtorId, linkId, clientHint, subject: plan.reference }
    await logAccessStep(services, transaction, { ...step, action: 'plan_agreed' })
    return succeed(agreed)
  })
}

/** The plan under its lock and what agreeing to it takes; or the plan as the same form agreed it before. */
async function examine(
  transaction: Transaction,
  input: Answered & Partial<Pick<AcceptCounterInput, 'visitor' | 'consent'>>,
  side: PlanSide,
  now: Date,
): Promise<Result<{ done: PaymentPlan } | (Examined & { consent: PlanConsent | null }), PlanStepRefusal>> {
  const { creditorId, visitor, consent } = input
  const locked = await transaction.plans.lock(creditorId, input.planId as PlanId)
  if (!locked || (visitor && visitor.debtorId !== locked.debtorId)) return fail({ kind: 'unknown_plan' })
  if (await transaction.plans.hasEntry(creditorId, input.entryId)) return succeed({ done: locked })
  if (visitor && !(await mayAgree(transaction, visitor))) return fail({ kind: 'not_allowed' })
  if (answerPlan(locked, 'agreed', side) === null) return fail({ kind: 'not_now' })
  if (locked.version !== input.version) return fail({ kind: 'changed_meanwhile' })
  const view = await viewPlan(transaction, creditorId, locked.id)
  const creditor = await transaction.creditors.findById(creditorId)
  const debtor = await transaction.debtors.findById(creditorId, locked.debtorId)
  if (!view || !creditor || !debtor) throw new Error(`plan ${locked.id} is of nobody`)
  const { proposal, entries } = view
  const supersedes = view.before?.reference ?? null
  if (consent && fingerprintProposal(proposal, locked.supersedesId) !== consent.seenSha256)
    return fail({ kind: 'terms_changed' })
  if (hasFirstDayPassed(proposal, dayOfInstant(now, creditor.timeZone))) return fail({ kind: 'first_day_over' })
  if (!consent) {
    return succeed({
      plan: locked,
      creditor,
      debtor,
      proposal,
      entries,
      supersedes,
      methodLabel: view.methodLabel,
      consent: locked.consent,
    })
  }
  const method = await findMethod(transaction, {
    creditor,
    debtor,
    proposal,
    savedMethodId: consent.savedMethodId,
    now,
  })
  if (!method.ok) return method
  const terms = { creditor, debtor, proposal, supersedes, methodLabel: method.value }
  return succeed({ ...terms, plan: locked, entries, consent: null })
}
