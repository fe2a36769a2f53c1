import type { CreditorId, PaymentId } from '~/domain/ids'
import type { PaymentReversal } from '~/domain/payment-reversal'

/** Refunds, chargebacks and corrections. Written only under the lock of their payment. */
export interface PaymentReversalRepository {
  findById(creditorId: CreditorId, id: string): Promise<PaymentReversal | null>
  findByIdempotencyKey(creditorId: CreditorId, key: string): Promise<PaymentReversal | null>
  /** Oldest first. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<PaymentReversal[]>
  /** False when the creditor has one with the same idempotency key. */
  insert(reversal: PaymentReversal): Promise<boolean>
  save(reversal: PaymentReversal): Promise<void>
  /** Of one that turned out to be another. */
  remove(creditorId: CreditorId, id: string): Promise<void>
}
