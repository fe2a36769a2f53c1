/**
 * What of a plan's interest is not earned when instalments are paid before their days, or the plan ends: interest is
 * earned day by day, actual days / 365, as the schedule was reckoned (see instalment-schedule). A fee is earned with the
 * agreement. Amounts are minor units of the plan's currency.
 */
import { countDaysBetween, type CalendarDay } from './calendar-day'
import { splitMinor } from './money'
import type { Instalment, PaymentPlan } from './payment-plan'
import { computeUnpaid, sumUnpaid } from './plan-progress'

type Terms = Pick<PaymentPlan, 'terms' | 'interestMinor'>

/** Basis points of a year of 365 days. */
const RATE_DENOMINATOR = 10_000n * 365n

/**
 * The interest that the days after `today` would still earn on what is unpaid of a plan, rounded half away from zero, and
 * never more than what is unpaid; of flat interest, than the charges that are. Days are those agreed: a date that was moved
 * costs nothing.
 */
export function computeUnearned(plan: Terms, instalments: readonly Instalment[], today: CalendarDay): number {
  if (plan.terms.envelope.interestMethod === 'declining_balance') {
    return Math.min(sumUnpaid(instalments), roundRatio(sumDecliningBalance(plan, instalments, today)))
  }
  const unpaidCharges = instalments.reduce((sum, instalment) => sum + computeUnpaidCharges(instalment), 0)
  return Math.min(unpaidCharges, roundRatio(sumFlat(plan, instalments, today)))
}

/**
 * What a payment of part of a plan saves of its interest: that of the days from `today` to those agreed, on the principal
 * that is not to be paid on them any more. What is saved is principal that is not to be paid either, so that a plan costs
 * the same in however many sums it is paid off on a day. Nothing where interest is flat: it does not depend on what is paid
 * when.
 */
export function computeSaved(
  plan: Terms,
  before: readonly Instalment[],
  after: readonly Instalment[],
  today: CalendarDay,
): number {
  if (plan.terms.envelope.interestMethod !== 'declining_balance') return 0
  const wholeMinor = computeUnearned(plan, before, today)
  for (let savedMinor = 0; ;) {
    const nextMinor = wholeMinor - computeUnearned(plan, payFirst(after, savedMinor), today)
    if (nextMinor <= savedMinor) return savedMinor
    savedMinor = nextMinor
  }
}

/** The same instalments with so much more paid of them, the oldest first. */
function payFirst(instalments: readonly Instalment[], amountMinor: number): Instalment[] {
  let restMinor = amountMinor
  return instalments.map((instalment) => {
    const part = Math.min(restMinor, computeUnpaid(instalment))
    restMinor -= part
    return { ...instalment, paidMinor: instalment.paidMinor + part }
  })
}

/** An instalment pays its charges first. */
function computeUnpaidCharges(instalment: Instalment): number {
  return Math.min(computeUnpaid(instalment), Math.max(0, instalment.chargesMinor - instalment.paidMinor))
}

function computeUnpaidPrincipal(instalment: Instalment): number {
  return computeUnpaid(instalment) - computeUnpaidCharges(instalment)
}

function sumDecliningBalance({ terms }: Terms, instalments: readonly Instalment[], today: CalendarDay): bigint {
  const fromOn = today < terms.startOn ? terms.startOn : today
  return instalments.reduce((sum, instalment) => {
    const days = Math.max(0, countDaysBetween(fromOn, instalment.originalDueOn))
    return sum + BigInt(computeUnpaidPrincipal(instalment)) * BigInt(terms.envelope.yearlyRateBps) * BigInt(days)
  }, 0n)
}

/** Of each period that is not over, the part of its days that are still to come. */
function sumFlat({ terms, interestMinor }: Terms, instalments: readonly Instalment[], today: CalendarDay): bigint {
  const regular = instalments.filter(({ number }) => number > 0)
  const parts = splitMinor(
    interestMinor,
    regular.map(() => 1),
  ).toReversed()
  return regular.reduce((sum, instalment, index) => {
    if (computeUnpaid(instalment) === 0) return sum
    const fromOn = regular[index - 1]?.originalDueOn ?? terms.startOn
    const days = Math.max(1, countDaysBetween(fromOn, instalment.originalDueOn))
    const left = Math.min(days, Math.max(0, countDaysBetween(today, instalment.originalDueOn)))
    return sum + (BigInt(parts[index] ?? 0) * BigInt(left) * RATE_DENOMINATOR) / BigInt(days)
  }, 0n)
}

function roundRatio(numerator: bigint): number {
  return Number((numerator * 2n + RATE_DENOMINATOR) / (RATE_DENOMINATOR * 2n))
}
