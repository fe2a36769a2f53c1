/** Why an invoice's due-now amount is what it is: the steps from what was invoiced, each with its rule. */
import { computeDueNow, type InvoiceBalance } from './invoice-balance'

export type DueNowStep =
  /** BT-115. */
  | { readonly kind: 'payable'; readonly amountMinor: number }
  /** Payments, credits, discounts and write-offs so far; not positive. */
  | { readonly kind: 'allocated'; readonly amountMinor: number }
  | { readonly kind: 'open'; readonly amountMinor: number }
  /** Claims under review; not positive. */
  | { readonly kind: 'disputed'; readonly amountMinor: number }
  /** Payments under way; not positive. */
  | { readonly kind: 'pending'; readonly amountMinor: number }
  /** What instalments that were agreed will pay; not positive. */
  | { readonly kind: 'planned'; readonly amountMinor: number }
  | { readonly kind: 'due_now'; readonly amountMinor: number }

/**
 * The steps in order; those that change nothing are left out. The signed steps between `payable` and `due_now` lead
 * from one to the other (`open` is a subtotal on the way). Only a dispute that overlaps a payment under way can make
 * the sum fall short of zero; then the last step, which is never negative, stands at zero.
 */
export function explainDueNow(
  balance: Pick<InvoiceBalance, 'payableMinor' | 'openMinor' | 'disputedMinor' | 'pendingMinor' | 'plannedMinor'>,
): DueNowStep[] {
  const allocatedMinor = balance.payableMinor - balance.openMinor
  const steps: DueNowStep[] = [{ kind: 'payable', amountMinor: balance.payableMinor }]
  if (allocatedMinor !== 0) steps.push({ kind: 'allocated', amountMinor: -allocatedMinor })
  const isReduced = balance.disputedMinor !== 0 || balance.pendingMinor !== 0 || balance.plannedMinor !== 0
  if (allocatedMinor !== 0 && isReduced) steps.push({ kind: 'open', amountMinor: balance.openMinor })
  if (balance.disputedMinor !== 0) steps.push({ kind: 'disputed', amountMinor: -balance.disputedMinor })
  if (balance.pendingMinor !== 0) steps.push({ kind: 'pending', amountMinor: -balance.pendingMinor })
  if (balance.plannedMinor !== 0) steps.push({ kind: 'planned', amountMinor: -balance.plannedMinor })
  steps.push({ kind: 'due_now', amountMinor: computeDueNow(balance) })
  return steps
}
