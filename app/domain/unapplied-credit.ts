/**
 * Money in the debtor's favour: credit notes, and payments beyond what was open. Both are used the same way, oldest
 * first, on invoices of the same currency and the same debtor.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InvoiceId, PaymentId, UnappliedCreditId } from './ids'

/** Money of the debtor beyond what its invoices were open for: shown, usable, refundable. */
export interface UnappliedCredit {
  readonly id: UnappliedCreditId
  readonly currency: CurrencyCode
  /** The payment that left it. */
  readonly paymentId: PaymentId
  readonly amountMinor: number
  readonly openMinor: number
  readonly at: Date
}

/** A credit as it is offered and used. */
export type UsableCredit =
  | ({
      readonly kind: 'credit_note'
      readonly id: InvoiceId
      readonly label: string
      readonly since: CalendarDay
    } & CreditAmount)
  | ({
      readonly kind: 'unapplied_credit'
      readonly id: UnappliedCreditId
      /** The reference of the payment that left it. */
      readonly label: string
      /** The day it arose, in the creditor's time zone. */
      readonly since: CalendarDay
    } & CreditAmount)

interface CreditAmount {
  readonly currency: CurrencyCode
  readonly openMinor: number
}

/** Oldest first; ties by what people read. */
export function compareOldestCredit(
  left: Pick<UsableCredit, 'since' | 'label'>,
  right: Pick<UsableCredit, 'since' | 'label'>,
): number {
  return compareText(left.since, right.since) || compareText(left.label, right.label)
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
