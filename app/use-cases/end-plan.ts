import type { CalendarDay } from '~/domain/calendar-day'
import { unplan } from '~/domain/invoice-balance'
import { takeInstalmentEdge, takePlanEdge, type Instalment, type PaymentPlan } from '~/domain/payment-plan'
import { computeShareLeft } from '~/domain/plan-progress'
import { computeUnearned } from '~/domain/unearned-interest'
import type { PlanBooks } from './carry-plans'
import { creditPlanCharges } from './credit-plan-charges'
import { lockInvoices } from './invoice-ledger'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { recordPlanStep, type RecordedPlanStep } from './record-plan-step'

export interface PlanEnd extends Pick<RecordedPlanStep, 'side' | 'author' | 'authorName' | 'text'> {
  status: 'defaulted' | 'canceled' | 'superseded'
  at: Date
  today: CalendarDay
}

/**
 * Ends a plan in force before it is paid: what is left of its instalments is canceled, what they were to pay is due again,
 * and interest that is not earned by then is credited. What was paid stays paid. The plan and its invoices are locked, and
 * no payment for it is under way.
 */
export async function endPlan(
  { ids }: { ids: IdSource },
  transaction: Transaction,
  { plan, shares, instalments }: PlanBooks,
  { status, at, today, ...by }: PlanEnd,
): Promise<PaymentPlan> {
  const { creditorId } = plan
  const unearnedMinor = computeUnearned(plan, instalments, today)
  const canceled = instalments
    .filter((instalment) => instalment.status !== 'paid')
    .map((instalment): Instalment => ({
      ...instalment,
      ...{ status: takeInstalmentEdge(instalment.status, 'canceled').to, nextAttemptAt: null, endedAt: at },
    }))
  await transaction.plans.saveInstalments(plan, canceled)
  const after = instalments.map((one) => canceled.find(({ number }) => number === one.number) ?? one)
  // A plan of which nothing was due yet was never begun; only one that was can default.
  const begun: PaymentPlan =
    plan.status === 'agreed' && status === 'defaulted' ? { ...plan, status: takePlanEdge('agreed', 'active').to } : plan
  const ended = await recordPlanStep(
    transaction,
    { plan: begun, shares, instalments: after },
    {
      ...by,
      ...{ ids, at, status, step: status, endedAt: at, endedReason: status },
      reports: takePlanEdge(begun.status, status).reports,
    },
  )
  const ledger = await lockInvoices(
    transaction,
    creditorId,
    shares.map(({ invoiceId }) => invoiceId),
  )
  for (const share of shares) {
    const leftMinor = computeShareLeft(share)
    ledger.change(share.invoiceId, (invoice) => unplan(invoice, Math.min(leftMinor, invoice.plannedMinor)))
  }
  await ledger.save({ ids, at })
  await creditPlanCharges({ ids, at, today }, transaction, ended, unearnedMinor)
  return ended
}
