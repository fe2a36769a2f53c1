import type { CurrencyCode } from './currency'

/** The payment an event is about, as it stands after the event. */
export interface OutcomePayment {
  id: string
  reference: string
  status: string
  /** What was paid; before it succeeds, what was asked for. */
  amountMinor: number
  /** What was asked for, where the provider took another amount. */
  requestedMinor?: number
  currency: CurrencyCode
  gateway: string
  gatewayReference?: string
  method?: string
  failureCode?: string
  /** Of money that came on another way than by a provider: the day, the booking's own reference, and what was noted. */
  receivedOn?: string
  externalReference?: string
  note?: string
  /** The invoices' currency and what the payment settles in it, where it was charged in another. */
  settledCurrency?: CurrencyCode
  settledMinor?: number
  /** Of this event where it is a refund or a chargeback; positive. */
  reversedMinor?: number
  /** Of this event where money that went back came again; positive. */
  reinstatedMinor?: number
  /** The same in `settledCurrency`, where there is one. */
  reversedSettledMinor?: number
  reinstatedSettledMinor?: number
  /** Why, where the event is a refund, a chargeback or a correction and somebody said so. */
  reason?: string
  /** In all so far. */
  refundedMinor?: number
  chargedBackMinor?: number
  /** True when the provider's success came after the payment had been canceled or had expired here. */
  late?: boolean
}
