import type { Payment } from '~/domain/payment'
import type { ReversalVerdict } from '~/domain/payment-reversal'
import { followEarlyCredit } from './follow-early-credit'
import { followWaivers } from './follow-waivers'
import type { BooksChange } from './payment-books'
import type { TransitionCause } from './ports/payment-repository'
import { reinstateSettlement } from './reinstate-settlement'
import { describePaymentOutcome } from './report-payment'
import { reverseSettlement } from './reverse-settlement'
import type { SettlementSteps } from './settle-payment'

const NO_CHANGE: BooksChange = { invoices: [], unappliedCredits: [], discounts: [] }

/**
 * Keeps a refund, chargeback or correction as it now is, and has the books follow: what went back is taken from
 * credits and invoices, what came again is put there, and the creditor is told. The payment is locked by the
 * surrounding transaction.
 */
export async function recordReversal(
  steps: SettlementSteps,
  payment: Payment,
  { reversal, isNew, change }: Extract<ReversalVerdict, { kind: 'change' }>,
  because: TransitionCause,
): Promise<Payment> {
  const { transaction, ids } = steps
  if (!isNew) await transaction.paymentReversals.save(reversal)
  else if (!(await transaction.paymentReversals.insert(reversal))) {
    throw new Error(`reversal ${reversal.id} of payment ${payment.id} is there already`)
  }
  const { status, refundedMinor, chargedBackMinor, keptDeltaMinor, worthDeltaMinor, reports } = change
  if (reports === null) return payment
  const changed: Payment = { ...payment, status, refundedMinor, chargedBackMinor }
  const { invoices, unappliedCredits, discounts } = await moveSettlement(steps, payment, worthDeltaMinor, because.at)
  const edge = { from: payment.status, to: status, reports }
  await transaction.payments.save(changed, [{ ...edge, id: ids.uuid() }], because)
  await transaction.outcomeLog.append(
    describePaymentOutcome(reports, changed, because.at, {
      reversedMinor: Math.max(0, -keptDeltaMinor),
      reinstatedMinor: Math.max(0, keptDeltaMinor),
      movedWorthMinor: Math.abs(worthDeltaMinor),
      reason: reversal.reason,
      invoices,
      ...(unappliedCredits.length > 0 ? { unappliedCredits } : {}),
    }),
  )
  for (const event of discounts) await transaction.outcomeLog.append(event)
  for (const event of await followWaivers(steps, changed)) await transaction.outcomeLog.append(event)
  await followEarlyCredit(steps, changed)
  await transaction.debtors.raiseVersion(payment.creditorId, [payment.debtorId])
  return changed
}

function moveSettlement(
  steps: SettlementSteps,
  payment: Payment,
  worthDeltaMinor: number,
  at: Date,
): Promise<BooksChange> {
  if (worthDeltaMinor < 0) return reverseSettlement(steps, payment, -worthDeltaMinor)
  if (worthDeltaMinor > 0) return reinstateSettlement(steps, payment, { worthMinor: worthDeltaMinor, at })
  return Promise.resolve(NO_CHANGE)
}
