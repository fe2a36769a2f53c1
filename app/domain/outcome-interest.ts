import type { CurrencyCode } from './currency'

/**
 * Interest and compensation that a note billed, that was let go, or that is owed again because the money which a waiver
 * hung on went back. What settles a note, the event of the payment tells; what was let go and is owed again moves no
 * balance before a note bills it.
 */
export interface OutcomeInterest {
  /** Number of the invoice that was late. */
  invoice: string
  currency: CurrencyCode
  /** Number of the note; absent where something was let go. */
  note?: string
  /** Of the event: billed, let go as it had accrued by then, or owed again. Absent where nothing had accrued. */
  interestMinor?: number
  compensationMinor?: number
  /** Last calendar day whose interest it is; absent where all of it was let go, for good. */
  throughOn?: string
  /** Why it was let go: the creditor's words, or the reference of the settlement or quote that it comes of. */
  reason?: string
  /** Of the waiver: the same where it was let go and where it is owed again. */
  waiverId?: string
  /** Absent where a note bills. */
  waivedBy?: 'creditor' | 'settlement' | 'quote'
}
