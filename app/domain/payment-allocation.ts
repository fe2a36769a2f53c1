/**
 * How money settles invoices. Whatever happens, nothing is lost and nothing invented: the parts always sum to the
 * whole, and no invoice is ever paid beyond what is open of it and not reserved for somebody else.
 *
 * Amounts are minor units of one currency; the caller keeps currencies apart.
 */
import type { CalendarDay } from './calendar-day'
import type { InvoiceId } from './ids'

/** An amount of one invoice. */
export interface Portion {
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
}

/** What the order of settlement depends on. */
export interface DueOrder {
  readonly dueOn: CalendarDay
  readonly issueOn: CalendarDay
  readonly number: string
}

/** Oldest due first; ties by issue date, then by number. */
export function compareOldestDue(left: DueOrder, right: DueOrder): number {
  return (
    compareText(left.dueOn, right.dueOn) ||
    compareText(left.issueOn, right.issueOn) ||
    compareText(left.number, right.number)
  )
}

/**
 * Spreads one sum over invoices, oldest due first, each up to what is due now of it. `restMinor` is what no invoice
 * could take. Throws a RangeError for a negative sum.
 */
export function spreadOldestFirst(
  sumMinor: number,
  invoices: readonly (DueOrder & { readonly id: InvoiceId; readonly dueNowMinor: number })[],
): { portions: Portion[]; restMinor: number } {
  if (!Number.isSafeInteger(sumMinor) || sumMinor < 0) throw new RangeError(`cannot spread ${sumMinor}`)
  const portions: Portion[] = []
  let restMinor = sumMinor
  for (const invoice of invoices.toSorted(compareOldestDue)) {
    const amountMinor = Math.min(restMinor, invoice.dueNowMinor)
    if (amountMinor > 0) portions.push({ invoiceId: invoice.id, amountMinor })
    restMinor -= amountMinor
  }
  return { portions, restMinor }
}

/** What one credit pays of one invoice. */
export interface CreditUse<Credit> {
  readonly credit: Credit
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
}

/**
 * Divides what the debtor wants to settle between credits and money. Credits are used in the order given, on the
 * portions in the order given; the portions that are left are paid in cash. `amountMinor` of a credit is the most that
 * may be used of it.
 */
export function divideBetweenCreditsAndCash<Credit extends { readonly amountMinor: number }>(
  portions: readonly Portion[],
  credits: readonly Credit[],
): { uses: CreditUse<Credit>[]; cash: Portion[] } {
  const uses: CreditUse<Credit>[] = []
  const cash: Portion[] = []
  const left = credits.map((credit) => ({ credit, leftMinor: credit.amountMinor }))
  let next = 0
  for (const portion of portions) {
    let openMinor = portion.amountMinor
    for (let source = left[next]; source && openMinor > 0; source = left[next]) {
      const amountMinor = Math.min(openMinor, source.leftMinor)
      if (amountMinor > 0) uses.push({ credit: source.credit, invoiceId: portion.invoiceId, amountMinor })
      openMinor -= amountMinor
      source.leftMinor -= amountMinor
      if (source.leftMinor === 0) next += 1
    }
    if (openMinor > 0) cash.push({ invoiceId: portion.invoiceId, amountMinor: openMinor })
  }
  return { uses, cash }
}

/** One thing a payment was meant to settle, with what its invoice can still take from it. */
export interface SettlementTarget extends DueOrder {
  readonly invoiceId: InvoiceId
  /** What was intended. */
  readonly amountMinor: number
  /** The most the invoice can take now: open less disputed less what other payments have reserved. */
  readonly capacityMinor: number
}

/**
 * Settles what a payment really brought in: its intents oldest due first, each at most as intended and as the invoice
 * can take; what is left over becomes unapplied credit. The allocations and `unappliedMinor` sum to `receivedMinor`.
 */
export function settlePayment(
  receivedMinor: number,
  targets: readonly SettlementTarget[],
): { allocations: Portion[]; unappliedMinor: number } {
  const { portions, restMinor } = spreadOldestFirst(
    receivedMinor,
    targets.map((target) => ({
      ...target,
      id: target.invoiceId,
      dueNowMinor: Math.max(0, Math.min(target.amountMinor, target.capacityMinor)),
    })),
  )
  return { allocations: portions, unappliedMinor: restMinor }
}

/** A settlement that may be reversed: what is left of it after earlier reversals. */
export interface ReversibleAllocation {
  readonly id: string
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
  readonly at: Date
}

export interface ReversalSources<Credit extends { readonly openMinor: number }> {
  /** Unapplied credits that the payment left. */
  readonly credits: readonly Credit[]
  /** The payment's own cash on invoices. */
  readonly cash: readonly ReversibleAllocation[]
  /** Uses of those unapplied credits on other invoices. */
  readonly creditUses: readonly ReversibleAllocation[]
}

/**
 * Takes back what a refund or a chargeback took from a payment: first what is unused of its unapplied credit, then its
 * settlements, latest first, then the settlements its unapplied credit was used for. `restMinor` is what nothing was
 * left for; it is 0 as long as no more goes back than came in.
 */
export function reversePayment<Credit extends { readonly openMinor: number }>(
  amountMinor: number,
  sources: ReversalSources<Credit>,
): {
  creditReductions: { credit: Credit; amountMinor: number }[]
  reversals: { allocation: ReversibleAllocation; amountMinor: number }[]
  restMinor: number
} {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) throw new RangeError(`cannot reverse ${amountMinor}`)
  let restMinor = amountMinor
  const take = (availableMinor: number) => {
    const taken = Math.min(restMinor, availableMinor)
    restMinor -= taken
    return taken
  }
  const creditReductions = sources.credits
    .map((credit) => ({ credit, amountMinor: take(credit.openMinor) }))
    .filter((reduction) => reduction.amountMinor > 0)
  const reversals = [...latestFirst(sources.cash), ...latestFirst(sources.creditUses)]
    .map((allocation) => ({ allocation, amountMinor: take(allocation.amountMinor) }))
    .filter((reversal) => reversal.amountMinor > 0)
  return { creditReductions, reversals, restMinor }
}

/** A settlement that was reversed: `amountMinor` is what of it is taken back and not yet put again. */
export interface ReversedAllocation extends DueOrder {
  readonly id: string
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
}

export interface ReinstatementTargets<Credit> {
  readonly cash: readonly ReversedAllocation[]
  /** Reversed uses of the payment's unapplied credits. */
  readonly creditUses: readonly (ReversedAllocation & { readonly credit: Credit })[]
  /** The payment's unapplied credits, with what was taken back of each: never used, or used and reversed. */
  readonly credits: readonly { readonly credit: Credit; readonly takenMinor: number }[]
  /** The most each invoice can take now. */
  readonly capacities: ReadonlyMap<InvoiceId, number>
}

/**
 * Puts money that came again where it had been taken from, as `reversePayment` in reverse: on the invoices it had
 * settled, oldest due first and as far as they can take it, then on those its unapplied credit had settled, then on that
 * credit. `unappliedMinor` is what is left over and becomes a credit of its own.
 */
export function reinstatePayment<Credit>(
  amountMinor: number,
  targets: ReinstatementTargets<Credit>,
): {
  reinstatements: { allocation: ReversedAllocation; amountMinor: number }[]
  creditIncreases: { credit: Credit; amountMinor: number }[]
  unappliedMinor: number
} {
  if (!Number.isSafeInteger(amountMinor) || amountMinor < 0) throw new RangeError(`cannot reinstate ${amountMinor}`)
  let restMinor = amountMinor
  const capacities = new Map(targets.capacities)
  const put = (allocation: ReversedAllocation): number => {
    const capacityMinor = capacities.get(allocation.invoiceId) ?? 0
    const putMinor = Math.min(restMinor, allocation.amountMinor, capacityMinor)
    restMinor -= putMinor
    capacities.set(allocation.invoiceId, capacityMinor - putMinor)
    return putMinor
  }
  const usedAgain = new Map<Credit, number>()
  const cash = targets.cash
    .toSorted(compareOldestDue)
    .map((allocation) => ({ allocation, amountMinor: put(allocation) }))
  const uses = targets.creditUses.toSorted(compareOldestDue).map((allocation) => {
    const putMinor = put(allocation)
    usedAgain.set(allocation.credit, (usedAgain.get(allocation.credit) ?? 0) + putMinor)
    return { allocation, amountMinor: putMinor }
  })
  const creditIncreases = targets.credits.map(({ credit, takenMinor }) => {
    const increaseMinor = Math.min(restMinor, takenMinor - (usedAgain.get(credit) ?? 0))
    restMinor -= increaseMinor
    return { credit, amountMinor: increaseMinor }
  })
  const isSome = (part: { amountMinor: number }) => part.amountMinor > 0
  return {
    reinstatements: [...cash, ...uses].filter(isSome),
    creditIncreases: creditIncreases.filter(isSome),
    unappliedMinor: restMinor,
  }
}

function latestFirst(allocations: readonly ReversibleAllocation[]): ReversibleAllocation[] {
  return allocations.toSorted((left, right) => right.at.getTime() - left.at.getTime() || compareText(right.id, left.id))
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
