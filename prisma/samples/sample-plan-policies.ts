/** What plans the demo's creditors permit. */
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { PlanBand, PlanPolicy } from '~/domain/plan-policy'

function currency(code: string): CurrencyCode {
  const parsed = parseCurrencyCode(code)
  if (parsed === null) throw new RangeError(`not a currency: ${code}`)
  return parsed
}

const SMALL: PlanBand = {
  currency: currency('EUR'),
  leastTotalMinor: 200_00,
  mostTotalMinor: 10_000_00,
  mostInstalments: 6,
  mostDays: 190,
  frequencies: ['monthly', 'two_weekly'],
  leastInstalmentMinor: 50_00,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 31,
  feeMinor: 0,
  yearlyRateBps: 0,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 1,
  mostMoveDays: 14,
  graceDays: 7,
  missesUntilDefault: 2,
  retryDays: [3, 6],
  noticeDays: 3,
}

/** More than ten thousand costs interest, and a tenth is paid at once. */
const LARGE: PlanBand = {
  ...SMALL,
  leastTotalMinor: 10_000_01,
  mostTotalMinor: 250_000_00,
  mostInstalments: 12,
  mostDays: 380,
  frequencies: ['monthly', 'quarterly'],
  leastInstalmentMinor: 500_00,
  leastDownPaymentBps: 1_000,
  feeMinor: 25_00,
  yearlyRateBps: 600,
  missesUntilDefault: 3,
}

const FRANCS = currency('CHF')

const POLICIES: Readonly<Record<string, PlanPolicy>> = {
  wattenhorst: {
    bands: [SMALL, LARGE, { ...SMALL, currency: FRANCS }, { ...LARGE, currency: FRANCS }],
    overrides: [],
  },
}

/** Null for a creditor that offers none. */
export function getSamplePlanPolicy(creditorSlug: string): PlanPolicy | null {
  return POLICIES[creditorSlug] ?? null
}
