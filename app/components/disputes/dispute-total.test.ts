/** The sums that a browser shows beside the form are those of the review. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeClaim, computeMostClaimable, findTaxRatio, type LineClaim } from '~/domain/dispute-claim'
import { claimPart } from '../../../public/enhance/claim-amounts.js'
import { readDecimal } from '../../../public/enhance/read-decimal.js'

const decimal = (most: number) =>
  fc
    .record({ whole: fc.nat(most), fraction: fc.stringMatching(/^\d{0,4}$/) })
    .map(({ whole, fraction }) => (fraction === '' ? String(whole) : `${whole}.${fraction}`))

describe('a part of a line', () => {
  it('comes to what the server works out', () => {
    const line = fc.record({
      ...{ quantity: decimal(50), unitPrice: decimal(500), netMinor: fc.integer({ min: 1, max: 10_000_000 }) },
      taxPercent: fc.constantFrom('19', '7.7', '0', '5.55', null),
    })
    const totals = fc.record({ netMinor: fc.integer({ min: 0, max: 1e8 }), taxMinor: fc.nat(2e7) })
    fc.assert(
      fc.property(line, totals, decimal(60), fc.nat(1_000), fc.boolean(), (given, sums, part, granted, isPrice) => {
        const most = computeMostClaimable(given, sums, granted)
        fc.pre(most !== null)
        const { numerator, denominator } = findTaxRatio(given, sums)
        const claim: LineClaim = isPrice ? { kind: 'price', price: part } : { kind: 'quantity', quantity: part }
        const worked = computeClaim(given, claim, sums, granted)
        const shown = claimPart(
          {
            ...{ netMinor: given.netMinor, mostMinor: most, taxNumerator: numerator, taxDenominator: denominator },
            ...{ quantity: given.quantity, price: given.unitPrice },
          },
          claim.kind === 'price' ? 'price' : 'quantity',
          part,
        )
        expect(shown).toBe(worked.ok ? worked.value.claimedMinor : null)
      }),
    )
  })
})

describe('a number as it is typed', () => {
  it('is read as its reader writes it', () => {
    const read = (text: string, locale: string) => readDecimal(text, locale)
    expect(read('1.234,5', 'de')).toBe('1234.5')
    expect(read('1,234.5', 'en')).toBe('1234.5')
    expect(read('1.234', 'de')).toBe('1234')
    expect(read('1.234', 'en')).toBe('1.234')
    expect(read('2,5', 'de')).toBe('2.5')
    expect(read('٢٫٥', 'ar-EG')).toBe('2.5')
    expect(read('1 234,50 €', 'ro')).toBe('1234.50')
    expect(read('1.000.000', 'de')).toBe('1000000')
    expect(read('two', 'en')).toBeNull()
    expect(read('-1', 'en')).toBeNull()
  })
})
