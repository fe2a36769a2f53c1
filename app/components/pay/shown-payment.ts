import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { FxQuote } from '~/domain/fx-quote'
import type { Payment } from '~/domain/payment'
import type { DiscountTaxPart } from '~/domain/settlement-discount'

/** One invoice of a payment. Amounts are minor units of its currency. */
export interface ShownItem {
  number: string
  /** To be paid of it in money, and what was paid after refunds. */
  intendedMinor: number
  cashMinor: number
  creditMinor: number
  /** The settlement discount that was taken with it, and the one that was promised for it. */
  discountMinor: number
  promisedDiscountMinor: number
  openMinor: number
}

/** A settlement discount that was taken, or taken back. */
export interface ShownDiscount {
  id: string
  /** The invoice's. */
  number: string
  amountMinor: number
  taxParts: readonly DiscountTaxPart[]
  /** Of its credit note. */
  noteNumber: string | null
}

export interface ShownCredit {
  kind: 'credit_note' | 'unapplied_credit'
  label: string
  amountMinor: number
}

/** A payment as its pages show it; `payment` is null where credits were enough. */
export interface ShownPayment {
  id: string
  reference: string
  /** Of the invoices, and of every amount here but the payment's own. */
  currency: CurrencyCode
  startedAt: Date
  payment: Payment | null
  quote: FxQuote | null
  items: readonly ShownItem[]
  credits: readonly ShownCredit[]
  discounts: readonly ShownDiscount[]
  /** The last day on which a transfer may arrive for its discount; null for none. */
  discountReceivedByOn: CalendarDay | null
  unappliedMinor: number
  continueUrl: string | null
  canCancel: boolean
  awaitsOutcome: boolean
  hasReceipt: boolean
}

export function sumAmounts<Key extends string>(parts: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return parts.reduce((sum, part) => sum + part[key], 0)
}
