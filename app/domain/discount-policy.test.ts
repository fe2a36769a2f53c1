import { describe, expect, it } from 'vitest'
import { DEFAULT_DISCOUNT_POLICY, findDiscountPolicyFaults } from './discount-policy'

describe('findDiscountPolicyFaults', () => {
  it('finds nothing wrong with the default', () => {
    expect(findDiscountPolicyFaults(DEFAULT_DISCOUNT_POLICY)).toEqual([])
  })

  it('points at each figure that is out of its bounds', () => {
    const faults = findDiscountPolicyFaults({
      ...DEFAULT_DISCOUNT_POLICY,
      tiers: [
        { days: 7, rateBps: 200 },
        { days: 7, rateBps: 2_501 },
      ],
      transferDays: 15,
      sliding: { yearlyRateBps: 0, leastDays: 1, mostRateBps: 100, debtors: [] },
    })
    expect(faults).toEqual([
      { pointer: '/tiers/1/days', code: 'duplicate' },
      { pointer: '/tiers/1/rateBps', code: 'out_of_range' },
      { pointer: '/transferDays', code: 'out_of_range' },
      { pointer: '/sliding/yearlyRateBps', code: 'out_of_range' },
      { pointer: '/sliding/debtors', code: 'out_of_range' },
    ])
  })
})
