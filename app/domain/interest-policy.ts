/** Whether a creditor asks for late interest, by whose terms, and in which order money is taken for it. */
import { countDaysBetween, type CalendarDay } from './calendar-day'
import { findInterestStatute, type StatuteFixedSum, type StatuteMargin } from './interest-statutes'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'
import type { ReferenceRate, ReferenceRateName } from './reference-rates'

export type InterestRule =
  /** Compensation alone. */
  | { readonly kind: 'none' }
  /** As contracts say it: a fixed percentage. */
  | {
      readonly kind: 'contract'
      readonly rateBps: number
      readonly per: 'month' | 'year'
      /** Days after the due date that bear none. */
      readonly graceDays: number
    }
  /** As contracts say it: above a reference that moves. */
  | {
      readonly kind: 'contract_reference'
      readonly reference: ReferenceRateName
      readonly marginBps: number
      readonly graceDays: number
    }
  | { readonly kind: 'statute' }

/** Which of what is owed with an invoice money settles first. */
export const CHARGE_ORDERS = ['principal_first', 'charges_first'] as const
export type ChargeOrder = (typeof CHARGE_ORDERS)[number]

export interface InterestPolicy {
  /** Nothing is asked for while this is false. */
  readonly enabled: boolean
  readonly interest: InterestRule
  /** ISO 3166-1 alpha-2: whose statute says the interest, where it is by statute, and the fixed compensation; null for none. */
  readonly statute: string | null
  /** Whether the statute's fixed compensation is asked for. */
  readonly compensation: boolean
  /** Only for invoices that fall due on this day or later; null for all. */
  readonly dueFromOn: CalendarDay | null
  readonly order: ChargeOrder
  /** Whether interest that is left when an invoice is paid is billed by a note of its own. */
  readonly billsRemainder: boolean
  /** A transfer that arrives within so many days of its order counts as of the day on which it was ordered. */
  readonly transferDays: number
  /** How far ahead a payoff quote may reach. */
  readonly quoteDays: number
  /** The creditor's own entries to the tables of reference rates. */
  readonly rates: readonly ReferenceRate[]
  /** The creditor's own margins and fixed sums, in place of those of a law that come with the portal. */
  readonly margins: readonly StatuteMargin[]
  readonly fixedSums: readonly StatuteFixedSum[]
}

export const DEFAULT_INTEREST_POLICY: InterestPolicy = {
  enabled: false,
  interest: { kind: 'statute' },
  statute: null,
  compensation: false,
  dueFromOn: null,
  order: 'principal_first',
  billsRemainder: false,
  transferDays: 3,
  quoteDays: 14,
  rates: [],
  margins: [],
  fixedSums: [],
}

/** More than this a year is a mistake, not a rate. */
export const MOST_YEARLY_RATE_BPS = 10_000
export const MOST_GRACE_DAYS = 180
export const MOST_TRANSFER_DAYS = 14
export const MOST_QUOTE_DAYS = 60
/** More than this in minor units, of any currency, is a mistake, not a sum for the costs of recovery. */
export const MOST_FIXED_SUM_MINOR = 10_000_000

/** The day from which a transfer counts: that of its order where it needed no longer than banks do, else that on which it came. */
export function dateTransfer(
  { orderedOn, arrivedOn }: { orderedOn: CalendarDay; arrivedOn: CalendarDay },
  { transferDays }: Pick<InterestPolicy, 'transferDays'>,
): CalendarDay {
  const days = countDaysBetween(orderedOn, arrivedOn)
  return days >= 0 && days <= transferDays ? orderedOn : arrivedOn
}

/**
 * What is wrong with by what rates and laws late interest is asked for, each at its JSON pointer into the policy; empty
 * where nothing is.
 */
export function findInterestPolicyFaults(policy: InterestPolicy): PolicyFault[] {
  const { interest } = policy
  const needsStatute = policy.enabled && (interest.kind === 'statute' || policy.compensation)
  const isKnown = policy.statute === null ? !needsStatute : findInterestStatute(policy.statute) !== null
  return [
    ...(isKnown ? [] : [{ pointer: '/statute', code: 'not_a_country' as const }]),
    ...findRuleFaults(interest),
    ...findOutOfRange('/transferDays', policy.transferDays, 0, MOST_TRANSFER_DAYS),
    ...findOutOfRange('/quoteDays', policy.quoteDays, 1, MOST_QUOTE_DAYS),
    ...findDuplicates(
      '/rates',
      policy.rates.map(({ reference, fromOn }) => `${reference} ${fromOn}`),
    ),
    ...policy.rates.flatMap(({ rateBps, source }, index) => [
      ...findOutOfRange(`/rates/${index}/rateBps`, rateBps, -MOST_YEARLY_RATE_BPS, MOST_YEARLY_RATE_BPS),
      ...findMissingSource(`/rates/${index}/source`, source),
    ]),
    ...findMarginFaults(policy.margins),
    ...findFixedSumFaults(policy.fixedSums),
  ]
}

function findMarginFaults(margins: readonly StatuteMargin[]): PolicyFault[] {
  return [
    ...findDuplicates(
      '/margins',
      margins.map(({ country, fromOn }) => `${country} ${fromOn}`),
    ),
    ...margins.flatMap(({ country, marginBps, source }, index) => [
      ...findUnknownLaw(`/margins/${index}/country`, country),
      ...findOutOfRange(`/margins/${index}/marginBps`, marginBps, 0, MOST_YEARLY_RATE_BPS),
      ...findMissingSource(`/margins/${index}/source`, source),
    ]),
  ]
}

function findFixedSumFaults(fixedSums: readonly StatuteFixedSum[]): PolicyFault[] {
  return [
    ...findDuplicates(
      '/fixedSums',
      fixedSums.map(({ country, fromOn, currency, belowMinor }) => `${country} ${fromOn} ${currency} ${belowMinor}`),
    ),
    ...fixedSums.flatMap(({ country, belowMinor, amountMinor, source }, index) => [
      ...findUnknownLaw(`/fixedSums/${index}/country`, country),
      ...findOutOfRange(`/fixedSums/${index}/belowMinor`, belowMinor ?? 1, 1, Number.MAX_SAFE_INTEGER),
      ...findOutOfRange(`/fixedSums/${index}/amountMinor`, amountMinor, 0, MOST_FIXED_SUM_MINOR),
      ...findMissingSource(`/fixedSums/${index}/source`, source),
    ]),
  ]
}

function findUnknownLaw(pointer: string, country: string): PolicyFault[] {
  return findInterestStatute(country) === null ? [{ pointer, code: 'not_a_country' }] : []
}

function findMissingSource(pointer: string, source: string): PolicyFault[] {
  return source.trim() === '' ? [{ pointer, code: 'source_missing' }] : []
}

function findRuleFaults(interest: InterestRule): PolicyFault[] {
  if (interest.kind === 'none' || interest.kind === 'statute') return []
  const grace = findOutOfRange('/interest/graceDays', interest.graceDays, 0, MOST_GRACE_DAYS)
  if (interest.kind === 'contract_reference') {
    return [...findOutOfRange('/interest/marginBps', interest.marginBps, 0, MOST_YEARLY_RATE_BPS), ...grace]
  }
  const most = interest.per === 'year' ? MOST_YEARLY_RATE_BPS : Math.floor(MOST_YEARLY_RATE_BPS / 12)
  return [...findOutOfRange('/interest/rateBps', interest.rateBps, 0, most), ...grace]
}
