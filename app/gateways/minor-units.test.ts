import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { getCurrencyExponent, isCurrencyCode, parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import {
  findChargeStep,
  fromProviderAmount,
  parseProviderDecimal,
  toProviderAmount,
  type UnitProvider,
} from './minor-units'

const PROVIDERS = ['stripe', 'adyen'] as const satisfies readonly UnitProvider[]
const SHARED_TABLE = '../shared/data/currency/minor-units.json'

const of = (amountMinor: number, code: string) => ({ amountMinor, currency: parseCurrencyCode(code)! })
const sent = (provider: UnitProvider, amountMinor: number, code: string) =>
  toProviderAmount(provider, of(amountMinor, code))

describe('what a provider is sent', () => {
  it.each([
    ['stripe', 12345, 'EUR', 12345],
    ['stripe', 500, 'JPY', 500],
    ['stripe', 1500, 'ISK', 150000],
    ['stripe', 5000, 'UGX', 500000],
    ['stripe', 5000, 'CLP', 5000],
    ['stripe', 1230, 'KWD', 1230],
    ['stripe', 1250000, 'IDR', 1250000],
    ['stripe', 12300, 'CVE', 12300],
    ['stripe', 12300, 'MGA', 123],
    ['adyen', 12345, 'EUR', 12345],
    ['adyen', 500, 'JPY', 500],
    ['adyen', 1500, 'ISK', 150000],
    ['adyen', 5000, 'UGX', 5000],
    ['adyen', 5000, 'CLP', 500000],
    ['adyen', 1234, 'KWD', 1234],
    ['adyen', 1250000, 'IDR', 12500],
    ['adyen', 12300, 'CVE', 123],
  ] as const)('%s: %i minor units of %s are %i', (provider, amountMinor, code, expected) => {
    expect(sent(provider, amountMinor, code)).toEqual({ ok: true, value: expected })
    expect(fromProviderAmount(provider, expected, parseCurrencyCode(code)!)).toEqual({
      ok: true,
      value: of(amountMinor, code),
    })
  })

  it.each([
    ['stripe', 1234, 'KWD', 1230, 1240],
    ['stripe', 9, 'BHD', 0, 10],
    ['stripe', 12345, 'MGA', 12300, 12400],
    ['adyen', 1250001, 'IDR', 1250000, 1250100],
    ['adyen', 99, 'CVE', 0, 100],
  ] as const)('%s cannot take %i of %s, but %i or %i', (provider, amountMinor, code, lowerMinor, upperMinor) => {
    expect(sent(provider, amountMinor, code)).toEqual({
      ok: false,
      failure: { kind: 'between_units', lowerMinor, upperMinor },
    })
    expect(sent(provider, lowerMinor, code).ok).toBe(true)
    expect(sent(provider, upperMinor, code).ok).toBe(true)
  })

  it.each(['BIF', 'MGA'])('is nothing where it is not known how Adyen counts %s', (code) => {
    expect(sent('adyen', 100, code)).toEqual({ ok: false, failure: { kind: 'unit_unknown' } })
    expect(fromProviderAmount('adyen', 100, parseCurrencyCode(code)!)).toEqual({
      ok: false,
      failure: { kind: 'unit_unknown' },
    })
    expect(findChargeStep('adyen', parseCurrencyCode(code)!)).toBeNull()
  })

  it('is refused where the integer would not be exact', () => {
    expect(sent('adyen', Number.MAX_SAFE_INTEGER, 'CLP')).toEqual({ ok: false, failure: { kind: 'too_large' } })
  })
})

it('a fraction of ISO’s unit that a provider reports is not rounded away', () => {
  expect(fromProviderAmount('adyen', 12345, parseCurrencyCode('CLP')!)).toEqual({
    ok: false,
    failure: { kind: 'between_units', lowerMinor: 123, upperMinor: 124 },
  })
})

describe('an amount of a report', () => {
  const read = (text: string, code: string) => parseProviderDecimal('adyen', text, parseCurrencyCode(code)!)

  it.each([
    ['12.34', 'EUR', 1234],
    ['12.3', 'EUR', 1230],
    ['515', 'EUR', 51500],
    ['0.20', 'EUR', 20],
    ['-0.05', 'EUR', -5],
    ['0.00', 'EUR', 0],
    ['1.2500', 'EUR', 125],
    ['500', 'JPY', 500],
    ['1.234', 'KWD', 1234],
    // Adyen has none of ISO's two, and two of which ISO has none.
    ['12500', 'IDR', 1250000],
    ['50.00', 'CLP', 50],
  ])('%s %s are %i of ISO’s minor units', (text, code, amountMinor) => {
    expect(read(text, code)).toEqual({ ok: true, value: of(amountMinor, code) })
  })

  it.each([
    ['1,234.50', 'EUR', 'malformed'],
    ['12,34', 'EUR', 'malformed'],
    ['1e3', 'EUR', 'malformed'],
    ['.5', 'EUR', 'malformed'],
    ['', 'EUR', 'malformed'],
    ['12 EUR', 'EUR', 'malformed'],
    ['0.005', 'EUR', 'too_precise'],
    ['0.5', 'JPY', 'too_precise'],
    ['12500.50', 'IDR', 'too_precise'],
    ['50.50', 'CLP', 'between_units'],
    ['1.00', 'MGA', 'unit_unknown'],
    ['999999999999999', 'KWD', 'too_large'],
  ])('%s %s is none: %s %s', (text, code, kind) => {
    expect(read(text, code)).toMatchObject({ ok: false, failure: { kind } })
  })

  it('is read to what was sent', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('EUR', 'JPY', 'KWD', 'CLP', 'IDR'),
        fc.integer({ min: -1e12, max: 1e12 }),
        (code, units) => {
          const currency = parseCurrencyCode(code)!
          const exponent = { EUR: 2, JPY: 0, KWD: 3, CLP: 2, IDR: 0 }[code]
          const digits = String(Math.abs(units)).padStart(exponent + 1, '0')
          const point = digits.length - exponent
          const magnitude = exponent === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`
          const text = `${units < 0 ? '-' : ''}${magnitude}`
          expect(read(text, code)).toEqual(fromProviderAmount('adyen', units, currency))
        },
      ),
    )
  })
})

const table = existsSync(SHARED_TABLE)
  ? z
      .object({
        stripe: z.object({ zero: z.array(z.string()), three: z.array(z.string()) }),
        adyen: z.object({ zero: z.array(z.string()), three: z.array(z.string()), unverified: z.array(z.string()) }),
        differences: z.record(z.string(), z.object({ stripe: z.number().nullable(), adyen: z.number().nullable() })),
        iso4217: z.record(z.string(), z.number()),
      })
      .parse(JSON.parse(readFileSync(SHARED_TABLE, 'utf8')))
  : null

/** Decimals that a provider wants of a currency, by the published tables; null where they are unverified. */
function findPublishedExponent(provider: UnitProvider, code: string): number | null {
  const different = table?.differences[code]
  if (different) return different[provider]
  if (table?.[provider].zero.includes(code)) return 0
  if (table?.[provider].three.includes(code)) return 3
  return 2
}

const known: readonly CurrencyCode[] = Object.keys(table?.iso4217 ?? {}).filter(isCurrencyCode)

describe.skipIf(table === null)(`the published tables (skipped where ${SHARED_TABLE} is absent)`, () => {
  it('has ISO’s decimals for what both know', () => {
    expect(known.length).toBeGreaterThan(140)
    const wrong = known.filter((code) => getCurrencyExponent(code) !== table?.iso4217[code])
    expect(wrong).toEqual([])
  })

  it.each(PROVIDERS)('%s gets the decimals it publishes, for every currency', (provider) => {
    const wrong = known.filter((currency) => {
      const published = findPublishedExponent(provider, currency)
      if (published === null) return findChargeStep(provider, currency) !== null
      const major = { amountMinor: 1000 * 10 ** getCurrencyExponent(currency), currency }
      const amount = toProviderAmount(provider, major)
      return !amount.ok || amount.value !== 1000 * 10 ** published
    })
    expect(wrong).toEqual([])
  })
})

describe('every currency', () => {
  const codes = 'EUR USD JPY KRW ISK UGX CLP IDR CVE MGA BIF UYI BHD IQD JOD KWD LYD OMR TND HUF TWD'
    .split(' ')
    .map((code) => parseCurrencyCode(code)!)
  const minor = fc.integer({ min: -9_000_000_000_000, max: 9_000_000_000_000 })

  it('comes back as it went, or is refused with its two neighbours', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PROVIDERS),
        fc.constantFrom(...codes),
        minor,
        (provider, currency, amountMinor) => {
          const step = findChargeStep(provider, currency)
          const amount = toProviderAmount(provider, { amountMinor, currency })
          if (step === null) {
            expect(amount).toEqual({ ok: false, failure: { kind: 'unit_unknown' } })
            return
          }
          if (amount.ok) {
            expect(Math.abs(amountMinor % step)).toBe(0)
            expect(fromProviderAmount(provider, amount.value, currency)).toEqual({
              ok: true,
              value: { amountMinor: amountMinor === 0 ? 0 : amountMinor, currency },
            })
            return
          }
          if (amount.failure.kind !== 'between_units') throw new Error(amount.failure.kind)
          const { lowerMinor, upperMinor } = amount.failure
          expect(upperMinor - lowerMinor).toBe(step)
          expect(lowerMinor < amountMinor && amountMinor < upperMinor).toBe(true)
        },
      ),
    )
  })

  it('with Stripe never has a last digit where three decimals are counted, nor hundredths of a króna', () => {
    fc.assert(
      fc.property(fc.constantFrom(...codes), minor, (currency, amountMinor) => {
        const amount = toProviderAmount('stripe', { amountMinor, currency })
        if (!amount.ok) return
        if (['BHD', 'JOD', 'KWD', 'OMR', 'TND'].includes(currency)) expect(Math.abs(amount.value % 10)).toBe(0)
        if (['ISK', 'UGX'].includes(currency)) expect(Math.abs(amount.value % 100)).toBe(0)
      }),
    )
  })
})
