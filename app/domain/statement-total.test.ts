import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { RateTable } from './exchange-rate'
import { totalPositions } from './statement-total'

const code = (text: string) => parseCurrencyCode(text)!

const TABLE: RateTable = {
  source: 'ecb',
  rateOn: calendarDay('2026-11-20'),
  perEuro: new Map([
    [code('CHF'), '0.9242'],
    [code('USD'), '1.1684'],
    [code('JPY'), '186.75'],
  ]),
}

const position = (currency: string, dueNowMinor: number, balanceMinor = dueNowMinor) => ({
  currency: code(currency),
  dueNowMinor,
  balanceMinor,
})

describe('a total in one currency', () => {
  it('adds up every position at its reference rate, and says which', () => {
    expect(totalPositions([position('EUR', 10_000), position('USD', 5_000, -2_000)], TABLE, code('EUR'))).toEqual({
      currency: 'EUR',
      lines: [
        { currency: 'EUR', rate: '1', dueNowMinor: 10_000, balanceMinor: 10_000 },
        { currency: 'USD', rate: '0.85587127696', dueNowMinor: 4_279, balanceMinor: -1_712 },
      ],
      dueNowMinor: 14_279,
      balanceMinor: 8_288,
      missing: [],
      source: 'ecb',
      rateOn: '2026-11-20',
    })
  })

  it('leaves out what has no rate, and says so', () => {
    const total = totalPositions([position('EUR', 100), position('KWD', 5_000)], TABLE, code('EUR'))
    expect(total).toMatchObject({ dueNowMinor: 100, missing: ['KWD'] })
    expect(total.lines[1]).toEqual({ currency: 'KWD', rate: null, dueNowMinor: null, balanceMinor: null })
  })

  it('needs no rate for a currency itself, though the table has none', () => {
    expect(totalPositions([position('KWD', 5_000)], TABLE, code('KWD'))).toMatchObject({
      dueNowMinor: 5_000,
      missing: [],
    })
  })

  it('is the sum of its lines', () => {
    const amount = fc.integer({ min: -10_000_000_000, max: 10_000_000_000 })
    const positions = fc.array(fc.tuple(fc.constantFrom('EUR', 'USD', 'CHF', 'JPY'), amount, amount), { maxLength: 6 })
    fc.assert(
      fc.property(positions, fc.constantFrom('EUR', 'USD', 'CHF', 'JPY'), (made, currency) => {
        const total = totalPositions(
          made.map(([own, dueNowMinor, balanceMinor]) => position(own, dueNowMinor, balanceMinor)),
          TABLE,
          code(currency),
        )
        expect(total.lines.reduce((sum, line) => sum + (line.dueNowMinor ?? 0), 0)).toBe(total.dueNowMinor)
        expect(total.lines.reduce((sum, line) => sum + (line.balanceMinor ?? 0), 0)).toBe(total.balanceMinor)
      }),
    )
  })
})
