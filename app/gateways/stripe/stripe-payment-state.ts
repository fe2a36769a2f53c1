/** A payment as Stripe's own books have it, put together from its objects. */
import type { Money } from '~/domain/money'
import type { GatewayPaymentState } from '~/use-cases/ports/payment-gateway'
import { readFailureCode } from './stripe-event'
import { readPaymentMetadata } from './stripe-metadata'
import { fromStripeMethodType } from './stripe-methods'
import { readStripeMoney, UnreadableAmount } from './stripe-money'
import type {
  StripeBalanceTransaction,
  StripeCharge,
  StripeDispute,
  StripePaymentIntent,
  StripeRefund,
  StripeSession,
} from './stripe-objects'
import {
  describeDispute,
  describeLateFailure,
  describeRefund,
  isLateFailure,
  readDisputeStatus,
  readLateFailureAmount,
  readRefundStatus,
  readTakenBackAmount,
} from './stripe-reversal'
import { readSavedMethod } from './stripe-saved-method'

/** What was read of one payment. */
export interface StripeBooks {
  /** Null where it was charged without the payer. */
  session: StripeSession | null
  /** Null while nobody has tried to pay. */
  intent: StripePaymentIntent | null
  /** The newest attempt. */
  charge: StripeCharge | null
  balanceTransaction: StripeBalanceTransaction | null
  /** Where the money was taken back after it had been paid in. */
  failureTransaction: StripeBalanceTransaction | null
  refunds: readonly StripeRefund[]
  disputes: readonly StripeDispute[]
}

type Reversal = GatewayPaymentState['reversals'][number]

export function describePaymentState(books: StripeBooks): GatewayPaymentState {
  const { intent, charge, balanceTransaction } = books
  const status = readStatus(books)
  const isPaid = status === 'succeeded'
  const failureCode = status === 'failed' && intent ? readFailureCode(intent) : undefined
  const keepsMethod = readPaymentMetadata(intent?.metadata)?.keepsMethod === true
  const methodType = charge?.payment_method_details?.type
  return {
    status,
    ...(intent ? { transactionReference: intent.id } : {}),
    ...(methodType === undefined ? {} : { method: fromStripeMethodType(methodType) }),
    ...(failureCode === undefined ? {} : { failureCode }),
    received: isPaid ? readReceived(books) : null,
    occurredAt: readInstant(books, isPaid),
    reversals: isPaid ? listReversals(books) : [],
    settlement: isPaid && balanceTransaction ? readSettlement(balanceTransaction) : null,
    savedMethod: isPaid && keepsMethod && charge ? readSavedMethod(charge) : null,
  }
}

function readStatus({ session, intent, charge }: StripeBooks): GatewayPaymentState['status'] {
  const cameAndWent = charge !== null && isLateFailure(charge)
  if (session?.payment_status === 'paid' || intent?.status === 'succeeded' || cameAndWent) return 'succeeded'
  if (session?.status === 'open') return 'pending'
  if (session?.status === 'expired') return 'expired'
  switch (intent?.status) {
    case 'canceled':
      return 'canceled'
    // Without the payer nobody is there to act; while one acts on Stripe's page, the session is open.
    case 'requires_action':
    case 'requires_payment_method':
      return 'failed'
    case 'processing':
      return 'processing'
    default:
      return session ? 'processing' : 'pending'
  }
}

function readReceived({ session, intent, charge }: StripeBooks): Money | null {
  if (intent && intent.amount_received > 0) return readStripeMoney(intent.amount_received, intent.currency)
  if (charge) return readStripeMoney(charge.amount, charge.currency)
  return session?.amount_total && session.currency ? readStripeMoney(session.amount_total, session.currency) : null
}

/** When it was paid in, as near as Stripe tells; else when it began. */
function readInstant({ session, intent, charge, balanceTransaction }: StripeBooks, isPaid: boolean): Date {
  const paidAt = isPaid ? (balanceTransaction?.created ?? charge?.created) : undefined
  return toInstant(paidAt ?? intent?.created ?? session?.created ?? 0)
}

function listReversals({ charge, balanceTransaction, failureTransaction, refunds, disputes }: StripeBooks): Reversal[] {
  return [
    ...refunds.map((refund): Reversal => ({
      kind: 'refund',
      status: readRefundStatus(refund),
      reversal: describeRefund(refund),
      amount: readStripeMoney(refund.amount, refund.currency),
      occurredAt: toInstant(refund.created),
    })),
    ...disputes.map((dispute): Reversal => ({
      kind: 'chargeback',
      status: readDisputeStatus(dispute),
      reversal: describeDispute(dispute),
      amount: readStripeMoney(dispute.amount, dispute.currency),
      occurredAt: toInstant(dispute.created),
    })),
    ...(charge && isLateFailure(charge)
      ? [
          {
            kind: 'chargeback' as const,
            status: 'taken' as const,
            reversal: describeLateFailure(charge),
            amount:
              balanceTransaction && failureTransaction
                ? readTakenBackAmount(charge, balanceTransaction, failureTransaction)
                : readLateFailureAmount(charge),
            occurredAt: toInstant(charge.created),
          },
        ]
      : []),
  ]
}

/** Null where a fee is a part of the smallest unit, which can be in a currency that Stripe counts more finely. */
function readSettlement(movement: StripeBalanceTransaction): GatewayPaymentState['settlement'] {
  const { currency, exchange_rate: rate } = movement
  try {
    return {
      gross: readStripeMoney(movement.amount, currency),
      fee: readStripeMoney(movement.fee, currency),
      net: readStripeMoney(movement.net, currency),
      exchangeRate: rate === null || rate === undefined ? null : String(rate),
    }
  } catch (error) {
    if (error instanceof UnreadableAmount) return null
    throw error
  }
}

function toInstant(seconds: number): Date {
  return new Date(seconds * 1000)
}
