import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bookMovements, parsePeriodQuery, type AccountMovement } from './balance-forward'
import { addDays, calendarDay, countDaysBetween } from './calendar-day'

const today = calendarDay('2026-11-21')

const movement = fc.record({
  kind: fc.constantFrom('invoice', 'credit_note', 'payment', 'refund', 'chargeback', 'reinstatement', 'discount', 'write_off'),
  on: fc.nat(300).map((days) => addDays(today, -days)),
  reference: fc.string(),
  paymentId: fc.constant(null),
  amountMinor: fc.integer({ min: -1_000_000, max: 1_000_000 }),
}) satisfies fc.Arbitrary<AccountMovement>

describe('bookMovements', () => {
  it('leads from the opening to the closing balance: opening + movements = closing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.array(movement), (openingMinor, movements) => {
        const booked = bookMovements(openingMinor, movements)
        const total = movements.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
        expect(booked.at(-1)?.balanceMinor ?? openingMinor).toBe(openingMinor + total)
      }),
    )
  })

  it('books a period in parts as it books it whole', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1e9, max: 1e9 }),
        fc.array(movement),
        fc.nat(50),
        (openingMinor, movements, cut) => {
          const first = bookMovements(openingMinor, movements.slice(0, cut))
          const second = bookMovements(first.at(-1)?.balanceMinor ?? openingMinor, movements.slice(cut))
          expect([...first, ...second]).toEqual(bookMovements(openingMinor, movements))
        },
      ),
    )
  })
})

describe('parsePeriodQuery', () => {
  const read = (text: string) => parsePeriodQuery(new URLSearchParams(text), today)

  it('is the last 90 days when nothing is asked', () => {
    const { query, problems } = read('')
    expect(problems).toEqual([])
    expect(query).toMatchObject({ to: today, page: 1, currency: null })
    expect(countDaysBetween(query.from, query.to)).toBe(89)
  })

  it('takes a period as it is given', () => {
    expect(read('from=2026-01-01&to=2026-03-31&currency=gbp&page=2')).toEqual({
      query: { from: '2026-01-01', to: '2026-03-31', currency: 'GBP', page: 2 },
      problems: [],
    })
  })

  it.each([
    ['from=2026-13-01', 'from'],
    ['to=31.12.2026', 'to'],
    ['from=2027-01-01', 'period'],
    ['currency=euro', 'currency'],
    ['page=-1', 'page'],
  ])('names and ignores %s', (text, problem) => {
    const { query, problems } = read(text)
    expect(problems).toEqual([problem])
    expect(query.from <= query.to).toBe(true)
  })
})
