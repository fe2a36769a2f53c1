import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { computeClaim, computeMostClaimable, type ClaimableLine, type LineClaim } from './dispute-claim'
import { createCreditNote } from './dispute-credit'
import { fitClaims } from './dispute-lines'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'

const TOTALS = { netMinor: 100_00, taxMinor: 19_00 }
const boxes: ClaimableLine = { quantity: '10', unitPrice: '8.00', netMinor: 80_00, taxPercent: '19' }

const claimed = (line: ClaimableLine, claim: LineClaim) => computeClaim(line, claim, TOTALS)

describe('a claim on a line', () => {
  it.each<[LineClaim, number, number]>([
    [{ kind: 'whole' }, 80_00, 95_20],
    [{ kind: 'quantity', quantity: '2' }, 16_00, 19_04],
    [{ kind: 'quantity', quantity: '10.000' }, 80_00, 95_20],
    [{ kind: 'quantity', quantity: '0.333' }, 2_66, 3_17],
    [{ kind: 'price', price: '7.50' }, 5_00, 5_95],
    [{ kind: 'price', price: '0' }, 80_00, 95_20],
    [{ kind: 'amount', amountMinor: 10_00 }, 8_40, 10_00],
  ])('%o comes to %i net and %i gross', (claim, netMinor, claimedMinor) => {
    expect(claimed(boxes, claim)).toEqual({ ok: true, value: { netMinor, claimedMinor } })
  })

  it('is taxed as the document is on the whole where the line names no rate', () => {
    expect(claimed({ ...boxes, taxPercent: null }, { kind: 'whole' })).toMatchObject({ value: { claimedMinor: 95_20 } })
  })

  it.each<[LineClaim, unknown]>([
    [{ kind: 'quantity', quantity: '0' }, { kind: 'quantity' }],
    [{ kind: 'quantity', quantity: '10.01' }, { kind: 'quantity' }],
    [{ kind: 'quantity', quantity: '-1' }, { kind: 'quantity' }],
    [{ kind: 'quantity', quantity: '1e3' }, { kind: 'quantity' }],
    [{ kind: 'price', price: '8' }, { kind: 'price' }],
    [{ kind: 'price', price: '9' }, { kind: 'price' }],
    [
      { kind: 'amount', amountMinor: 95_21 },
      { kind: 'amount', mostMinor: 95_20 },
    ],
    [
      { kind: 'amount', amountMinor: 0 },
      { kind: 'amount', mostMinor: 95_20 },
    ],
  ])('%o is refused', (claim, failure) => {
    expect(claimed(boxes, claim)).toEqual({ ok: false, failure })
  })

  it('cannot be made of what takes off money, nor of a price that is not there', () => {
    expect(claimed({ ...boxes, netMinor: -5 }, { kind: 'whole' })).toMatchObject({ failure: { kind: 'not_claimable' } })
    expect(claimed({ ...boxes, unitPrice: null }, { kind: 'price', price: '1' })).toMatchObject({
      failure: { kind: 'price' },
    })
  })
})

describe('a line of which something was granted before', () => {
  const claimRest = (claim: LineClaim, grantedMinor: number) => computeClaim(boxes, claim, TOTALS, grantedMinor)

  it('is claimed for no more than the rest', () => {
    expect(claimRest({ kind: 'whole' }, 35_20)).toEqual({ ok: true, value: { netMinor: 50_42, claimedMinor: 60_00 } })
    expect(claimRest({ kind: 'quantity', quantity: '2' }, 35_20)).toMatchObject({ value: { claimedMinor: 19_04 } })
    expect(claimRest({ kind: 'amount', amountMinor: 60_00 }, 35_20)).toMatchObject({ value: { claimedMinor: 60_00 } })
    const failure = { kind: 'amount', mostMinor: 60_00 }
    expect(claimRest({ kind: 'amount', amountMinor: 60_01 }, 35_20)).toEqual({ ok: false, failure })
    expect(computeMostClaimable(boxes, TOTALS, 35_20)).toBe(60_00)
  })

  it('is not claimed again where all of it was', () => {
    expect(claimRest({ kind: 'whole' }, 95_20)).toEqual({ ok: false, failure: { kind: 'not_claimable' } })
    expect(computeMostClaimable(boxes, TOTALS, 95_20)).toBeNull()
  })
})

const lines = fc.record({
  quantity: fc.integer({ min: 1, max: 100_000 }).map((thousandths) => (thousandths / 1000).toFixed(3)),
  unitPrice: fc.integer({ min: 1, max: 1_000_000 }).map((cents) => (cents / 100).toFixed(2)),
  netMinor: fc.integer({ min: 1, max: 1_000_000_000 }),
  taxPercent: fc.constantFrom('0', '7', '19', '5.5', '8.1', null),
})

describe('for any line', () => {
  it('nothing claimed is more than the line, and more of it never claims less', () => {
    fc.assert(
      fc.property(lines, fc.nat(1000), fc.nat(1000), (line, first, second) => {
        const part = (permille: number) => ((Number(line.quantity) * permille) / 1000).toFixed(6)
        const amounts = [first, second]
          .toSorted((a, b) => a - b)
          .map((permille) => claimed(line, { kind: 'quantity', quantity: part(permille) }))
          .map((result) => (result.ok ? result.value.claimedMinor : 0))
        expect(amounts[0]).toBeLessThanOrEqual(amounts[1]!)
        expect(amounts[1]).toBeLessThanOrEqual(computeMostClaimable(line, TOTALS)!)
      }),
    )
  })
})

describe('claims that are fitted', () => {
  it('never come to more than there is, and to all of it where they want more', () => {
    fc.assert(
      fc.property(
        fc.array(lines, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 1, max: 2_000_000_000 }),
        (all, most) => {
          const claims = all.map((line, index) => {
            const result = claimed(line, { kind: 'whole' })
            if (!result.ok) throw new Error(result.failure.kind)
            return { position: index + 1, claim: { kind: 'whole' as const }, ...result.value }
          })
          const wanted = claims.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0)
          const fitted = fitClaims(claims, most)
          expect(fitted.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0)).toBe(Math.min(wanted, most))
          expect(
            fitted.every(({ claimedMinor, claimedNetMinor }) => claimedMinor > 0 && claimedNetMinor <= claimedMinor),
          ).toBe(true)
        },
      ),
    )
  })
})

describe('the credit note', () => {
  const EURO = parseCurrencyCode('EUR')!
  const terms = (taxBreakdown: { category: string; percent: string; taxableMinor: number; taxMinor: number }[]) => ({
    number: 'A-C1',
    issueOn: calendarDay('2026-11-22'),
    currency: EURO,
    debtorExternalId: '1001',
    note: 'Two boxes were missing.',
    invoice: {
      number: 'A',
      issueOn: calendarDay('2026-10-01'),
      purchaseOrder: null,
      document: { buyer: { name: 'Holm ApS' }, taxBreakdown },
    },
  })

  it('is payable for what was granted to the cent, and its figures add up', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(lines, fc.double({ min: 0, max: 1, noNaN: true })), { minLength: 1, maxLength: 8 }),
        (parts) => {
          const granted = parts.map(([line, share], index) => {
            const result = claimed(line, { kind: 'whole' })
            if (!result.ok) throw new Error(result.failure.kind)
            const { netMinor: claimedNetMinor, claimedMinor } = result.value
            const grantedMinor = Math.floor(claimedMinor * share)
            return {
              position: index + 1,
              name: 'x',
              taxPercent: line.taxPercent,
              taxCategory: null,
              claimedNetMinor,
              claimedMinor,
              grantedMinor,
            }
          })
          const { totals, taxBreakdown, lines: written } = createCreditNote(terms([]), granted)
          expect(totals.payableMinor).toBe(granted.reduce((sum, { grantedMinor }) => sum + grantedMinor, 0))
          expect(totals.netMinor + totals.taxMinor).toBe(totals.grossMinor)
          expect(written.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(totals.lineNetMinor)
          expect(taxBreakdown.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(totals.taxMinor)
          expect(taxBreakdown.reduce((sum, { taxableMinor }) => sum + taxableMinor, 0)).toBe(totals.netMinor)
        },
      ),
    )
  })

  it('of an invoice as a whole is divided as the invoice is taxed', () => {
    const whole = {
      position: 0,
      name: 'A',
      taxPercent: null,
      taxCategory: null,
      claimedNetMinor: 150_00,
      claimedMinor: 172_50,
      grantedMinor: 86_25,
    }
    const { taxBreakdown, totals } = createCreditNote(
      terms([
        { category: 'S', percent: '20', taxableMinor: 100_00, taxMinor: 20_00 },
        { category: 'S', percent: '5', taxableMinor: 50_00, taxMinor: 2_50 },
      ]),
      [whole],
    )
    expect(totals.payableMinor).toBe(86_25)
    expect(taxBreakdown).toEqual([
      { category: 'S', percent: '20', taxableMinor: 50_00, taxMinor: 10_00 },
      { category: 'S', percent: '5', taxableMinor: 25_00, taxMinor: 1_25 },
    ])
  })
})
