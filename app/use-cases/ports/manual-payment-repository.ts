import type { CreditorId, PaymentId } from '~/domain/ids'
import type { ManualPayment } from '~/domain/manual-payment'

/** What creditors entered of money that came on another way. Append-only. */
export interface ManualPaymentRepository {
  insert(manual: ManualPayment): Promise<void>
  findByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<ManualPayment | null>
}
