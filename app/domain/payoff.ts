/**
 * What settles an invoice, a selection or an account on a day: what is due, less the discount that may still be taken on
 * that day, with the interest and the compensation that it then costs. Amounts are minor units of one currency; the caller
 * keeps currencies apart.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import { computeDueNow, type InvoiceBalance } from './invoice-balance'
import { computeLateInterest, type InterestTerms, type LateClaim, type LateInterest } from './late-interest'
import type { SettlementDiscount } from './settlement-discount'

export interface PayoffInvoice {
  readonly invoice: InvoiceBalance
  /** What its lateness depends on; null for a document that bears no interest (an interest note itself). */
  readonly claim: LateClaim | null
}

/** A settlement discount with what it is worked out from beside its own terms. */
export interface PayoffDiscount extends SettlementDiscount {
  /** What the invoice says of its whole: the share of net in gross. */
  readonly netMinor: number
  readonly taxMinor: number
}

/** The settlement discount on `settledMinor` of an invoice when it is paid on a day; null for none. */
export type DiscountFinder = (invoice: InvoiceBalance, settledMinor: number, on: CalendarDay) => PayoffDiscount | null

export interface PayoffTerms {
  readonly interest: InterestTerms
  readonly findDiscount: DiscountFinder
}

export interface PayoffItem {
  readonly invoice: InvoiceBalance
  /** Due of the invoice itself, whole. */
  readonly principalMinor: number
  readonly discountMinor: number
  readonly discount: PayoffDiscount | null
  readonly interestMinor: number
  readonly compensationMinor: number
  /** `principal - discount + interest + compensation` */
  readonly totalMinor: number
  readonly lateness: LateInterest | null
}

export interface Payoff {
  readonly on: CalendarDay
  readonly currency: CurrencyCode
  /** In the order given; only invoices with something to pay. */
  readonly items: readonly PayoffItem[]
  readonly principalMinor: number
  readonly discountMinor: number
  readonly interestMinor: number
  readonly compensationMinor: number
  readonly totalMinor: number
}

/** What settles the invoices on `on`, as the books stand. All are of `currency`. */
export function computePayoff(
  invoices: readonly PayoffInvoice[],
  terms: PayoffTerms,
  { on, currency }: { readonly on: CalendarDay; readonly currency: CurrencyCode },
): Payoff {
  const items = invoices.map((entry) => computePayoffItem(entry, terms, on)).filter((item) => item.totalMinor > 0)
  const sum = (pick: (item: PayoffItem) => number) => items.reduce((total, item) => total + pick(item), 0)
  return {
    on,
    currency,
    items,
    principalMinor: sum((item) => item.principalMinor),
    discountMinor: sum((item) => item.discountMinor),
    interestMinor: sum((item) => item.interestMinor),
    compensationMinor: sum((item) => item.compensationMinor),
    totalMinor: sum((item) => item.totalMinor),
  }
}

function computePayoffItem({ invoice, claim }: PayoffInvoice, terms: PayoffTerms, on: CalendarDay): PayoffItem {
  const principalMinor = computeDueNow(invoice)
  const discount = principalMinor > 0 ? terms.findDiscount(invoice, principalMinor, on) : null
  const discountMinor = discount?.amountMinor ?? 0
  // What nothing is due of costs nothing on a later day either: what is left of its interest is billed by a note.
  const lateness = claim && principalMinor > 0 ? computeLateInterest(claim, terms.interest, on) : null
  const interestMinor = lateness?.interestMinor ?? 0
  const compensationMinor = lateness?.compensationMinor ?? 0
  const totalMinor = principalMinor - discountMinor + interestMinor + compensationMinor
  return { invoice, principalMinor, discountMinor, discount, interestMinor, compensationMinor, totalMinor, lateness }
}

/** The payoff of every day of a period, both ends counted. */
export function listPayoffs(
  invoices: readonly PayoffInvoice[],
  terms: PayoffTerms,
  period: { readonly fromOn: CalendarDay; readonly throughOn: CalendarDay; readonly currency: CurrencyCode },
): Payoff[] {
  const days = Math.max(0, countDaysBetween(period.fromOn, period.throughOn) + 1)
  return Array.from({ length: days }, (_, index) =>
    computePayoff(invoices, terms, { on: addDays(period.fromOn, index), currency: period.currency }),
  )
}

/** Why the amount of a day differs from that of the day before by more than another day's interest. */
export interface PayoffStep {
  readonly payoff: Payoff
  readonly causes: readonly ('first' | 'discount_ended' | 'interest_began' | 'compensation' | 'rate_changed' | 'last')[]
}

/** The days of a timeline that are worth a line: its ends, and those on which something begins or ends. */
export function listPayoffSteps(payoffs: readonly Payoff[]): PayoffStep[] {
  return payoffs.flatMap((payoff, index): PayoffStep[] => {
    const before = payoffs[index - 1]
    const causes: PayoffStep['causes'][number][] = []
    if (!before) causes.push('first')
    else {
      if (payoff.discountMinor < before.discountMinor) causes.push('discount_ended')
      if (countBearing(payoff) > countBearing(before)) causes.push('interest_began')
      if (payoff.compensationMinor > before.compensationMinor) causes.push('compensation')
      if (readRates(payoff) !== readRates(before) && countBearing(payoff) === countBearing(before)) {
        causes.push('rate_changed')
      }
    }
    if (before && index === payoffs.length - 1) causes.push('last')
    return causes.length > 0 ? [{ payoff, causes }] : []
  })
}

function countBearing({ items }: Payoff): number {
  return items.filter(({ lateness }) => lateness !== null && lateness.segments.length > 0).length
}

function readRates({ items }: Payoff): string {
  return items.map(({ lateness }) => lateness?.segments.at(-1)?.yearlyRateBps ?? '').join(' ')
}
