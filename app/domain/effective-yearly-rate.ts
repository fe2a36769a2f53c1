/**
 * What paying later costs in a year, all charges included: the annual percentage rate of charge of Directive 2008/48/EC,
 * Annex I, intervals counted in days of a year of 365. A rate is no amount of money: it is found by halving and rounded to
 * basis points.
 */
import { countDaysBetween, type CalendarDay } from './calendar-day'

export interface DatedAmount {
  readonly on: CalendarDay
  readonly amountMinor: number
}

/** Of the logarithm of yearly growth: beyond a rate of about 2,980 % nothing is told apart any more. */
const MOST_GROWTH = 8

/**
 * The yearly rate, in basis points, at which these payments are worth `nowMinor` on the day `nowOn`: 0 where paying later
 * costs nothing, negative where it saves. Null where there is no such rate, because nothing is paid later.
 */
export function computeEffectiveYearlyRate(
  nowMinor: number,
  nowOn: CalendarDay,
  payments: readonly DatedAmount[],
): number | null {
  const flows = payments.map(({ on, amountMinor }) => ({ years: countDaysBetween(nowOn, on) / 365, amountMinor }))
  const worth = (growth: number) =>
    flows.reduce((sum, { years, amountMinor }) => sum + amountMinor * Math.exp(-growth * years), 0) - nowMinor
  if (nowMinor <= 0 || flows.every(({ years }) => years <= 0)) return null
  if (worth(0) === 0) return 0
  let [low, high] = [-MOST_GROWTH, MOST_GROWTH]
  if (worth(low) < 0 || worth(high) > 0) return null
  for (let step = 0; step < 100; step += 1) {
    const middle = (low + high) / 2
    if (worth(middle) > 0) low = middle
    else high = middle
  }
  return Math.round(Math.expm1((low + high) / 2) * 10_000)
}
