import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { getFormatters } from './formatters'
import { LANGUAGES } from './languages'
import { parseAmount, parseDecimalText } from './parse-amount'

function currency(code: string): CurrencyCode {
  const parsed = parseCurrencyCode(code)
  if (!parsed) throw new Error(code)
  return parsed
}

const LOCALES = [...LANGUAGES, 'ar-EG', 'ar-AE', 'ar-MA', 'de-CH', 'de-AT', 'en-IN', 'en-ZA', 'en-CH', 'ro-MD']
const CURRENCIES = ['JPY', 'EUR', 'USD', 'GBP', 'RON', 'CHF', 'AED', 'INR', 'KWD', 'TND', 'ISK'].map(currency)

describe('parseAmount', () => {
  it('reads back what the portal writes, in every language and for every number of decimals', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...LOCALES),
        fc.constantFrom(...CURRENCIES),
        fc.oneof(fc.nat(100_000), fc.nat(2 ** 31), fc.nat(Math.floor(Number.MAX_SAFE_INTEGER / 10))),
        (locale, code, amountMinor) => {
          const format = getFormatters(locale, 'UTC')
          expect(parseAmount(format.amount(amountMinor, code), code, locale)).toEqual({ ok: true, value: amountMinor })
          expect(parseAmount(format.money(amountMinor, code), code, locale)).toEqual({ ok: true, value: amountMinor })
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['1.234,50', 'EUR', 'de', 123_450],
    ['1,234.50', 'EUR', 'de', 123_450],
    ['1,234.50', 'EUR', 'en', 123_450],
    ['1.234,50', 'EUR', 'en', 123_450],
    ['1 234,50', 'EUR', 'ro', 123_450],
    ["1'234.50", 'CHF', 'de-CH', 123_450],
    ['1’234.50', 'CHF', 'de', 123_450],
    ['1\u202f234,50\u00a0€', 'EUR', 'fy', 123_450],
    ['€ 1.234,50', 'EUR', 'fy', 123_450],
    ['eur 12', 'EUR', 'en', 1_200],
    ['١٬٢٣٤٫٥٠', 'EUR', 'ar', 123_450],
    ['۱۲۳۴٫۵', 'EUR', 'ar', 123_450],
    ['١٢٣٤،٥٠', 'EUR', 'ar', 123_450],
    ['1234.5', 'EUR', 'de', 123_450],
    ['1234', 'EUR', 'de', 123_400],
    ['1.234', 'EUR', 'de', 123_400],
    ['1,234', 'EUR', 'en', 123_400],
    ['1.234.567', 'EUR', 'en', 123_456_700],
    ['12,34,567.00', 'INR', 'en-IN', 123_456_700],
    ['.50', 'EUR', 'en', 50],
    ['0.500', 'EUR', 'de', 50],
    ['1,234', 'KWD', 'de', 1_234],
    ['1.234', 'JPY', 'de', 1_234],
    [' 0,01 ', 'EUR', 'de', 1],
  ])('reads %s %s in %s', (text, code, locale, amountMinor) => {
    expect(parseAmount(text, currency(code), locale)).toEqual({ ok: true, value: amountMinor })
  })

  it.each([
    ['', 'EUR', 'de', 'empty'],
    ['  ', 'EUR', 'de', 'empty'],
    ['€', 'EUR', 'de', 'empty'],
    ['zehn', 'EUR', 'de', 'malformed'],
    ['-5', 'EUR', 'de', 'malformed'],
    ['1e5', 'EUR', 'de', 'malformed'],
    ['12,', 'EUR', 'de', 'malformed'],
    ['1.2.3', 'EUR', 'de', 'malformed'],
    ['1 2345,00', 'EUR', 'de', 'malformed'],
    ['1,234.50,00', 'EUR', 'de', 'malformed'],
    ['1.234', 'EUR', 'en', 'ambiguous'],
    ['1,234', 'EUR', 'de', 'ambiguous'],
    ['1.500', 'EUR', 'en', 'ambiguous'],
    ['1.234', 'KWD', 'de', 'ambiguous'],
    ['1,000', 'JPY', 'de', 'ambiguous'],
    ['12,345', 'USD', 'de', 'ambiguous'],
    ['12.3456', 'EUR', 'en', 'too_precise'],
    ['1,234.567', 'EUR', 'en', 'too_precise'],
    ['12,5', 'JPY', 'de', 'too_precise'],
    ['99999999999999999', 'EUR', 'de', 'too_large'],
    ['999999999999999', 'EUR', 'de', 'too_large'],
  ])('refuses "%s" %s in %s: %s', (text, code, locale, problem) => {
    expect(parseAmount(text, currency(code), locale)).toEqual({ ok: false, failure: problem })
  })

  it('means the same amount to all readers that can read it', () => {
    const sign = fc.constantFrom('.', ',', ' ', "'", '٫', '٬')
    const digits = fc.stringMatching(/^\d{1,4}$/)
    const text = fc
      .tuple(digits, fc.array(fc.tuple(sign, digits), { maxLength: 3 }))
      .map((parts) => parts.flat(2).join(''))
    fc.assert(
      fc.property(text, fc.constantFrom(...CURRENCIES), (typed, code) => {
        const readings = LOCALES.map((locale) => parseAmount(typed, code, locale))
        const amounts = new Set(readings.flatMap((reading) => (reading.ok ? [reading.value] : [])))
        expect(amounts.size).toBeLessThanOrEqual(1)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a quantity or a price', () => {
  const EUR = currency('EUR')
  it.each([
    ['2', 'en', '2'],
    ['2.5', 'en', '2.5'],
    ['2,5', 'de', '2.5'],
    ['1.234', 'en', '1.234'],
    ['1.234', 'de', '1234'],
    ['1,234', 'de', '1.234'],
    ['0,00125', 'de', '0.00125'],
    ['1.234,5', 'de', '1234.5'],
    ['٢٫٥', 'ar', '2.5'],
    ['7.50 €', 'en', '7.50'],
    ['007', 'en', '7'],
  ])('%s in %s is %s', (text, locale, expected) => {
    expect(parseDecimalText(text, EUR, locale)).toEqual({ ok: true, value: expected })
  })

  it.each([
    ['', 'empty'],
    ['two', 'malformed'],
    ['-2', 'malformed'],
    ['1.000000001', 'too_precise'],
    ['1234567890123456', 'too_large'],
  ])('%j is refused: %s', (text, failure) => {
    expect(parseDecimalText(text, EUR, 'en')).toEqual({ ok: false, failure })
  })
})
