/** Where a provider's books of a payment say something else than ours. */

/**
 * `missed_event`: something happened there that we had not been told. `status`: the payment stands otherwise. `amount`:
 * another sum was received. `reversal`: a refund or chargeback differs.
 */
export const DIFFERENCE_KINDS = ['missed_event', 'status', 'amount', 'reversal'] as const

export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number]

/** What one side's books say. Amounts are minor units of `currency`. */
export interface BooksSide {
  /** Of the payment; of the refund or chargeback where that differs. Absent where there is no such thing. */
  readonly status?: string
  readonly amountMinor?: number
  readonly currency?: string
  /** The provider's id of the refund or chargeback that differs. */
  readonly reference?: string
}
