import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { AGEING_BUCKETS, AGEING_THRESHOLDS_DAYS, ageItems, chooseAgeingBucket, getAgeingBucket } from './ageing'
import { addDays, calendarDay } from './calendar-day'

const today = calendarDay('2026-11-21')

describe('chooseAgeingBucket', () => {
  it.each([
    [-400, 'not_due'],
    [0, 'not_due'],
    [1, 'days_1_30'],
    [30, 'days_1_30'],
    [31, 'days_31_60'],
    [60, 'days_31_60'],
    [61, 'days_61_90'],
    [90, 'days_61_90'],
    [91, 'days_over_90'],
    [4000, 'days_over_90'],
  ])('puts an item %i days past due into %s', (days, bucket) => {
    expect(chooseAgeingBucket(addDays(today, -days), today)).toBe(bucket)
  })

  it('never makes an item younger as days pass', () => {
    fc.assert(
      fc.property(fc.integer({ min: -800, max: 800 }), fc.nat(400), (offset, later) => {
        const dueOn = addDays(today, offset)
        const before = AGEING_BUCKETS.indexOf(chooseAgeingBucket(dueOn, today))
        const after = AGEING_BUCKETS.indexOf(chooseAgeingBucket(dueOn, addDays(today, later)))
        expect(after).toBeGreaterThanOrEqual(before)
      }),
    )
  })

  it('knows one bucket more than there are thresholds', () => {
    expect(AGEING_BUCKETS).toHaveLength(AGEING_THRESHOLDS_DAYS.length + 1)
    expect(() => getAgeingBucket(AGEING_BUCKETS.length)).toThrow(RangeError)
  })
})

describe('ageItems', () => {
  it('keeps every item and every amount, in order of age', () => {
    const item = fc.record({
      bucket: fc.constantFrom(...AGEING_BUCKETS),
      count: fc.integer({ min: 1, max: 50 }),
      openMinor: fc.integer({ min: 1, max: 10_000_000 }),
    })
    fc.assert(
      fc.property(fc.array(item), (items) => {
        const lines = ageItems(items)
        expect(lines.map((line) => line.bucket)).toEqual(AGEING_BUCKETS)
        for (const key of ['count', 'openMinor'] as const) {
          const total = items.reduce((sum, each) => sum + each[key], 0)
          expect(lines.reduce((sum, line) => sum + line[key], 0)).toBe(total)
        }
      }),
    )
  })
})
