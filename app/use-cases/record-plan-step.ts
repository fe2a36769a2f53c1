import type { OutcomeEventData, OutcomeEventType } from '~/domain/outcome-event'
import type { OutcomePlan } from '~/domain/outcome-plan'
import type { Instalment, PaymentPlan, PlanSide, PlanStatus, PlanStep } from '~/domain/payment-plan'
import type { PlanBooks } from './carry-plans'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

export interface RecordedPlanStep {
  ids: IdSource
  at: Date
  side: PlanSide
  /** 'user:<id>', 'key:<id>', 'link:<id>', 'policy' or 'system' */
  author: string
  authorName?: string | null
  text?: string
  step: PlanStep
  /** The outcome event that it is; null reports nothing. */
  reports: OutcomeEventType | null
  /** What the plan becomes, where it becomes something else. */
  status?: PlanStatus
  endedAt?: Date
  endedReason?: string
  /** What it is about; it stands in the event as it is after the step. */
  instalment?: Instalment
}

/**
 * Keeps a step of an agreed plan in its thread, and what the plan becomes by it, and has the creditor told once all of the
 * surrounding transaction is done. `books` are as they are after the step, but for the plan itself, which is returned.
 */
export async function recordPlanStep(
  transaction: Transaction,
  { plan, shares, instalments }: PlanBooks,
  step: RecordedPlanStep,
): Promise<PaymentPlan> {
  const { ids, at, side, author, authorName = null, text = '', instalment } = step
  const after: PaymentPlan = {
    ...plan,
    status: step.status ?? plan.status,
    endedAt: step.endedAt ?? plan.endedAt,
    endedReason: step.endedReason ?? plan.endedReason,
    version: plan.version + 1,
  }
  await transaction.plans.save(after)
  const entry = { id: ids.uuid(), at, side, step: step.step, author, authorName, text, proposal: null }
  await transaction.plans.insertEntry(after, entry)
  await transaction.debtors.raiseVersion(plan.creditorId, [plan.debtorId])
  if (step.reports !== null) {
    const data: OutcomeEventData = {
      plan: describePlan({ plan: after, shares, instalments }, { side, step: step.step, text }),
      ...(instalment ? { instalment: describeInstalment(instalment) } : {}),
    }
    const { creditorId, debtorId } = plan
    transaction.outcomeLog.appendAtEnd({ creditorId, debtorId, type: step.reports, occurredAt: at, data })
  }
  return after
}

function describePlan(
  { plan, shares, instalments }: PlanBooks,
  { side, step, text }: { side: PlanSide; step: string; text: string },
): OutcomePlan {
  const charges = shares.find(({ invoiceId }) => invoiceId === plan.chargeInvoiceId)
  const { id, reference, status, currency, principalMinor, feeMinor, interestMinor, totalMinor } = plan
  return {
    ...{ id, reference, status, currency, principalMinor, feeMinor, interestMinor, totalMinor },
    ...{ frequency: plan.frequency, autopay: plan.autopay },
    instalments: instalments.map(({ number, dueOn, amountMinor }) => ({ number, dueOn, amountMinor })),
    invoices: shares.filter((share) => share !== charges).map(({ number, amountMinor }) => ({ number, amountMinor })),
    ...(charges ? { chargesNumber: charges.number } : {}),
    ...(plan.supersedesId === null ? {} : { supersedes: plan.supersedesId }),
    ...(plan.documentSha256 === null ? {} : { documentSha256: plan.documentSha256 }),
    ...(plan.agreedAt === null ? {} : { agreedAt: plan.agreedAt.toISOString() }),
    ...{ side, step },
    ...(text === '' ? {} : { text }),
  }
}

function describeInstalment({ number, dueOn, amountMinor, paidMinor, status }: Instalment) {
  return { number, dueOn, amountMinor, paidMinor, status }
}
