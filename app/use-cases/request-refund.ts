import { createHash } from 'node:crypto'
import type { CreditorId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import { hasPaymentSucceeded, type Payment } from '~/domain/payment'
import { computeAmountWorth, computeRefundable, type PaymentReversal } from '~/domain/payment-reversal'
import { fail, succeed, type Result } from '~/domain/result'
import type { PaymentServices } from './payment-services'
import type { Transaction } from './ports/unit-of-work'

export interface RefundInput {
  creditorId: CreditorId
  paymentId: string
  /** Of the payment's currency; null for all that may be asked back. */
  amountMinor: number | null
  /** The refund is of this credit, which the payment left, and takes no more than is left of it. */
  unappliedCreditId: string | null
  /** The creditor's, told to the provider and reported. */
  reason: string
  /** Of the form or the request: its repetition is the same refund. */
  idempotencyKey: string
  /** 'user:<id>' or 'key:<id>' */
  requestedBy: string
}

/**
 * `not_refundable`: it has brought in nothing, or no provider of it can be asked. `amount_too_high`: more than
 * `refundableMinor`. `nothing_left`: everything has gone back or is about to. `key_reused`: the key was used for
 * another refund.
 */
export type RefundRefusal =
  | { kind: 'unknown_payment' | 'unknown_credit' | 'not_refundable' | 'nothing_left' | 'key_reused' }
  | { kind: 'amount_too_high'; refundableMinor: number }

/**
 * Asks for money to go back to whoever paid. The request is on record before the provider hears of it, and a job asks
 * as often as it takes under one key, so that nothing is refunded twice and nothing asked for is forgotten. Never more
 * than is kept of the payment and not asked back already, decided under its lock.
 */
export async function requestRefund(
  services: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids' | 'gateways'>,
  input: RefundInput,
): Promise<Result<PaymentReversal, RefundRefusal>> {
  const { creditorId } = input
  return services.unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const payment = await transaction.payments.lock(creditorId, input.paymentId as PaymentId)
    if (!payment) return fail({ kind: 'unknown_payment' })
    const earlier = await findEarlier(transaction, input)
    if (earlier) return earlier
    if (!hasPaymentSucceeded(payment.status) || !canRefund(services, payment)) return fail({ kind: 'not_refundable' })
    const refundable = await computeLimit(transaction, payment, input.unappliedCreditId)
    if (!refundable.ok) return refundable
    const refundableMinor = refundable.value
    if (refundableMinor === 0) return fail({ kind: 'nothing_left' })
    const amountMinor = input.amountMinor ?? refundableMinor
    if (amountMinor > refundableMinor) return fail({ kind: 'amount_too_high', refundableMinor })

    const { id: paymentId, debtorId } = payment
    const reversal: PaymentReversal = {
      id: services.ids.uuid(),
      creditorId,
      debtorId,
      paymentId,
      kind: 'refund',
      status: 'requested',
      amountMinor,
      gatewayReference: null,
      idempotencyKey: input.idempotencyKey,
      requestSha256: hashRequest(input),
      reason: input.reason,
      requestedBy: input.requestedBy,
      failureCode: null,
      createdAt: services.clock.now(),
      takenAt: null,
      endedAt: null,
    }
    // The same key on another payment, at the same moment: the other was first.
    if (!(await transaction.paymentReversals.insert(reversal))) return fail({ kind: 'key_reused' })
    await transaction.jobs.enqueue('send-refund', { creditorId, debtorId, paymentId, reversalId: reversal.id })
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(reversal)
  })
}

/** Whether a provider can be asked to give money of this payment back. */
export function canRefund({ gateways }: Pick<PaymentServices, 'gateways'>, payment: Pick<Payment, 'gateway'>): boolean {
  return payment.gateway !== 'manual' && payment.gateway !== 'bank-transfer' && gateways.has(payment.gateway)
}

async function findEarlier(
  { paymentReversals }: Transaction,
  input: RefundInput,
): Promise<Result<PaymentReversal, RefundRefusal> | null> {
  const earlier = await paymentReversals.findByIdempotencyKey(input.creditorId, input.idempotencyKey)
  if (!earlier) return null
  return earlier.requestSha256 === hashRequest(input) ? succeed(earlier) : fail({ kind: 'key_reused' })
}

async function computeLimit(
  transaction: Transaction,
  payment: Payment,
  unappliedCreditId: string | null,
): Promise<Result<number, RefundRefusal>> {
  const reversals = await transaction.paymentReversals.listByPayment(payment.creditorId, payment.id)
  const refundableMinor = computeRefundable(payment, reversals)
  if (unappliedCreditId === null) return succeed(refundableMinor)
  const [credit] = await transaction.credits.lockByIds(payment.creditorId, [unappliedCreditId as UnappliedCreditId])
  if (credit?.paymentId !== payment.id) return fail({ kind: 'unknown_credit' })
  // Refunds under way take the credit first, wherever they were asked for.
  const underWayMinor = reversals
    .filter(({ status }) => status === 'requested' || status === 'pending')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const creditMinor = Math.max(0, computeAmountWorth(payment, credit.openMinor) - underWayMinor)
  return succeed(Math.min(refundableMinor, creditMinor))
}

function hashRequest({ paymentId, amountMinor, unappliedCreditId, reason }: RefundInput): string {
  return createHash('sha256')
    .update(JSON.stringify([paymentId, amountMinor, unappliedCreditId, reason]))
    .digest('hex')
}
