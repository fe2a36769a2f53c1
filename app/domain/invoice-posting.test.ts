import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, calendarDay, countDaysBetween } from './calendar-day'
import { parseCurrencyCode } from './currency'
import type { DocumentKind, InvoiceDocument } from './invoice'
import { postInvoice } from './invoice-posting'

const issueOn = calendarDay('2026-01-31')

function buildDocument(kind: DocumentKind, payableMinor: number, hasDueDay: boolean): InvoiceDocument {
  return {
    kind,
    number: '1',
    issueOn,
    dueOn: hasDueDay ? addDays(issueOn, 7) : null,
    currency: parseCurrencyCode('EUR')!,
    buyer: { name: 'Buyer' },
    debtorExternalId: 'D',
    settlementDiscounts: [],
    lines: [],
    allowancesAndCharges: [],
    taxBreakdown: [],
    totals: {
      lineNetMinor: payableMinor,
      allowanceMinor: 0,
      chargeMinor: 0,
      netMinor: payableMinor,
      taxMinor: 0,
      grossMinor: payableMinor,
      prepaidMinor: 0,
      roundingMinor: 0,
      payableMinor,
    },
    attachments: [],
  }
}

const kinds = fc.constantFrom<DocumentKind>('invoice', 'credit_note')
const amounts = fc.integer({ min: -1_000_000, max: 1_000_000 })

describe('postInvoice', () => {
  it('never posts a negative payable, and says the direction by the kind', () => {
    fc.assert(
      fc.property(kinds, amounts, fc.boolean(), (kind, payableMinor, hasDueDay) => {
        const posting = postInvoice(buildDocument(kind, payableMinor, hasDueDay), 30)
        expect(posting.payableMinor).toBe(Math.abs(payableMinor))
        expect(posting.openMinor).toBe(posting.payableMinor)
        expect(posting.kind).toBe(kind === 'credit_note' || payableMinor < 0 ? 'credit_note' : 'invoice')
        expect(posting.settledOn).toBe(payableMinor === 0 ? issueOn : null)
        expect(Object.is(posting.netMinor, -0)).toBe(false)
      }),
    )
  })

  it("takes the document's due day, else the creditor's terms for what is owed and none for a credit", () => {
    fc.assert(
      fc.property(kinds, amounts, fc.boolean(), fc.integer({ min: 0, max: 120 }), (kind, payable, hasDueDay, days) => {
        const posting = postInvoice(buildDocument(kind, payable, hasDueDay), days)
        const expected = hasDueDay ? 7 : posting.kind === 'invoice' ? days : 0
        expect(countDaysBetween(issueOn, posting.dueOn)).toBe(expected)
      }),
    )
  })
})
