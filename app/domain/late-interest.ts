/**
 * What lateness costs: simple interest, actual/365, on what of an invoice was open and not held back, day by day from the
 * day after the due date, and a fixed compensation once. Everything is exact until the end: the parts are kept as products
 * of principal, rate and days, and rounded once an invoice, half away from zero, so that splitting a period gains nobody
 * anything.
 *
 * A day bears interest on the principal as it stood when the day began: money that comes on a day stops the interest of
 * the next one, and in which order it comes on one day changes nothing. Amounts are minor units of the invoice's currency.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InterestPolicy } from './interest-policy'
import { findAppliedStatute, type AppliedStatute } from './interest-statutes'
import { assertMinor } from './money'
import {
  findReferenceRate,
  mergeReferenceRates,
  startOfHalfYear,
  startOfNextHalfYear,
  type ReferenceRate,
  type ReferenceRateName,
} from './reference-rates'

/** What was let go of the interest of an invoice. */
export interface InterestWaiver {
  /** Interest of the days up to this one; null for all of it, for good. */
  readonly throughOn: CalendarDay | null
  readonly includesCompensation: boolean
  /** What of the interest notes had billed when it was given: a bill is not let go. */
  readonly billedMinor: number
}

/** An invoice as far as its lateness depends on it. */
export interface LateClaim {
  readonly currency: CurrencyCode
  readonly dueOn: CalendarDay
  readonly payableMinor: number
  /** What was settled (positive) and taken back (negative), and the day that it counts from. In any order. */
  readonly movements: readonly { readonly on: CalendarDay; readonly amountMinor: number }[]
  /** What bears no interest on these days, both counted: disputed, or left to a plan. `throughOn` null while it lasts. */
  readonly holds: readonly {
    readonly fromOn: CalendarDay
    readonly throughOn: CalendarDay | null
    readonly amountMinor: number
  }[]
  readonly waivers: readonly InterestWaiver[]
  /** What notes have billed already. */
  readonly billedInterestMinor: number
  readonly billedCompensationMinor: number
}

/** What of a creditor's policy says how much interest is owed. */
export type InterestTerms = Pick<
  InterestPolicy,
  'enabled' | 'interest' | 'statute' | 'compensation' | 'dueFromOn' | 'rates' | 'margins' | 'fixedSums'
>

/** Where a yearly rate comes from. */
export type RateGrounds =
  | { readonly kind: 'contract'; readonly rateBps: number; readonly per: 'month' | 'year' }
  | {
      readonly kind: 'reference'
      readonly reference: ReferenceRateName
      readonly referenceBps: number
      readonly marginBps: number
      /** Of a margin that the creditor entered in place of the law's; null otherwise. */
      readonly marginSource: string | null
      readonly roundUpToBps: number
      /** Of the reference's entry. */
      readonly source: string
      /** The half-year that the entry is of, and the one that it is used for: they differ where none was known for it. */
      readonly entryFromOn: CalendarDay
      readonly countsFromOn: CalendarDay
      /** Null for a contract. */
      readonly law: string | null
    }

/** Days in a row of one principal and one rate. */
export interface InterestSegment {
  readonly fromOn: CalendarDay
  readonly throughOn: CalendarDay
  readonly days: number
  readonly principalMinor: number
  readonly yearlyRateBps: number
  readonly grounds: RateGrounds
  /** Let go by a waiver. */
  readonly waived: boolean
  /** `principalMinor * yearlyRateBps * days`: divided by `INTEREST_DIVISOR` it is the interest in minor units. */
  readonly product: bigint
}

export interface LateInterest {
  readonly currency: CurrencyCode
  /** Oldest first; only days that bear something. */
  readonly segments: readonly InterestSegment[]
  /** Of all segments that are not waived. */
  readonly accruedMinor: number
  readonly waivedMinor: number
  readonly billedMinor: number
  /** Accrued and not billed. */
  readonly interestMinor: number
  readonly compensation: {
    readonly amountMinor: number
    readonly law: string
    /** Of a sum that the creditor entered in place of the law's; null otherwise. */
    readonly source: string | null
    readonly principalMinor: number
  } | null
  /** Compensation that is neither waived nor billed. */
  readonly compensationMinor: number
}

/** Days of a year times bps of one whole. */
export const INTEREST_DIVISOR = 365n * 10_000n

const MONTHS_A_YEAR = 12

/** An invoice of which only the balance is known: all of `openMinor` since its due day. */
export function createLateClaim(claim: Pick<LateClaim, 'currency' | 'dueOn'> & { openMinor: number }): LateClaim {
  return {
    currency: claim.currency,
    dueOn: claim.dueOn,
    payableMinor: claim.openMinor,
    movements: [],
    holds: [],
    waivers: [],
    billedInterestMinor: 0,
    billedCompensationMinor: 0,
  }
}

/** What an invoice costs beyond itself when it is settled on `on`, that day counted. */
export function computeLateInterest(claim: LateClaim, terms: InterestTerms, on: CalendarDay): LateInterest {
  const segments = listInterestSegments(claim, terms, on)
  const sum = (counted: readonly InterestSegment[]) =>
    roundProduct(counted.reduce((total, { product }) => total + product, 0n))
  const accruedMinor = sum(segments.filter(({ waived }) => !waived))
  // The rest of the whole, so that letting go of some never makes the sum of both another.
  const waivedMinor = sum(segments) - accruedMinor
  // What was billed of days that were let go later is no bill of the others.
  const billedBeforeMinor = Math.max(0, ...claim.waivers.map(({ billedMinor }) => billedMinor))
  const billedMinor = claim.billedInterestMinor - Math.min(billedBeforeMinor, waivedMinor)
  const compensation = findCompensation(claim, terms, on)
  const isWaived = claim.waivers.some(({ includesCompensation }) => includesCompensation)
  return {
    currency: claim.currency,
    segments,
    accruedMinor,
    waivedMinor,
    billedMinor: claim.billedInterestMinor,
    interestMinor: Math.max(0, accruedMinor - billedMinor),
    compensation,
    compensationMinor:
      compensation === null || isWaived ? 0 : Math.max(0, compensation.amountMinor - claim.billedCompensationMinor),
  }
}

/** Minor units of a sum of products, half away from zero. */
export function roundProduct(product: bigint): number {
  return assertMinor(Number((product * 2n + INTEREST_DIVISOR) / (INTEREST_DIVISOR * 2n)))
}

/** The segments through `on`, each as long as principal, rate and waiver stay the same. */
export function listInterestSegments(claim: LateClaim, terms: InterestTerms, on: CalendarDay): InterestSegment[] {
  const { interest } = terms
  if (!applies(claim, terms) || interest.kind === 'none') return []
  const graceDays = interest.kind === 'statute' ? 0 : interest.graceDays
  const firstOn = addDays(claim.dueOn, graceDays + 1)
  if (firstOn > on) return []
  const findRate = createRateFinder(claim, terms)
  const starts = listChangeDays(claim, firstOn, on)
  return starts.flatMap((fromOn, index): InterestSegment[] => {
    const next = starts[index + 1]
    const throughOn = next === undefined ? on : addDays(next, -1)
    const principalMinor = computeBearing(claim, fromOn)
    const rate = principalMinor > 0 ? findRate(fromOn) : null
    if (rate === null || rate.yearlyRateBps <= 0) return []
    const days = countDaysBetween(fromOn, throughOn) + 1
    const waived = claim.waivers.some((waiver) => waiver.throughOn === null || fromOn <= waiver.throughOn)
    const product = BigInt(principalMinor) * BigInt(rate.yearlyRateBps) * BigInt(days)
    return [{ fromOn, throughOn, days, principalMinor, ...rate, waived, product }]
  })
}

/** What of the invoice bears interest on a day: open when the day began, and not held back on it. */
function computeBearing(claim: Pick<LateClaim, 'payableMinor' | 'movements' | 'holds'>, day: CalendarDay): number {
  const settledMinor = claim.movements
    .filter(({ on }) => on < day)
    .reduce((total, { amountMinor }) => total + amountMinor, 0)
  const heldMinor = claim.holds
    .filter(({ fromOn, throughOn }) => fromOn <= day && (throughOn === null || day <= throughOn))
    .reduce((total, { amountMinor }) => total + amountMinor, 0)
  return Math.max(0, claim.payableMinor - settledMinor - heldMinor)
}

function applies(claim: LateClaim, terms: InterestTerms): boolean {
  const { enabled, interest, dueFromOn } = terms
  if (!enabled || (dueFromOn !== null && claim.dueOn < dueFromOn)) return false
  return interest.kind !== 'statute' || findAppliedStatute(terms, claim) !== null
}

/** The days within the period on which a segment may begin, in order; the period's first day is always one. */
function listChangeDays(claim: LateClaim, firstOn: CalendarDay, lastOn: CalendarDay): CalendarDay[] {
  const days = new Set<CalendarDay>([firstOn])
  const add = (day: CalendarDay) => {
    if (day > firstOn && day <= lastOn) days.add(day)
  }
  for (const { on } of claim.movements) add(addDays(on, 1))
  for (const { fromOn, throughOn } of claim.holds) {
    add(fromOn)
    if (throughOn !== null) add(addDays(throughOn, 1))
  }
  for (const { throughOn } of claim.waivers) if (throughOn !== null) add(addDays(throughOn, 1))
  for (let day = startOfNextHalfYear(firstOn); day <= lastOn; day = startOfNextHalfYear(day)) add(day)
  return [...days].sort()
}

type Rate = Pick<InterestSegment, 'yearlyRateBps' | 'grounds'>

function createRateFinder(claim: LateClaim, terms: InterestTerms): (day: CalendarDay) => Rate | null {
  const { interest } = terms
  if (interest.kind === 'contract') {
    const { rateBps, per } = interest
    const yearlyRateBps = per === 'month' ? rateBps * MONTHS_A_YEAR : rateBps
    return () => ({ yearlyRateBps, grounds: { kind: 'contract', rateBps, per } })
  }
  const rates = readRates(terms.rates)
  if (interest.kind === 'contract_reference') {
    const { reference, marginBps } = interest
    const rule = { reference, marginBps, marginSource: null, roundUpToBps: 1, law: null }
    return (day) => readRate(rates, startOfHalfYear(day), rule)
  }
  const statute = interest.kind === 'statute' ? findAppliedStatute(terms, claim) : null
  if (statute === null) return () => null
  const defaultOn = addDays(claim.dueOn, 1)
  return (day) => readRate(rates, startOfHalfYear(statute.fixing === 'at_default' ? defaultOn : day), statute)
}

/** A timeline asks for the same tables on every day. */
const mergedRates = new WeakMap<readonly ReferenceRate[], readonly ReferenceRate[]>()

function readRates(own: readonly ReferenceRate[]): readonly ReferenceRate[] {
  const known = mergedRates.get(own) ?? mergeReferenceRates(own)
  mergedRates.set(own, known)
  return known
}

/** Where a half-year has no entry, the one before it goes on. */
function readRate(
  rates: readonly ReferenceRate[],
  countsFromOn: CalendarDay,
  rule: Pick<AppliedStatute, 'reference' | 'marginBps' | 'marginSource' | 'roundUpToBps'> & {
    readonly law: string | null
  },
): Rate | null {
  const { reference, marginBps, marginSource, roundUpToBps, law } = rule
  const entry = findReferenceRate(rates, reference, countsFromOn)
  if (entry === null) return null
  const { rateBps: referenceBps, source, fromOn: entryFromOn } = entry
  return {
    yearlyRateBps: Math.ceil((referenceBps + marginBps) / roundUpToBps) * roundUpToBps,
    grounds: {
      kind: 'reference',
      reference,
      referenceBps,
      marginBps,
      marginSource,
      roundUpToBps,
      source,
      entryFromOn,
      countsFromOn,
      law,
    },
  }
}

/** The fixed sum for the debt as it stood on the first day on which some of it was late. */
function findCompensation(claim: LateClaim, terms: InterestTerms, on: CalendarDay): LateInterest['compensation'] {
  const statute = findAppliedStatute(terms, claim)
  if (!terms.enabled || !terms.compensation || statute === null) return null
  if (terms.dueFromOn !== null && claim.dueOn < terms.dueFromOn) return null
  const { currency, tiers, law } = statute.compensation
  const firstOn = addDays(claim.dueOn, 1)
  if (currency !== claim.currency || firstOn > on) return null
  const lateOn = listChangeDays(claim, firstOn, on).find((day) => computeBearing(claim, day) > 0)
  if (lateOn === undefined) return null
  const principalMinor = computeBearing(claim, lateOn)
  const tier = tiers.find(({ belowMinor }) => belowMinor === null || principalMinor < belowMinor)
  return tier ? { amountMinor: tier.amountMinor, law, source: tier.source, principalMinor } : null
}
