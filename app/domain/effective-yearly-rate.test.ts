import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay } from './calendar-day'
import { computeEffectiveYearlyRate } from './effective-yearly-rate'

const on = (day: string, amountMinor: number) => ({ on: calendarDay(day), amountMinor })

describe('computeEffectiveYearlyRate', () => {
  // Directive 98/7/EC, Annex II (Annex III of Directive 87/102/EEC), examples of calculation on a calendar basis.
  it.each([
    ['first', 1_000_00, [on('1995-07-01', 1_200_00)], 12.96],
    ['third', 1_000_00, [on('1995-01-01', 600_00), on('1996-01-01', 600_00)], 13.07],
  ] as const)('reproduces the %s example', (_, nowMinor, payments, percent) => {
    expect(computeEffectiveYearlyRate(nowMinor, calendarDay('1994-01-01'), payments)).toBe(Math.round(percent * 100))
  })

  it('reproduces the second example, which is given to one decimal', () => {
    const bps = computeEffectiveYearlyRate(950_00, calendarDay('1994-01-01'), [on('1995-07-01', 1_200_00)])
    expect(((bps ?? 0) / 100).toFixed(1)).toBe('16.9')
  })

  it('is 0 where paying later costs nothing, and negative where it saves', () => {
    expect(computeEffectiveYearlyRate(100, calendarDay('2026-01-01'), [on('2026-07-01', 100)])).toBe(0)
    expect(computeEffectiveYearlyRate(100, calendarDay('2026-01-01'), [on('2027-01-01', 90)])).toBe(-1_000)
  })

  it('is none where everything is paid now', () => {
    expect(computeEffectiveYearlyRate(100, calendarDay('2026-01-01'), [on('2026-01-01', 100)])).toBeNull()
    expect(computeEffectiveYearlyRate(0, calendarDay('2026-01-01'), [on('2026-02-01', 100)])).toBeNull()
  })

  it('gives back the rate by which an amount has grown', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 30, max: 1_000 }),
        fc.integer({ min: 1, max: 20_000 }),
        fc.integer({ min: 10 ** 9, max: 10 ** 12 }),
        (days, bps, nowMinor) => {
          const start = calendarDay('2026-01-01')
          const amountMinor = Math.round(nowMinor * (1 + bps / 10_000) ** (days / 365))
          const found = computeEffectiveYearlyRate(nowMinor, start, [{ on: addDays(start, days), amountMinor }])
          expect(Math.abs((found ?? NaN) - bps)).toBeLessThanOrEqual(1)
        },
      ),
    )
  })
})
