import type { CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'

/** The debtor's word that it has ordered a transfer. */
export interface RemittanceNotice {
  id: string
  creditorId: CreditorId
  debtorId: DebtorId
  paymentId: PaymentId
  paidOn: CalendarDay
  /** Of the payment's currency. */
  amountMinor: number
  note: string | null
  createdAt: Date
}

export interface RemittanceNoticeRepository {
  insert(notice: RemittanceNotice): Promise<void>
  /** Oldest first. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<RemittanceNotice[]>
}
