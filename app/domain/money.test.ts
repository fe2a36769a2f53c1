import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { getCurrencyExponent, parseCurrencyCode } from './currency'
import {
  createMoney,
  divideRounded,
  formatMinorAsDecimal,
  multiplyBps,
  multiplyRatio,
  parseDecimalToMinor,
  roundDecimalToMinor,
  splitMinor,
} from './money'

const currency = fc.constantFrom('EUR', 'JPY', 'KWD').map((code) => parseCurrencyCode(code)!)
const minor = fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 })

describe('an amount', () => {
  it('is a whole number of minor units, without negative zero', () => {
    const euro = parseCurrencyCode('EUR')!
    expect(Object.is(createMoney(-0, euro).amountMinor, 0)).toBe(true)
    for (const wrong of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
      expect(() => createMoney(wrong, euro)).toThrow(RangeError)
    }
  })

  it('reads back what it writes, for every number of decimals', () => {
    fc.assert(
      fc.property(minor, currency, (amountMinor, code) => {
        const text = formatMinorAsDecimal(amountMinor, code)
        expect(text.split('.')[1]?.length ?? 0).toBe(getCurrencyExponent(code))
        expect(parseDecimalToMinor(text, code)).toBe(amountMinor)
        expect(roundDecimalToMinor(text, code)).toBe(amountMinor)
      }),
    )
  })

  it('is written to the last unit, however large', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (amountMinor, code) => {
        expect(BigInt(formatMinorAsDecimal(amountMinor, code).replace('.', ''))).toBe(BigInt(amountMinor))
      }),
    )
  })

  it.each(['', '1,5', '1.234,50', '1e3', '0x10', '1.005', '--1', '9'.repeat(16)])('does not read %j', (text) => {
    expect(parseDecimalToMinor(text, parseCurrencyCode('EUR')!)).toBeNull()
  })
})

describe('rounding', () => {
  it.each([
    [1, 2, 1],
    [-1, 2, -1],
    [5, 10, 1],
    [4, 10, 0],
    [-5, 10, -1],
    [7, 3, 2],
  ])('%i / %i is %i: halves go away from zero', (numerator, denominator, expected) => {
    expect(divideRounded(numerator, denominator)).toBe(expected)
  })

  it('is never further off than a half, however large the product', () => {
    fc.assert(
      fc.property(minor, fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 1_000, max: 9_999 }), (amount, n, d) => {
        const off = BigInt(multiplyRatio(amount, n, d)) * BigInt(d) - BigInt(amount) * BigInt(n)
        expect((off < 0n ? -off : off) * 2n <= BigInt(d)).toBe(true)
      }),
    )
    expect(multiplyBps(10_050, 200)).toBe(201)
  })
})

describe('splitting', () => {
  const weights = fc
    .array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 40 })
    .filter((parts) => parts.some((part) => part > 0))

  it('makes parts that sum to the whole, each within one unit of its exact share', () => {
    fc.assert(
      fc.property(minor, weights, (total, shares) => {
        const parts = splitMinor(total, shares)
        expect(parts.reduce((sum, part) => sum + part, 0)).toBe(total)
        const sum = BigInt(shares.reduce((all, share) => all + share, 0))
        parts.forEach((part, index) => {
          const off = BigInt(part) * sum - BigInt(total) * BigInt(shares[index]!)
          expect((off < 0n ? -off : off) < sum).toBe(true)
        })
      }),
    )
  })

  it('refuses shares that are negative or all nothing', () => {
    expect(() => splitMinor(10, [])).toThrow(RangeError)
    expect(() => splitMinor(10, [0, 0])).toThrow(RangeError)
    expect(() => splitMinor(10, [2, -1])).toThrow(RangeError)
  })
})
