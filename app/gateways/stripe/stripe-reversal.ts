/** What a refund, a card holder's dispute or the late failure of a debit means for the money that came in. */
import { multiplyRatio, type Money } from '~/domain/money'
import type { GatewayReversal } from '~/use-cases/ports/payment-gateway'
import { readRefundMetadata } from './stripe-metadata'
import { readStripeMoney } from './stripe-money'
import type { StripeBalanceTransaction, StripeCharge, StripeDispute, StripeRefund } from './stripe-objects'

/** `pending`: nothing has moved yet, or nothing ever did. */
export type ReversalStatus = 'pending' | 'taken' | 'returned'

/** Why banks return a debit that was good for days; nobody contests it, though Stripe calls it a dispute. */
const RETURNED_BY_BANK = new Set(['bank_cannot_process', 'incorrect_account_details', 'insufficient_funds'])

const LATE_FAILURE = 'late_failure'

export function describeRefund(refund: StripeRefund): GatewayReversal {
  const known = readRefundMetadata(refund.metadata)
  const reason = refund.failure_reason ?? refund.reason
  return {
    gatewayReference: refund.id,
    ...(known ? { reversalId: known.reversalId } : {}),
    ...(reason ? { reason } : {}),
  }
}

export function readRefundStatus({ status }: StripeRefund): ReversalStatus {
  if (status === 'succeeded') return 'taken'
  return status === 'failed' || status === 'canceled' ? 'returned' : 'pending'
}

export function describeDispute({ id, reason }: StripeDispute): GatewayReversal {
  return { gatewayReference: id, reason: RETURNED_BY_BANK.has(reason) ? LATE_FAILURE : reason }
}

/** Stripe takes the money when a dispute opens. An inquiry (`warning_…`) and one that was prevented take none. */
export function readDisputeStatus({ status }: StripeDispute): ReversalStatus {
  if (status === 'won') return 'returned'
  return status === 'prevented' || status.startsWith('warning_') ? 'pending' : 'taken'
}

/** A debit that Stripe had paid in before the bank returned it. A charge that simply failed moved nothing. */
export function isLateFailure({ status, failure_balance_transaction: takenBack }: StripeCharge): boolean {
  return status === 'failed' && takenBack !== null && takenBack !== undefined
}

export function describeLateFailure({ id }: StripeCharge): GatewayReversal {
  return { gatewayReference: id, reason: LATE_FAILURE }
}

/** What had not been refunded before, as the charge has it at that moment. */
export function readLateFailureAmount({ amount, amount_refunded: refunded, currency }: StripeCharge): Money {
  return readStripeMoney(amount - refunded, currency)
}

/**
 * What was taken back, as the balance has it: the charge itself says less once a refund of before has failed. The
 * balance can be in another currency than the charge, so it gives the share.
 */
export function readTakenBackAmount(
  charge: StripeCharge,
  came: StripeBalanceTransaction,
  went: StripeBalanceTransaction,
): Money {
  return readStripeMoney(multiplyRatio(charge.amount, -went.amount, came.amount), charge.currency)
}
