import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { getCurrencyExponent, parseCurrencyCode, type CurrencyCode } from './currency'
import { convertAtRate, type RateTable } from './exchange-rate'
import { computeQuoteTerms, findQuoteRefusal, isQuoteUsable, type FxQuote, type QuoteTerms } from './fx-quote'
import type { CreditorId, DebtorId } from './ids'

const code = (text: string) => parseCurrencyCode(text)!

const TABLE: RateTable = {
  source: 'ecb',
  rateOn: calendarDay('2026-11-20'),
  perEuro: new Map(
    Object.entries({ USD: '1.1684', JPY: '186.75', GBP: '0.87058', KWD: '0.358', ISK: '143.2', IDR: '20082.05' }).map(
      ([currency, rate]) => [code(currency), rate],
    ),
  ),
}
const CURRENCIES = ['EUR', ...TABLE.perEuro.keys()].map(code)

const quote = (amountMinor: number, from: string, to: string, marginBps = 0, stepMinor = 1) =>
  computeQuoteTerms(TABLE, {
    settled: { amountMinor, currency: code(from) },
    chargedCurrency: code(to),
    marginBps,
    stepMinor,
  })

function expectTerms(outcome: ReturnType<typeof quote>): QuoteTerms {
  if (!outcome.ok) throw new Error(outcome.failure)
  return outcome.value
}

describe('a quote', () => {
  it('states both amounts, both rates and the margin in money', () => {
    expect(expectTerms(quote(125_000, 'EUR', 'USD', 150))).toEqual({
      settled: { amountMinor: 125_000, currency: 'EUR' },
      // 1,250.00 at 1.185926 is 1,482.4075; at 1.1684 it is 1,460.50.
      charged: { amountMinor: 148_241, currency: 'USD' },
      referenceRate: '1.1684',
      rate: '1.185926',
      marginBps: 150,
      marginMinor: 2_191,
      source: 'ecb',
      rateOn: '2026-11-20',
    })
  })

  it('is rounded to what the gateway can charge', () => {
    expect(expectTerms(quote(12_345, 'EUR', 'KWD', 0, 10)).charged.amountMinor).toBe(44_200)
    expect(expectTerms(quote(12_345, 'EUR', 'IDR', 0, 100)).charged.amountMinor).toBe(247_912_900)
  })

  it('is never for nothing', () => {
    expect(expectTerms(quote(1, 'IDR', 'EUR')).charged.amountMinor).toBe(1)
    expect(expectTerms(quote(1, 'JPY', 'KWD', 200, 10))).toMatchObject({
      charged: { amountMinor: 10 },
      marginMinor: 0,
    })
  })

  it('is impossible without a rate, and beyond exact amounts', () => {
    expect(quote(100, 'EUR', 'BGN')).toEqual({ ok: false, failure: 'no_rate' })
    expect(quote(2 ** 50, 'EUR', 'IDR')).toEqual({ ok: false, failure: 'too_large' })
  })

  it('for nothing or with a negative margin is a bug', () => {
    expect(() => quote(0, 'EUR', 'USD')).toThrow(RangeError)
    expect(() => quote(1, 'EUR', 'USD', -1)).toThrow(RangeError)
  })
})

describe('every quote', () => {
  const currency = fc.constantFrom(...CURRENCIES)
  const amount = fc.integer({ min: 1, max: 5_000_000_000 })
  const margin = fc.integer({ min: 0, max: 1_000 })
  const step = fc.constantFrom(1, 10, 100)
  const terms = (settledMinor: number, from: CurrencyCode, to: CurrencyCode, marginBps: number, stepMinor: number) =>
    expectTerms(quote(settledMinor, from, to, marginBps, stepMinor))

  it('charges a positive multiple of the step, and a margin that is not negative', () => {
    fc.assert(
      fc.property(amount, currency, currency, margin, step, (settled, from, to, marginBps, stepMinor) => {
        const { charged, marginMinor } = terms(settled, from, to, marginBps, stepMinor)
        expect(charged.amountMinor).toBeGreaterThan(0)
        expect(charged.amountMinor % stepMinor).toBe(0)
        expect(marginMinor).toBeGreaterThanOrEqual(0)
        if (marginBps === 0) expect(marginMinor).toBe(0)
        expect(charged.amountMinor - marginMinor).toBe(terms(settled, from, to, 0, stepMinor).charged.amountMinor)
      }),
    )
  })

  it('charges no less for more, nor for a higher margin', () => {
    fc.assert(
      fc.property(
        fc.tuple(amount, fc.nat(1_000_000)),
        fc.tuple(currency, currency),
        fc.tuple(margin, fc.nat(1_000)),
        step,
        ([settled, more], [from, to], [marginBps, higher], stepMinor) => {
          const charged = (sum: number, bps: number) => terms(sum, from, to, bps, stepMinor).charged.amountMinor
          expect(charged(settled + more, marginBps)).toBeGreaterThanOrEqual(charged(settled, marginBps))
          expect(charged(settled, marginBps + higher)).toBeGreaterThanOrEqual(charged(settled, marginBps))
        },
      ),
    )
  })

  it('gains nobody more than half a step a part by being split', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 10_000_000 }), { minLength: 2, maxLength: 8 }),
        fc.tuple(currency, currency),
        margin,
        step,
        (parts, [from, to], marginBps, stepMinor) => {
          const whole = parts.reduce((sum, part) => sum + part, 0)
          const apart = parts.reduce(
            (sum, part) => sum + terms(part, from, to, marginBps, stepMinor).charged.amountMinor,
            0,
          )
          const together = terms(whole, from, to, marginBps, stepMinor).charged.amountMinor
          expect((together - apart) * 2).toBeLessThanOrEqual((parts.length + 1) * stepMinor)
        },
      ),
    )
  })

  it('can be computed again from its own figures', () => {
    fc.assert(
      fc.property(amount, currency, currency, margin, step, (settled, from, to, marginBps, stepMinor) => {
        const { charged, rate } = terms(settled, from, to, marginBps, stepMinor)
        const again = convertAtRate({ amountMinor: settled, currency: from }, rate, to, stepMinor) ?? 0
        expect(charged.amountMinor).toBe(Math.max(stepMinor, again))
      }),
    )
  })

  it('there and back without a margin ends within the units it was rounded to', () => {
    fc.assert(
      fc.property(amount, currency, currency, (settled, from, to) => {
        const there = terms(settled, from, to, 0, 1)
        const back = terms(there.charged.amountMinor, to, from, 0, 1)
        // One minor unit of the other currency, in minor units of the first; the least charge is a whole one.
        const scale = 10 ** (getCurrencyExponent(from) - getCurrencyExponent(to))
        const unit = Number(back.referenceRate) * scale
        const digits = settled * 1e-10
        expect(Math.abs(back.charged.amountMinor - settled)).toBeLessThanOrEqual(unit + 1 + digits)
      }),
    )
  })
})

describe('a quote in time', () => {
  const [createdAt, expiresAt] = [new Date('2026-11-22T10:00:00Z'), new Date('2026-11-22T10:15:00Z')]
  const made: FxQuote = {
    ...expectTerms(quote(125_000, 'EUR', 'USD', 150)),
    id: '0199f000-0000-7000-8000-000000000001',
    creditorId: 'c' as CreditorId,
    debtorId: 'd' as DebtorId,
    createdAt,
    expiresAt,
  }

  it.each([
    ['2026-11-22T09:59:59.999Z', false],
    ['2026-11-22T10:00:00Z', true],
    ['2026-11-22T10:14:59.999Z', true],
    ['2026-11-22T10:15:00Z', false],
  ])('at %s is usable: %s', (at, expected) => {
    expect(isQuoteUsable(made, new Date(at))).toBe(expected)
  })

  it('is refused for anything but what it was made for', () => {
    const wanted = { settled: made.settled, chargedCurrency: code('USD'), at: createdAt }
    expect(findQuoteRefusal(made, wanted)).toBeNull()
    expect(findQuoteRefusal(made, { ...wanted, at: expiresAt })).toBe('quote_expired')
    expect(findQuoteRefusal(made, { ...wanted, chargedCurrency: code('GBP') })).toBe('quote_differs')
    expect(findQuoteRefusal(made, { ...wanted, settled: { ...made.settled, amountMinor: 124_999 } })).toBe(
      'quote_differs',
    )
    expect(findQuoteRefusal(made, { ...wanted, settled: { ...made.settled, currency: code('GBP') } })).toBe(
      'quote_differs',
    )
  })
})
