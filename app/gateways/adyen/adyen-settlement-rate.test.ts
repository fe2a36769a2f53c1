import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { multiplyRatio } from '~/domain/money'
import { agrees, parseRate } from './adyen-settlement-rate'

const of = (amountMinor: number, code: string) => ({ amountMinor, currency: parseCurrencyCode(code)! })

describe('a rate', () => {
  it.each([
    ['1', '1'],
    ['1.0000', '1'],
    ['0.94042', '0.94042'],
    ['00.50', '0.5'],
    ['157.310', '157.31'],
  ])('is written without needless zeros: %s', (text, rate) => {
    expect(parseRate(text)).toBe(rate)
  })

  it.each(['', '0', '0.000', '-1.1', '1,1', '1.', '.5', '1e2', 'NaN', ' 1', '1'.repeat(13)])(
    'is none: "%s"',
    (text) => {
      expect(parseRate(text)).toBeNull()
    },
  )
})

describe('amounts', () => {
  it('of one currency agree when they are the same', () => {
    expect(agrees(of(150_00, 'EUR'), of(150_00, 'EUR'), null)).toBe(true)
    expect(agrees(of(150_00, 'EUR'), of(150_01, 'EUR'), null)).toBe(false)
  })

  it.each([
    [of(200_00, 'CHF'), of(212_68, 'EUR'), '1.0634', true],
    // At a rate with fewer digits than it was applied with.
    [of(200_00, 'CHF'), of(213_60, 'EUR'), '1.0634', true],
    [of(200_00, 'CHF'), of(214_60, 'EUR'), '1.0634', false],
    // Upside down.
    [of(200_00, 'CHF'), of(188_07, 'EUR'), '1.0634', false],
    // Other decimals on either side.
    [of(15_731, 'JPY'), of(100_00, 'EUR'), '0.0063569', true],
    [of(100_00, 'EUR'), of(15_731, 'JPY'), '157.31', true],
    [of(100_00, 'EUR'), of(1_573_100, 'JPY'), '157.31', false],
    [of(1_000, 'KWD'), of(2_81, 'EUR'), '2.812', true],
    // A unit is let pass, however small the amount.
    [of(1, 'EUR'), of(2, 'USD'), '1.1573', true],
    [of(1, 'EUR'), of(3, 'USD'), '1.1573', false],
  ])('agree with their rate, or not: %o %o %s', (paid, gross, rate, expected) => {
    expect(agrees(paid, gross, rate)).toBe(expected)
  })

  it('agree with what was computed at the rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e12 }), fc.integer({ min: 1, max: 9_999_999 }), (amountMinor, digits) => {
        const gross = multiplyRatio(amountMinor, digits, 100_000)
        const rate = parseRate((digits / 100_000).toFixed(5))!
        expect(agrees(of(amountMinor, 'EUR'), of(gross, 'USD'), rate)).toBe(true)
        expect(agrees(of(amountMinor, 'EUR'), of(gross * 2 + 3, 'USD'), rate)).toBe(false)
      }),
    )
  })
})
