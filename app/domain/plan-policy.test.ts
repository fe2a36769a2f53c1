import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from './currency'
import { findPermittedPlan, findPlanPolicyFaults, permitsAnyPlan, type PlanBand, type PlanPolicy } from './plan-policy'

const [EUR, JPY] = ['EUR', 'JPY'].map((code) => parseCurrencyCode(code)!) as [never, never]

const small: PlanBand = {
  currency: EUR,
  leastTotalMinor: 100_00,
  mostTotalMinor: 5_000_00,
  mostInstalments: 6,
  mostDays: 200,
  frequencies: ['monthly'],
  leastInstalmentMinor: 50_00,
  leastDownPaymentBps: 0,
  mostDaysToFirst: 30,
  feeMinor: 0,
  yearlyRateBps: 0,
  interestMethod: 'declining_balance',
  autopay: 'optional',
  mostDateMoves: 1,
  mostMoveDays: 14,
  graceDays: 5,
  missesUntilDefault: 2,
  retryDays: [2, 5],
  noticeDays: 3,
}
const large: PlanBand = { ...small, leastTotalMinor: 5_000_01, mostTotalMinor: null, leastDownPaymentBps: 2_000 }
const policy: PlanPolicy = {
  bands: [small, large],
  overrides: [
    { debtor: 'D-1', currency: EUR, isPermitted: false, change: {} },
    { debtor: 'D-2', currency: EUR, isPermitted: true, change: { mostInstalments: 24, yearlyRateBps: 300 } },
  ],
}

describe('findPermittedPlan', () => {
  const ask = (debtor: string, totalMinor: number, currency = EUR) =>
    findPermittedPlan(policy, { debtor, currency, totalMinor })

  it.each([
    [100_00, 0, 100_00],
    [5_000_00, 0, 100_00],
    [5_000_01, 2_000, 5_000_01],
    [9_999_999_99, 2_000, 5_000_01],
    // Below every band: the nearest, whose bounds say why it is outside.
    [99_99, 0, 100_00],
  ])('for %i takes the band that holds it', (totalMinor, leastDownPaymentBps, leastTotalMinor) => {
    expect(ask('D-9', totalMinor)).toMatchObject({ envelope: { leastDownPaymentBps }, band: { leastTotalMinor } })
  })

  it('offers nothing in a currency without a band, nor to a debtor that is excepted', () => {
    expect(ask('D-9', 100_00, JPY)).toBeNull()
    expect(ask('D-1', 100_00)).toBeNull()
    expect(permitsAnyPlan(policy, 'D-1')).toBe(false)
    expect(permitsAnyPlan(policy, 'D-9')).toBe(true)
  })

  it('changes for one debtor what is said to be different, and nothing else', () => {
    const permitted = ask('D-2', 100_00)
    expect(permitted?.envelope).toMatchObject({ mostInstalments: 24, yearlyRateBps: 300, mostDays: 200 })
    expect(permitted?.envelope).not.toHaveProperty('leastTotalMinor')
  })
})

describe('findPlanPolicyFaults', () => {
  it('finds none in a sound policy', () => {
    expect(findPlanPolicyFaults(policy)).toEqual([])
  })

  it('points at everything that is wrong', () => {
    const bands = [
      { ...small, mostTotalMinor: 50_00 },
      { ...small, frequencies: [], retryDays: [5, 2], yearlyRateBps: 4_000 },
      { ...large, leastTotalMinor: 4_000_00 },
    ]
    const overrides = [
      { debtor: 'D-1', currency: EUR, isPermitted: true, change: { graceDays: 90 } },
      { debtor: 'D-1', currency: EUR, isPermitted: true, change: {} },
    ]
    expect(findPlanPolicyFaults({ bands, overrides })).toEqual([
      { pointer: '/bands/0/mostTotalMinor', code: 'minimum_above_maximum' },
      { pointer: '/bands/1/yearlyRateBps', code: 'out_of_range' },
      { pointer: '/bands/1/frequencies', code: 'out_of_range' },
      { pointer: '/bands/1/retryDays/1', code: 'out_of_range' },
      { pointer: '/bands/2/leastTotalMinor', code: 'overlaps' },
      { pointer: '/overrides/1', code: 'duplicate' },
      { pointer: '/overrides/0/change/graceDays', code: 'out_of_range' },
    ])
  })

  it('lets the same sum be in bands of two currencies', () => {
    expect(findPlanPolicyFaults({ bands: [small, { ...small, currency: JPY }], overrides: [] })).toEqual([])
  })
})
