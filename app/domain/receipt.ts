/** What a receipt adds up: what came in is what was put towards invoices, what is kept, and what went back. */
import { computeKept, computeWorth, type Payment } from './payment'

export interface ReceiptSums {
  /** Put towards invoices, by the payment and by credits. */
  readonly cashMinor: number
  readonly creditMinor: number
  /** What was received, in the invoices' currency. */
  readonly receivedWorthMinor: number
  /** Refunded or charged back since. */
  readonly backMinor: number
  /** Kept for the debtor as credit. */
  readonly restMinor: number
}

/** All amounts but the payment's own are in the invoices' currency. `payment` is null where credits were enough. */
export function sumReceipt({
  payment,
  items,
}: {
  readonly payment: Payment | null
  readonly items: readonly { readonly cashMinor: number; readonly creditMinor: number }[]
}): ReceiptSums {
  const cashMinor = items.reduce((sum, item) => sum + item.cashMinor, 0)
  const creditMinor = items.reduce((sum, item) => sum + item.creditMinor, 0)
  const worth = (amountMinor: number) => (payment ? computeWorth(payment, amountMinor) : 0)
  const receivedWorthMinor = worth(payment?.receivedMinor ?? 0)
  const backMinor = payment ? receivedWorthMinor - worth(computeKept(payment)) : 0
  // Whatever went back was taken from the rest first: the lines always sum to what was received.
  return {
    cashMinor,
    creditMinor,
    receivedWorthMinor,
    backMinor,
    restMinor: receivedWorthMinor - cashMinor - backMinor,
  }
}
