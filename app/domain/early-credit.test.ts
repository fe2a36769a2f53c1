import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeStandingEarlyCredit } from './early-credit'

describe('the interest that an early payment saved', () => {
  it('stands in the proportion in which the money stands', () => {
    expect(computeStandingEarlyCredit(10_00, { settledMinor: 300_00, standingMinor: 100_00 })).toBe(3_33)
  })

  it('stands whole with all of the money and not at all with none, and never more for less money', () => {
    fc.assert(
      fc.property(
        fc.nat(10 ** 9),
        fc.integer({ min: 1, max: 10 ** 12 }),
        fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true })),
        (grantedMinor, settledMinor, shares) => {
          const [less, more] = shares
            .map((share) => Math.floor(share * settledMinor))
            .toSorted((left, right) => left - right)
          const stands = (standingMinor: number) =>
            computeStandingEarlyCredit(grantedMinor, { settledMinor, standingMinor })
          expect(stands(settledMinor)).toBe(grantedMinor)
          expect(stands(0)).toBe(0)
          expect(stands(less!)).toBeLessThanOrEqual(stands(more!))
          expect(stands(more!)).toBeLessThanOrEqual(grantedMinor)
        },
      ),
    )
  })
})
