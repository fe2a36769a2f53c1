/**
 * What a creditor permits of payment plans: an envelope for each band of what is planned, and what is different for single
 * debtors. Inside its envelope a plan is agreed at once; outside it the creditor decides. Amounts are minor units of the
 * band's currency.
 */
import { getCurrencyExponent, type CurrencyCode } from './currency'
import { PLAN_FREQUENCIES, type InterestMethod, type PlanFrequency } from './instalment-schedule'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'

export interface PlanEnvelope {
  readonly mostInstalments: number
  /** From the day of the agreement to the last instalment. */
  readonly mostDays: number
  /** At least one. */
  readonly frequencies: readonly PlanFrequency[]
  readonly leastInstalmentMinor: number
  /** Of what is planned, paid on the day of the agreement. */
  readonly leastDownPaymentBps: number
  /** From the day of the agreement to the first instalment. */
  readonly mostDaysToFirst: number
  readonly feeMinor: number
  readonly yearlyRateBps: number
  readonly interestMethod: InterestMethod
  /** Whether instalments have to be collected from a saved method. */
  readonly autopay: 'required' | 'optional'
  /** How many instalments of a plan the debtor may move by itself; 0 for none. */
  readonly mostDateMoves: number
  /** By how many days one is moved at most. */
  readonly mostMoveDays: number
  /** Days after its due day on which an instalment may still be paid before it is missed. */
  readonly graceDays: number
  /** So many missed instalments end the plan. */
  readonly missesUntilDefault: number
  /** Days after the due day on which a collection that failed is tried again, ascending, all within the grace days. */
  readonly retryDays: readonly number[]
  /** Days before an instalment on which it is announced by mail. */
  readonly noticeDays: number
}

export interface PlanBand extends PlanEnvelope {
  readonly currency: CurrencyCode
  /** What is planned, from this on. */
  readonly leastTotalMinor: number
  /** Up to this and with it; null for no bound. */
  readonly mostTotalMinor: number | null
}

/** What of an envelope is different for one debtor; what is left out stays as the band has it. */
export type PlanEnvelopeChange = { readonly [Term in keyof PlanEnvelope]?: PlanEnvelope[Term] }

export interface PlanOverride {
  /** The creditor's number of the debtor. */
  readonly debtor: string
  /** Amounts are of this currency, and other currencies are not touched. */
  readonly currency: CurrencyCode
  /** False where this debtor is offered no plans at all. */
  readonly isPermitted: boolean
  readonly change: PlanEnvelopeChange
}

export interface PlanPolicy {
  /** Of a currency none overlaps another. A currency without a band has no plans. */
  readonly bands: readonly PlanBand[]
  /** At most one a debtor and currency. */
  readonly overrides: readonly PlanOverride[]
}

/** Nobody is offered a plan until the creditor says so. */
export const DEFAULT_PLAN_POLICY: PlanPolicy = { bands: [], overrides: [] }

/** What one sum of one debtor may be planned by. */
export interface PermittedPlan {
  readonly envelope: PlanEnvelope
  /** The band itself, or the one nearest to a sum that none holds. */
  readonly band: Pick<PlanBand, 'leastTotalMinor' | 'mostTotalMinor'>
}

/** The most that a policy may say: beyond it is a mistake, not a wish. */
export const PLAN_LIMITS = {
  instalments: 260,
  days: 1_830,
  daysToFirst: 120,
  yearlyRateBps: 3_000,
  dateMoves: 12,
  moveDays: 31,
  graceDays: 60,
  misses: 12,
  retries: 5,
  noticeDays: 31,
  feeMajor: 10_000,
} as const

/** No charges, a week to be late in, and a second chance. */
const PLAIN_ENVELOPE: PlanEnvelope = {
  mostInstalments: PLAN_LIMITS.instalments,
  mostDays: PLAN_LIMITS.days,
  frequencies: PLAN_FREQUENCIES,
  leastInstalmentMinor: 1,
  leastDownPaymentBps: 0,
  mostDaysToFirst: PLAN_LIMITS.daysToFirst,
  feeMinor: 0,
  yearlyRateBps: 0,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 1,
  mostMoveDays: 14,
  graceDays: 7,
  missesUntilDefault: 2,
  retryDays: [3],
  noticeDays: 5,
}

/** Whether a debtor is offered plans in a currency at all. */
export function permitsPlans(policy: PlanPolicy, debtor: string, currency: CurrencyCode): boolean {
  return (
    policy.bands.some((band) => band.currency === currency) &&
    findOverride(policy, debtor, currency)?.isPermitted !== false
  )
}

/** Whether a debtor is offered plans in any of the currencies that there are bands for. */
export function permitsAnyPlan(policy: PlanPolicy, debtor: string): boolean {
  return policy.bands.some(({ currency }) => permitsPlans(policy, debtor, currency))
}

/** The terms for planning `totalMinor`, with what is different for the debtor; null where it is offered no plans. */
export function findPermittedPlan(
  policy: PlanPolicy,
  { debtor, currency, totalMinor }: { debtor: string; currency: CurrencyCode; totalMinor: number },
): PermittedPlan | null {
  return permitsPlans(policy, debtor, currency) ? findNearest(policy, { debtor, currency, totalMinor }) : null
}

/**
 * The terms that a plan begins with which the creditor itself offers: those of its policy, also for a debtor that may plan
 * nothing by itself, and plain ones where its policy has none.
 */
export function findOfferedEnvelope(
  policy: PlanPolicy,
  about: { debtor: string; currency: CurrencyCode; totalMinor: number },
): PlanEnvelope {
  return findNearest(policy, about)?.envelope ?? PLAIN_ENVELOPE
}

function findNearest(
  policy: PlanPolicy,
  { debtor, currency, totalMinor }: { debtor: string; currency: CurrencyCode; totalMinor: number },
): PermittedPlan | null {
  const bands = policy.bands
    .filter((band) => band.currency === currency)
    .toSorted((left, right) => measureDistance(left, totalMinor) - measureDistance(right, totalMinor))
  const [nearest] = bands
  if (!nearest) return null
  const { currency: _, leastTotalMinor, mostTotalMinor, ...envelope } = nearest
  const change = findOverride(policy, debtor, currency)?.change ?? {}
  return { envelope: { ...envelope, ...change }, band: { leastTotalMinor, mostTotalMinor } }
}

function findOverride(policy: PlanPolicy, debtor: string, currency: CurrencyCode): PlanOverride | undefined {
  return policy.overrides.find((override) => override.debtor === debtor && override.currency === currency)
}

/** By how much a sum is outside a band; 0 within. */
function measureDistance({ leastTotalMinor, mostTotalMinor }: PlanBand, totalMinor: number): number {
  if (totalMinor < leastTotalMinor) return leastTotalMinor - totalMinor
  return mostTotalMinor !== null && totalMinor > mostTotalMinor ? totalMinor - mostTotalMinor : 0
}

/**
 * What is wrong with the bands and overrides of a plan policy, each at its JSON pointer into the policy; empty where
 * nothing is.
 */
export function findPlanPolicyFaults({ bands, overrides }: PlanPolicy): PolicyFault[] {
  return [
    ...bands.flatMap((band, index) => [
      ...findBandFaults(band, `/bands/${index}`),
      ...bands
        .slice(0, index)
        .filter((earlier) => overlaps(earlier, band))
        .map(() => ({ pointer: `/bands/${index}/leastTotalMinor`, code: 'overlaps' as const })),
    ]),
    ...findDuplicates(
      '/overrides',
      overrides.map(({ debtor, currency }) => `${currency}:${debtor}`),
    ),
    ...overrides.flatMap(({ currency, change }, index) =>
      findEnvelopeFaults(change, currency, `/overrides/${index}/change`),
    ),
  ]
}

function findBandFaults(band: PlanBand, pointer: string): PolicyFault[] {
  const { currency, leastTotalMinor, mostTotalMinor } = band
  return [
    ...findOutOfRange(`${pointer}/leastTotalMinor`, leastTotalMinor, 1, Number.MAX_SAFE_INTEGER),
    ...(mostTotalMinor !== null && mostTotalMinor < leastTotalMinor
      ? [{ pointer: `${pointer}/mostTotalMinor`, code: 'minimum_above_maximum' as const }]
      : []),
    ...findEnvelopeFaults(band, currency, pointer),
  ]
}

function overlaps(left: PlanBand, right: PlanBand): boolean {
  return (
    left.currency === right.currency &&
    (left.mostTotalMinor === null || left.mostTotalMinor >= right.leastTotalMinor) &&
    (right.mostTotalMinor === null || right.mostTotalMinor >= left.leastTotalMinor)
  )
}

function findEnvelopeFaults(terms: PlanEnvelopeChange, currency: CurrencyCode, pointer: string): PolicyFault[] {
  const mostFeeMinor = PLAN_LIMITS.feeMajor * 10 ** getCurrencyExponent(currency)
  const ranges: readonly (readonly [keyof PlanEnvelope, number | undefined, number, number])[] = [
    ['mostInstalments', terms.mostInstalments, 1, PLAN_LIMITS.instalments],
    ['mostDays', terms.mostDays, 1, PLAN_LIMITS.days],
    ['leastInstalmentMinor', terms.leastInstalmentMinor, 1, Number.MAX_SAFE_INTEGER],
    ['leastDownPaymentBps', terms.leastDownPaymentBps, 0, 9_900],
    ['mostDaysToFirst', terms.mostDaysToFirst, 1, PLAN_LIMITS.daysToFirst],
    ['feeMinor', terms.feeMinor, 0, mostFeeMinor],
    ['yearlyRateBps', terms.yearlyRateBps, 0, PLAN_LIMITS.yearlyRateBps],
    ['mostDateMoves', terms.mostDateMoves, 0, PLAN_LIMITS.dateMoves],
    ['mostMoveDays', terms.mostMoveDays, 0, PLAN_LIMITS.moveDays],
    ['graceDays', terms.graceDays, 0, PLAN_LIMITS.graceDays],
    ['missesUntilDefault', terms.missesUntilDefault, 1, PLAN_LIMITS.misses],
    ['noticeDays', terms.noticeDays, 0, PLAN_LIMITS.noticeDays],
  ]
  const { frequencies, retryDays, graceDays = PLAN_LIMITS.graceDays } = terms
  return [
    ...ranges.flatMap(([name, value, least, most]) =>
      value === undefined ? [] : findOutOfRange(`${pointer}/${name}`, value, least, most),
    ),
    ...(frequencies === undefined
      ? []
      : [
          ...findOutOfRange(`${pointer}/frequencies`, frequencies.length, 1, PLAN_FREQUENCIES.length),
          ...findDuplicates(`${pointer}/frequencies`, frequencies),
        ]),
    ...(retryDays === undefined
      ? []
      : [
          ...findOutOfRange(`${pointer}/retryDays`, retryDays.length, 0, PLAN_LIMITS.retries),
          ...retryDays.flatMap((day, index) =>
            findOutOfRange(`${pointer}/retryDays/${index}`, day, (retryDays[index - 1] ?? 0) + 1, graceDays),
          ),
        ]),
  ]
}
