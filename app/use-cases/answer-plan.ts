import { nameAuthor, type Actor } from '~/domain/actor'
import { permits } from '~/domain/access-scope'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { PlanId } from '~/domain/ids'
import { answerPlan, isPlanEnded, type PaymentPlan, type PlanEntry, type PlanStatus } from '~/domain/payment-plan'
import type { PlanStepRefusal } from '~/domain/plan-step-refusal'
import { shapePlanProposal, type PlannedInvoice, type PlanProposal, type PlanShape } from '~/domain/plan-proposal'
import { computeDueNow } from '~/domain/invoice-balance'
import { fail, succeed, type Result } from '~/domain/result'
import { logActorStep, scopeToActor } from './actor-step'
import type { PlanServices } from './plan-services'
import type { Transaction } from './ports/unit-of-work'
import { describeTerms } from './propose-plan'
import { readSuperseded, releaseInvoices } from './read-plan-extension'
import { findStandingTerms } from './read-plans'
import { recordPlanEntry } from './record-plan-entry'

interface Answer {
  readonly actor: Actor
  readonly planId: string
  /** Of the form; the id of the entry it makes, so that its repetition makes no second one. A UUID. */
  readonly entryId: string
  readonly text: string
}

export interface AnswerPlanInput extends Answer {
  /** `namePlanEnd` says which of the two that end a plan that is not agreed is a side's. */
  readonly step: 'said' | 'declined' | 'withdrawn'
}

export interface CounterPlanInput extends Answer {
  /** What the plan was when it was read: countered is only what was seen. */
  readonly version: number
  readonly shape: PlanShape
  /** Other charges than those of the terms that stand; left out, those. */
  readonly charges?: { readonly feeMinor?: number; readonly yearlyRateBps?: number }
}

type PlanWork = Pick<PlanServices, 'unitOfWork' | 'clock' | 'ids'>

/** One step of a plan that puts no terms forward: something said, or an end to it. */
export async function sayToPlan(
  services: PlanWork,
  { step, ...input }: AnswerPlanInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const isReasoned = step === 'said' || input.actor.side === 'creditor'
  if (input.text === '' && isReasoned) return fail({ kind: 'text_missing' })
  return takeStep(services, input, step, (plan, status) => {
    const now = services.clock.now()
    const ended = isPlanEnded(status) ? { endedAt: now, endedReason: step } : {}
    const changed = status === plan.status ? {} : { status, version: plan.version + 1, ...ended }
    return Promise.resolve(succeed({ plan: { ...plan, ...changed }, proposal: null }))
  })
}

/** The creditor's own terms over the same invoices, with what is due of them now; they wait for the debtor's yes. */
export async function counterPlan(
  services: PlanWork,
  { version, shape, charges = {}, ...input }: CounterPlanInput,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { creditorId } = input.actor
  if (input.actor.side !== 'creditor') return fail({ kind: 'not_allowed' })
  return takeStep(services, input, 'countered', async (plan, status, standing, transaction) => {
    if (plan.version !== version) return fail({ kind: 'changed_meanwhile' })
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) return fail({ kind: 'unknown_plan' })
    const { currency } = plan
    const today = dayOfInstant(services.clock.now(), creditor.timeZone)
    const planned = await readPlanned(transaction, plan, standing, today)
    if (!planned.ok) return planned
    const invoices = planned.value
    const shaped = shapePlanProposal(
      {
        ...{ currency, invoices, policyVersion: standing.policyVersion },
        startOn: today,
        // The creditor is bound by nothing but what it says: its own bounds are for what is agreed without it.
        permitted: {
          envelope: { ...standing.envelope, ...charges },
          band: { leastTotalMinor: 0, mostTotalMinor: null },
        },
      },
      shape,
    )
    if (!shaped.ok) return fail({ kind: 'shape', faults: shaped.failure })
    const proposal: PlanProposal = { ...shaped.value, verdict: { kind: 'inside' } }
    const countered = { ...plan, ...describeTerms(proposal), status, consent: null, savedMethodId: null }
    return succeed({ plan: { ...countered, version: plan.version + 1 }, proposal })
  })
}

/** Of the invoices of the terms that stand, those of which something is due now, or once the plan that gives way ends. */
async function readPlanned(
  transaction: Transaction,
  plan: PaymentPlan,
  standing: PlanProposal,
  today: CalendarDay,
): Promise<Result<PlannedInvoice[], PlanStepRefusal>> {
  const { creditorId, debtorId, supersedesId } = plan
  const open = await transaction.invoices.findByIds(
    creditorId,
    standing.invoices.map(({ invoiceId }) => invoiceId),
  )
  const superseded =
    supersedesId === null
      ? succeed(null)
      : await readSuperseded(transaction, debtorId, await transaction.plans.find(creditorId, supersedesId))
  if (!superseded.ok) return superseded
  const found = superseded.value ? await releaseInvoices(transaction, superseded.value, open, today) : open
  return succeed(
    standing.invoices.flatMap(({ invoiceId, number }) => {
      const balance = found.find(({ id }) => id === invoiceId)
      const amountMinor = balance ? computeDueNow(balance) : 0
      return amountMinor > 0 ? [{ invoiceId, number, amountMinor }] : []
    }),
  )
}

type Taken = { readonly plan: PaymentPlan; readonly proposal: PlanProposal | null }

async function takeStep(
  services: PlanWork,
  { actor, planId, entryId, text }: Answer,
  step: 'said' | 'declined' | 'withdrawn' | 'countered',
  work: (
    plan: PaymentPlan,
    status: PlanStatus,
    standing: PlanProposal,
    transaction: Transaction,
  ) => Promise<Result<Taken, PlanStepRefusal>>,
): Promise<Result<PaymentPlan, PlanStepRefusal>> {
  const { creditorId, side } = actor
  if (actor.side === 'debtor' && !permits(actor.scope, 'agree')) return fail({ kind: 'not_allowed' })
  return services.unitOfWork.run(scopeToActor(actor), async (transaction) => {
    const plan = await transaction.plans.lock(creditorId, planId as PlanId)
    if (!plan) return fail({ kind: 'unknown_plan' })
    if (await transaction.plans.hasEntry(creditorId, entryId)) return succeed(plan)
    const status = answerPlan(plan, step, side)
    if (status === null) return fail({ kind: 'not_now' })
    const standing = findStandingTerms(await transaction.plans.listEntries(creditorId, plan.id))
    const taken = await work(plan, status, standing, transaction)
    if (!taken.ok) return taken
    const { plan: after, proposal } = taken.value
    await transaction.plans.save(after)
    const entry: PlanEntry = {
      ...{ id: entryId, at: services.clock.now(), side, step, text, proposal },
      ...{ author: nameAuthor(actor), authorName: actor.name },
    }
    const tells = [side === 'debtor' ? 'creditor' : 'debtor'] as const
    await recordPlanEntry(transaction, { plan: after, from: plan.status, entry, proposal: proposal ?? standing, tells })
    const action = step === 'withdrawn' ? 'plan_withdrawn' : 'plan_continued'
    await logActorStep(services, transaction, actor, action, plan)
    await transaction.debtors.raiseVersion(creditorId, [plan.debtorId])
    return succeed(after)
  })
}
