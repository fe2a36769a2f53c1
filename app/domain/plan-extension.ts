/**
 * A plan in force that takes in more invoices: a new version of it takes its place, over what is left of its own invoices
 * and what is added. Amounts are minor units of the plan's currency.
 */
import type { InvoiceId, PlanId } from './ids'
import { computeCapacity, unplan, type InvoiceBalance } from './invoice-balance'
import type { PlanInvoice } from './payment-plan'
import { computeShareLeft } from './plan-progress'

/** The plan that a new version is to take the place of. */
export interface ExtendedPlan {
  readonly id: PlanId
  readonly reference: string
  /** Of the invoices of which something is left to pay by it: the new version takes all of them. */
  readonly numbers: readonly string[]
}

export interface PlanRelease {
  readonly shares: readonly PlanInvoice[]
  readonly chargeInvoiceId: InvoiceId | null
  /** What of its charges is credited when it ends. */
  readonly unearnedMinor: number
  /** What open disputes claim of each invoice, however much of it is planned. */
  readonly claims: ReadonlyMap<InvoiceId, number>
}

/**
 * Balances as they are once a plan has ended: what its instalments were to pay is due again, or disputed, and charges that
 * are not earned are credited to their note. No payment for the plan is under way. The order is kept.
 */
export function releasePlan(balances: readonly InvoiceBalance[], release: PlanRelease): InvoiceBalance[] {
  const { shares, chargeInvoiceId, unearnedMinor, claims } = release
  return balances.map((balance) => {
    const share = shares.find(({ invoiceId }) => invoiceId === balance.id)
    if (!share) return balance
    const freed = unplan(balance, Math.min(computeShareLeft(share), balance.plannedMinor))
    const undisputed = { ...freed, disputedMinor: computeDisputed(freed, claims) }
    if (balance.id !== chargeInvoiceId) return undisputed
    const creditedMinor = Math.min(unearnedMinor, computeCapacity(undisputed, 0))
    const credited = { ...undisputed, openMinor: undisputed.openMinor - creditedMinor }
    return { ...credited, disputedMinor: computeDisputed(credited, claims) }
  })
}

/** A claim counts as far as nothing else takes the invoice. */
function computeDisputed(balance: InvoiceBalance, claims: PlanRelease['claims']): number {
  const freeMinor = balance.openMinor - balance.pendingMinor - balance.plannedMinor
  return Math.min(claims.get(balance.id) ?? 0, freeMinor)
}
