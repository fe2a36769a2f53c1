/**
 * The double's own books: every movement of money, written at the moment it happens and never changed. Tests hold what
 * the product says against them.
 */

/**
 * `charged_back` money left by a dispute, `reinstated` came back by one won; `reversed` is a debit the bank called back
 * after it had succeeded; `refund_failed` returns what a refund had taken.
 */
export type MovementKind = 'captured' | 'refunded' | 'refund_failed' | 'charged_back' | 'reinstated' | 'reversed'

export interface Movement {
  at: Date
  paymentIntent: string
  kind: MovementKind
  /** Positive, in the units of Stripe's API for the currency. */
  amount: number
  currency: string
  /** The charge, refund or dispute. */
  source: string
}

/** What became of one payment intent's money, in the units of Stripe's API. `currency` is in lower case. */
export interface Book {
  paymentIntent: string
  currency: string
  metadata: Readonly<Record<string, string>>
  captured: number
  /** Less refunds that failed; pending ones are included. */
  refunded: number
  /** Less what came back. */
  chargedBack: number
  reversed: number
  /** captured - refunded - chargedBack - reversed */
  held: number
}

/** @param movements Those of this intent. */
export function sumBook(
  movements: readonly Movement[],
  intent: { id: string; currency: string; metadata: Readonly<Record<string, string>> },
): Book {
  const sum = (kind: MovementKind) =>
    movements.filter((movement) => movement.kind === kind).reduce((total, movement) => total + movement.amount, 0)
  const captured = sum('captured')
  const refunded = sum('refunded') - sum('refund_failed')
  const chargedBack = sum('charged_back') - sum('reinstated')
  const reversed = sum('reversed')
  return {
    paymentIntent: intent.id,
    currency: intent.currency,
    metadata: intent.metadata,
    ...{ captured, refunded, chargedBack, reversed },
    held: captured - refunded - chargedBack - reversed,
  }
}
