import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import { parseCurrencyCode } from './currency'
import { findInvoiceDifferences } from './invoice-consistency'
import { createPlanNote } from './plan-charges'

const EUR = parseCurrencyCode('EUR')
const party = { name: 'A', vatId: null, addressLines: ['Kade 1'], countryCode: 'NL' }
const names = { fee: 'Fee', interest: 'Interest', exemption: 'Exempt', note: 'Part of a plan' }

function create(feeMinor: number, interestMinor: number) {
  if (!EUR) throw new Error('EUR is a currency')
  const dueOn = calendarDay('2027-03-21')
  const last = { number: 1, dueOn, amountMinor: 100, principalMinor: 100, chargesMinor: 0 }
  return createPlanNote({
    ...{ number: 'K7M2Q-4XW9P', issueOn: calendarDay('2026-11-22'), creditor: party, names },
    debtor: { ...party, externalId: 'D-1' },
    proposal: { currency: EUR, feeMinor, interestMinor, schedule: [last] },
  })
}

describe('the note of a plan’s charges', () => {
  it('adds up as EN 16931 wants it, for any fee and interest', () => {
    const minor = fc.nat({ max: 1_000_000 })
    fc.assert(
      fc.property(minor, minor, (feeMinor, interestMinor) => {
        const note = create(feeMinor, interestMinor)
        expect(note === null).toBe(feeMinor + interestMinor === 0)
        if (!note) return
        expect(findInvoiceDifferences(note)).toEqual([])
        expect(note.totals.payableMinor).toBe(feeMinor + interestMinor)
        expect(note.lines.every(({ netMinor }) => netMinor > 0)).toBe(true)
      }),
    )
  })

  it('is due with the last instalment, without VAT, and says why', () => {
    const note = create(10_00, 0)
    expect(note).toMatchObject({ kind: 'invoice', dueOn: '2027-03-21', totals: { taxMinor: 0 } })
    expect(note?.taxBreakdown).toEqual([
      { category: 'E', percent: '0', taxableMinor: 10_00, taxMinor: 0, exemptionReason: 'Exempt' },
    ])
  })
})
