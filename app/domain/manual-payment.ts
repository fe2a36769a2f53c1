/** Money that reached the creditor on another way than by a provider, as the creditor entered it. */
import type { CalendarDay } from './calendar-day'
import type { CreditorId, DebtorId, PaymentId } from './ids'

export const MANUAL_WAYS = ['cash', 'cheque', 'bank_transfer', 'other'] as const

export type ManualWay = (typeof MANUAL_WAYS)[number]

export interface ManualPayment {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly paymentId: PaymentId
  readonly way: ManualWay
  /** In the creditor's time zone. */
  readonly receivedOn: CalendarDay
  /** Of the cheque, the receipt, the booking. */
  readonly externalReference: string | null
  readonly note: string | null
  /** 'user:<id>' or 'key:<id>' */
  readonly recordedBy: string
  readonly recordedAt: Date
}

export function isManualWay(text: string): text is ManualWay {
  return MANUAL_WAYS.some((way) => way === text)
}
