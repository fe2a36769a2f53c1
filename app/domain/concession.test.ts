import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { findLastExecutionDay, grantConcession } from './concession'

const amounts = fc
  .tuple(
    fc.integer({ min: 1, max: 10 ** 9 }),
    fc.integer({ min: 1, max: 10 ** 10 }),
    fc.double({ min: 0, max: 1, noNaN: true }),
  )
  .map(([amountMinor, askedMinor, share]) => ({
    amountMinor,
    askedMinor,
    receivedMinor: Math.floor(askedMinor * share),
  }))

describe('grantConcession', () => {
  it('grants all of it for all the money, and nothing for none', () => {
    fc.assert(
      fc.property(
        amounts,
        fc.constantFrom('full_only' as const, 'pro_rata' as const),
        ({ amountMinor, askedMinor }, rule) => {
          expect(grantConcession({ amountMinor, rule }, { receivedMinor: askedMinor, askedMinor })).toBe(amountMinor)
          expect(grantConcession({ amountMinor, rule }, { receivedMinor: askedMinor + 1, askedMinor })).toBe(
            amountMinor,
          )
          expect(grantConcession({ amountMinor, rule }, { receivedMinor: 0, askedMinor })).toBe(0)
        },
      ),
    )
  })

  it('grants nothing for a part where all has to come, else the part that the money earned', () => {
    fc.assert(
      fc.property(amounts, ({ amountMinor, askedMinor, receivedMinor }) => {
        fc.pre(receivedMinor < askedMinor)
        expect(grantConcession({ amountMinor, rule: 'full_only' }, { receivedMinor, askedMinor })).toBe(0)
        const granted = grantConcession({ amountMinor, rule: 'pro_rata' }, { receivedMinor, askedMinor })
        expect(Math.abs(granted - (amountMinor * receivedMinor) / askedMinor)).toBeLessThanOrEqual(0.5 + 1e-6)
      }),
    )
  })
})

describe('findLastExecutionDay', () => {
  const discount = {
    receivedByOn: calendarDay('2026-12-08'),
    grounds: {
      ...{ source: 'document' as const, rateBps: 200, deadlineOn: calendarDay('2026-12-04'), baseMinor: 100_00 },
      ...{ taxMode: 'included' as const, correction: 'credit_note' as const },
    },
  }
  const settlement = {
    receivedByOn: calendarDay('2026-12-05'),
    grounds: { source: 'settlement_offer' as const, offerId: 'o' },
  }

  it('is the first of the last days: of a discount its own, else that of arrival', () => {
    expect(findLastExecutionDay([discount])).toBe('2026-12-04')
    expect(findLastExecutionDay([settlement])).toBe('2026-12-05')
    expect(findLastExecutionDay([settlement, discount])).toBe('2026-12-04')
  })

  it('is any day where nothing is let go, or whenever the money comes', () => {
    expect(findLastExecutionDay([])).toBeNull()
    expect(findLastExecutionDay([{ ...settlement, receivedByOn: null }])).toBeNull()
  })
})
