/** What a creditor lets go for being paid early, beside what its documents say themselves. */
import type { SettlementDiscountTerm } from './invoice'
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'
import { addDays, type CalendarDay } from './calendar-day'

export const DISCOUNT_RULES = ['full_only', 'pro_rata'] as const

/**
 * `full_only`: only a payment that settles all that is undisputed takes the discount, on the whole of it. `pro_rata`: each
 * payment in time takes its part.
 */
export type DiscountRule = (typeof DISCOUNT_RULES)[number]

export const DISCOUNT_TAX_MODES = ['included', 'excluded', 'mixed'] as const

/**
 * What the rate applies to, and what becomes of the tax. `included`: to the gross amount, and the tax is reduced with it.
 * `excluded`: to the net amount; the tax stays due in full. `mixed`: to the net amount, because the invoice charged its tax
 * as if the discount were always taken; the tax does not change either way.
 */
export type DiscountTaxMode = (typeof DISCOUNT_TAX_MODES)[number]

export const DISCOUNT_CORRECTIONS = ['write_off', 'credit_note'] as const

/** How the creditor's books take a discount: as a reduction of what is owed alone, or with a numbered credit note. */
export type DiscountCorrection = (typeof DISCOUNT_CORRECTIONS)[number]

export interface DiscountTier {
  /** Days after the invoice's issue day; the last of them counts whole, in the creditor's time zone. */
  readonly days: number
  readonly rateBps: number
}

/** A discount that melts day by day: a yearly rate for each day that is paid before the due date. */
export interface SlidingDiscount {
  /** Simple interest on the actual days of a year of 365. */
  readonly yearlyRateBps: number
  /** Fewer days before the due date earn nothing. */
  readonly leastDays: number
  /** However early it is paid. */
  readonly mostRateBps: number
  /** The creditor's own numbers of the debtors it is offered to. */
  readonly debtors: readonly string[]
}

export interface DiscountPolicy {
  /** Whether what an invoice itself promises is granted. */
  readonly honoursDocuments: boolean
  /** For invoices that promise nothing themselves. */
  readonly tiers: readonly DiscountTier[]
  readonly rule: DiscountRule
  readonly taxMode: DiscountTaxMode
  readonly correction: DiscountCorrection
  /** How long a transfer that was ordered on the last day may take to arrive. */
  readonly transferDays: number
  /** How long a part that was disputed in time keeps its discount after the decision. */
  readonly disputeGraceDays: number
  readonly sliding: SlidingDiscount | null
}

export const DEFAULT_DISCOUNT_POLICY: DiscountPolicy = {
  honoursDocuments: true,
  tiers: [],
  rule: 'full_only',
  taxMode: 'included',
  correction: 'write_off',
  transferDays: 4,
  disputeGraceDays: 7,
  sliding: null,
}

const MOST_DISCOUNT_TIERS = 5
export const MOST_DISCOUNT_DAYS = 365
/** A larger share is a settlement that is negotiated, and no discount for paying early. */
export const MOST_DISCOUNT_BPS = 2_500
export const MOST_YEARLY_DISCOUNT_BPS = 5_000
export const MOST_TRANSFER_DAYS = 14
export const MOST_GRACE_DAYS = 90
export const MOST_SLIDING_DEBTORS = 1_000

/**
 * What is wrong with the discounts for paying early, each at its JSON pointer into the policy; empty where nothing is.
 */
export function findDiscountPolicyFaults(policy: DiscountPolicy): PolicyFault[] {
  const { tiers, transferDays, disputeGraceDays, sliding } = policy
  return [
    ...findOutOfRange('/tiers', tiers.length, 0, MOST_DISCOUNT_TIERS),
    ...findDuplicates(
      '/tiers',
      tiers.map(({ days }) => String(days)),
    ).map(({ pointer, code }) => ({ pointer: `${pointer}/days`, code })),
    ...tiers.flatMap(({ days, rateBps }, index) => [
      ...findOutOfRange(`/tiers/${index}/days`, days, 0, MOST_DISCOUNT_DAYS),
      ...findOutOfRange(`/tiers/${index}/rateBps`, rateBps, 1, MOST_DISCOUNT_BPS),
    ]),
    ...findOutOfRange('/transferDays', transferDays, 0, MOST_TRANSFER_DAYS),
    ...findOutOfRange('/disputeGraceDays', disputeGraceDays, 0, MOST_GRACE_DAYS),
    ...(sliding === null
      ? []
      : [
          ...findOutOfRange('/sliding/yearlyRateBps', sliding.yearlyRateBps, 1, MOST_YEARLY_DISCOUNT_BPS),
          ...findOutOfRange('/sliding/leastDays', sliding.leastDays, 1, MOST_DISCOUNT_DAYS),
          ...findOutOfRange('/sliding/mostRateBps', sliding.mostRateBps, 1, MOST_DISCOUNT_BPS),
          ...findOutOfRange('/sliding/debtors', sliding.debtors.length, 1, MOST_SLIDING_DEBTORS),
          ...findDuplicates('/sliding/debtors', sliding.debtors),
        ]),
  ]
}

/** The policy's tiers as an invoice of that day would state them. */
export function toDiscountTerms(tiers: readonly DiscountTier[], issueOn: CalendarDay): SettlementDiscountTerm[] {
  return tiers.map(({ days, rateBps }) => ({ deadlineOn: addDays(issueOn, days), rateBps }))
}
