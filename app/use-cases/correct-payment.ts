import { createHash } from 'node:crypto'
import type { CreditorId, PaymentId } from '~/domain/ids'
import { hasPaymentSucceeded, type Payment } from '~/domain/payment'
import { computeKeptChange, computeRefundable, type PaymentReversal } from '~/domain/payment-reversal'
import { fail, succeed, type Result } from '~/domain/result'
import type { PaymentServices } from './payment-services'
import { recordReversal } from './record-reversal'
import type { SettlementSteps } from './settle-payment'

export interface CorrectionInput {
  creditorId: CreditorId
  paymentId: string
  /** Of the payment's currency; null for all that is kept. */
  amountMinor: number | null
  reason: string
  /** Of the form or the request: its repetition is the same correction. */
  idempotencyKey: string
  /** 'user:<id>' or 'key:<id>' */
  requestedBy: string
}

/** `not_correctable`: money that a provider moved goes back by a refund. The others are as for a refund. */
export type CorrectionRefusal =
  | { kind: 'unknown_payment' | 'not_correctable' | 'nothing_left' | 'key_reused' }
  | { kind: 'amount_too_high'; refundableMinor: number }

/**
 * Takes back, in the books, what the creditor itself had entered or a bank had booked: a mistake, or money that was
 * handed back outside the portal. It takes effect at once and is reported with its reason.
 */
export async function correctPayment(
  { unitOfWork, clock, ids }: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>,
  input: CorrectionInput,
): Promise<Result<PaymentReversal, CorrectionRefusal>> {
  const { creditorId } = input
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const payment = await transaction.payments.lock(creditorId, input.paymentId as PaymentId)
    if (!payment) return fail({ kind: 'unknown_payment' })
    const earlier = await transaction.paymentReversals.findByIdempotencyKey(creditorId, input.idempotencyKey)
    if (earlier) return earlier.requestSha256 === hashRequest(input) ? succeed(earlier) : fail({ kind: 'key_reused' })
    if (!canCorrect(payment)) return fail({ kind: 'not_correctable' })
    const reversals = await transaction.paymentReversals.listByPayment(creditorId, payment.id)
    const refundableMinor = computeRefundable(payment, reversals)
    if (refundableMinor === 0) return fail({ kind: 'nothing_left' })
    const amountMinor = input.amountMinor ?? refundableMinor
    if (amountMinor > refundableMinor) return fail({ kind: 'amount_too_high', refundableMinor })

    const { reason, requestedBy, idempotencyKey } = input
    const request = { amountMinor, reason, requestedBy, idempotencyKey, requestSha256: hashRequest(input) }
    return succeed(await takeBack({ transaction, ids, clock }, payment, request))
  })
}

type Correction = Pick<PaymentReversal, 'amountMinor' | 'reason' | 'requestedBy' | 'idempotencyKey' | 'requestSha256'>

/** Carries a correction out: a step of a transaction that has locked the payment, of no more than is left of it. */
export async function takeBack(
  steps: SettlementSteps,
  payment: Payment,
  correction: Correction,
): Promise<PaymentReversal> {
  const { transaction, ids, clock } = steps
  const { creditorId, debtorId, id: paymentId } = payment
  const now = clock.now()
  const reversal: PaymentReversal = {
    ...correction,
    ...{ id: ids.uuid(), creditorId, debtorId, paymentId, kind: 'correction', status: 'taken' },
    ...{ gatewayReference: null, failureCode: null, createdAt: now, takenAt: now, endedAt: null },
  }
  const reversals = await transaction.paymentReversals.listByPayment(creditorId, paymentId)
  const change = computeKeptChange(payment, [...reversals, reversal], reversal)
  const verdict = { kind: 'change', reversal, isNew: true, change } as const
  await recordReversal(steps, payment, verdict, { at: now, cause: 'console' })
  return reversal
}

/** Whether the creditor may take a payment back in the books alone. */
export function canCorrect(payment: Pick<Payment, 'gateway' | 'status'>): boolean {
  return (payment.gateway === 'manual' || payment.gateway === 'bank-transfer') && hasPaymentSucceeded(payment.status)
}

function hashRequest({ paymentId, amountMinor, reason }: CorrectionInput): string {
  return createHash('sha256')
    .update(JSON.stringify(['correction', paymentId, amountMinor, reason]))
    .digest('hex')
}
