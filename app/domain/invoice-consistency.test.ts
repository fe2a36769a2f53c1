import { describe, expect, it } from 'vitest'
import { calendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'
import type { InvoiceDocument, InvoiceTotals } from './invoice'
import { findInvoiceDifferences, type InvoiceDifference } from './invoice-consistency'

const totals: InvoiceTotals = {
  lineNetMinor: 10_000,
  allowanceMinor: 500,
  chargeMinor: 200,
  netMinor: 9_700,
  taxMinor: 1_843,
  grossMinor: 11_543,
  prepaidMinor: 1_000,
  roundingMinor: 7,
  payableMinor: 10_550,
}

function makeDocument(changes: Partial<InvoiceTotals> = {}, parts: Partial<InvoiceDocument> = {}): InvoiceDocument {
  return {
    kind: 'invoice',
    number: '1',
    issueOn: calendarDay('2026-01-01'),
    dueOn: null,
    currency: 'EUR' as CurrencyCode,
    buyer: { name: 'B' },
    debtorExternalId: 'b',
    settlementDiscounts: [],
    lines: [
      { lineId: '1', name: 'A', quantity: '1', netMinor: 6_000 },
      { lineId: '2', name: 'B', quantity: '1', netMinor: 4_000 },
    ],
    allowancesAndCharges: [
      { kind: 'allowance', amountMinor: 500 },
      { kind: 'charge', amountMinor: 200 },
    ],
    taxBreakdown: [{ category: 'S', percent: '19', taxableMinor: 9_700, taxMinor: 1_843 }],
    totals: { ...totals, ...changes },
    attachments: [],
    ...parts,
  }
}

describe('a document’s own sums', () => {
  it('finds nothing where all agree', () => {
    expect(findInvoiceDifferences(makeDocument())).toEqual([])
  })

  it.each<[keyof InvoiceTotals, number, InvoiceDifference[]]>([
    [
      'allowanceMinor',
      501,
      [
        { term: 'BT-107', statedMinor: 501, computedMinor: 500 },
        { term: 'BT-109', statedMinor: 9_700, computedMinor: 9_699 },
      ],
    ],
    ['payableMinor', 1, [{ term: 'BT-115', statedMinor: 1, computedMinor: 10_550 }]],
    [
      'taxMinor',
      1_844,
      [
        { term: 'BT-110', statedMinor: 1_844, computedMinor: 1_843 },
        { term: 'BT-112', statedMinor: 11_543, computedMinor: 11_544 },
      ],
    ],
    ['prepaidMinor', 0, [{ term: 'BT-115', statedMinor: 10_550, computedMinor: 11_550 }]],
  ])('finds a wrong %s', (field, value, differences) => {
    expect(findInvoiceDifferences(makeDocument({ [field]: value }))).toEqual(differences)
  })

  it('finds lines that do not sum up', () => {
    const [line] = makeDocument().lines
    expect(findInvoiceDifferences(makeDocument({}, { lines: line ? [line] : [] }))).toEqual([
      { term: 'BT-106', statedMinor: 10_000, computedMinor: 6_000 },
    ])
  })

  it('counts what is collected for third parties into the payable', () => {
    expect(findInvoiceDifferences(makeDocument({ thirdPartyMinor: 450, payableMinor: 11_000 }))).toEqual([])
  })

  it('does not compare with lines or a breakdown that are not there', () => {
    expect(findInvoiceDifferences(makeDocument({}, { lines: [], taxBreakdown: [] }))).toEqual([])
  })
})
