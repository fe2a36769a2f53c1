/** Where a provider's books of a payment say something else than ours. */

/**
 * `missed_event`: something happened there that we had not been told. `status`: the payment stands otherwise. `amount`:
 * another sum was received. `reversal`: a refund or chargeback differs. `settlement`: what is kept of the payment and
 * paid out was told otherwise before.
 */
export const DIFFERENCE_KINDS = ['missed_event', 'status', 'amount', 'reversal', 'settlement'] as const

export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** What one side's books say. Amounts are minor units of `currency`. */
export interface BooksSide {
  /** Of the payment; of the refund or chargeback where that differs. Absent where there is no such thing. */
  readonly status?: string
  /** What is paid out where a settlement differs. */
  readonly amountMinor?: number
  readonly currency?: string
  /** Where a settlement differs: what the provider keeps, in the same currency. */
  readonly feeMinor?: number
  /** The provider's id of the refund or chargeback that differs, or of money that came beside what we know of. */
  readonly reference?: string
}
