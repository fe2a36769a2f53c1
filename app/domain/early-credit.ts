/**
 * What stands of the interest that a plan's early payment saved, once money of the payment has gone back: in proportion to
 * the money that stands, rounded half away from zero; all of it with all of the money, and none with none. Minor units of
 * the plan's currency.
 */
import { multiplyRatio } from './money'

export interface EarlyPaymentMoney {
  /** What the payment had settled, and what of that stands. */
  readonly settledMinor: number
  readonly standingMinor: number
}

export function computeStandingEarlyCredit(
  grantedMinor: number,
  { settledMinor, standingMinor }: EarlyPaymentMoney,
): number {
  return settledMinor === 0 ? grantedMinor : multiplyRatio(grantedMinor, standingMinor, settledMinor)
}
