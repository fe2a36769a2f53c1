import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, dayOfInstant, startOfDay } from './calendar-day'

describe('startOfDay', () => {
  it.each([
    ['2026-11-22', 'Europe/Berlin', '2026-11-21T23:00:00.000Z'],
    // Summer time begins and ends on these days, at 02:00 and 03:00.
    ['2026-03-29', 'Europe/Berlin', '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 'Europe/Berlin', '2026-10-24T22:00:00.000Z'],
    ['2026-11-22', 'Pacific/Kiritimati', '2026-11-21T10:00:00.000Z'],
    ['2026-11-22', 'Pacific/Pago_Pago', '2026-11-22T11:00:00.000Z'],
    ['2026-11-22', 'Asia/Kathmandu', '2026-11-21T18:15:00.000Z'],
    // Lebanon's clocks go from 00:00 to 01:00.
    ['2026-03-29', 'Asia/Beirut', '2026-03-28T22:00:00.000Z'],
  ])('%s begins in %s at %s', (day, timeZone, expected) => {
    expect(startOfDay(calendarDay(day), timeZone).toISOString()).toBe(expected)
  })

  it('is of its day, and a millisecond before it the day before', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe', 'Africa/Cairo', 'UTC']
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000 }), fc.constantFrom(...zones), (offset, timeZone) => {
        const day = addDays(calendarDay('2010-01-01'), offset)
        const start = startOfDay(day, timeZone)
        expect(dayOfInstant(start, timeZone)).toBe(day)
        expect(dayOfInstant(new Date(start.getTime() - 1), timeZone)).toBe(addDays(day, -1))
      }),
    )
  })
})
