import type { CurrencyCode } from './currency'

/** A settlement discount that was taken; what it settles of the invoice, the event of the payment or the credits tells. */
export interface OutcomeDiscount {
  /** Number of the invoice. */
  invoice: string
  currency: CurrencyCode
  /** Negative where an earlier one is taken back. `tax` sums to it. */
  amountMinor: number
  /** What the rate applied to. */
  baseMinor: number
  source: 'document' | 'policy' | 'sliding'
  rateBps: number
  /** Last calendar day on which it could be taken. */
  deadlineOn: string
  taxMode: 'included' | 'excluded' | 'mixed'
  /** By rate: what it takes off the taxable amount and off the tax. */
  tax: { category: string; percent?: string; netMinor: number; taxMinor: number }[]
  /** Of the credit note that states it. */
  noteNumber?: string
}
