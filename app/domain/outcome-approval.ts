import type { CurrencyCode } from './currency'

/** A payment that needs a second person, or the limit above which one does. */
export interface OutcomeApproval {
  /** Of the request; absent where the limit was changed. */
  id?: string
  currency: CurrencyCode
  amountMinor?: number
  /** Null where the debtor ended the limit. */
  limitMinor: number | null
  documents?: string[]
  requestedBy?: string
  decidedBy?: string
  reason?: string
  /** Until when it waits. */
  expiresAt?: string
  /** What it became. */
  paymentId?: string
}
