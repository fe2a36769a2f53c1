/** What is written is read again by the reader that takes in others' e-invoices, and its sums follow EN 16931. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeUblDocument } from '~/documents/einvoice/write-ubl-document'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { createDiscountNote, type DiscountNoteTerms } from '~/domain/discount-note'
import type { InvoiceDocument } from '~/domain/invoice'
import { findInvoiceDifferences } from '~/domain/invoice-consistency'
import { splitDiscountByTax } from '~/domain/settlement-discount'
import { createDocumentReader } from '~/ingest/document-reader.server'

const RATES = [
  { category: 'S', percent: '19', taxableMinor: 1_000_00, taxMinor: 190_00 },
  { category: 'S', percent: '7', taxableMinor: 500_00, taxMinor: 35_00 },
  { category: 'AE', percent: '0', taxableMinor: 200_00, taxMinor: 0, exemptionReason: 'Reverse charge' },
]

const TERMS: DiscountNoteTerms = {
  ...{ number: 'R-1-D1', issueOn: calendarDay('2026-11-21'), currency: parseCurrencyCode('EUR')! },
  ...{ debtorExternalId: 'K-1', taxMode: 'included', text: 'R-1 · 2 % · 2026-11-30', cancels: null },
  taxParts: splitDiscountByTax(38_50, RATES, 'included'),
  seller: { name: 'Wattenhorst & Söhne', vatId: 'DE123456788', countryCode: 'DE', addressLines: ['Deichweg 1'] },
  buyer: { name: 'Bäckerei <Nord>', vatId: 'DE999999999', countryCode: 'DE', city: 'Husum' },
  invoice: {
    ...{ number: 'R-1', issueOn: calendarDay('2026-11-01') },
    document: { buyerReference: '04011000-1', taxBreakdown: RATES },
  },
}

async function readAgain(document: InvoiceDocument): Promise<InvoiceDocument> {
  const content = new TextEncoder().encode(writeUblDocument(document))
  for await (const result of createDocumentReader().read({ filename: 'note.xml', content }, {})) {
    if (!result.ok) throw new Error(result.refusal.reason)
    return result.document
  }
  throw new Error('nothing was read')
}

/** The children of the root in the order in which they stand. */
const listChildren = (xml: string) => [...xml.matchAll(/^ {2}<([\w:]+)/gm)].map(([, name]) => name)

describe('the credit note of a discount as UBL', () => {
  it('states each rate of tax that it corrects, and what it corrects', async () => {
    const read = await readAgain(createDiscountNote(TERMS))
    expect(read).toMatchObject({
      ...{ kind: 'credit_note', number: 'R-1-D1', issueOn: '2026-11-21', currency: 'EUR', typeCode: '381' },
      buyerReference: '04011000-1',
      precedingInvoices: [{ number: 'R-1', issueOn: '2026-11-01' }],
      seller: { name: 'Wattenhorst & Söhne', vatId: 'DE123456788', countryCode: 'DE', addressLines: ['Deichweg 1'] },
      buyer: { name: 'Bäckerei <Nord>', countryCode: 'DE', city: 'Husum' },
      taxBreakdown: [
        { category: 'S', percent: '19', taxableMinor: 20_00, taxMinor: 3_80 },
        { category: 'S', percent: '7', taxableMinor: 10_00, taxMinor: 70 },
        { category: 'AE', percent: '0', taxableMinor: 4_00, taxMinor: 0, exemptionReason: 'Reverse charge' },
      ],
      totals: { netMinor: 34_00, taxMinor: 4_50, grossMinor: 38_50, payableMinor: 38_50 },
    })
    expect(findInvoiceDifferences(read)).toEqual([])
  })

  it('leaves the tax alone where the discount was on the net amount: outside the scope of VAT, without VAT numbers', async () => {
    const net = { taxMode: 'excluded', taxParts: splitDiscountByTax(34_00, RATES, 'excluded') } as const
    const document = createDiscountNote({ ...TERMS, ...net })
    expect(writeUblDocument(document)).toContain('VATEX-EU-O')
    const read = await readAgain(document)
    expect(read.taxBreakdown).toEqual([{ category: 'O', taxableMinor: 34_00, taxMinor: 0 }])
    expect([read.seller?.vatId, read.buyer.vatId]).toEqual([undefined, undefined])
    expect(findInvoiceDifferences(read)).toEqual([])
  })

  it('is an invoice where a discount is taken back, and names the note that it cancels', async () => {
    const back = TERMS.taxParts.map((part) => ({ ...part, netMinor: -part.netMinor, taxMinor: -part.taxMinor }))
    const document = createDiscountNote({ ...TERMS, number: 'R-1-D2', taxParts: back, cancels: 'R-1-D1' })
    const read = await readAgain(document)
    expect(read).toMatchObject({ kind: 'invoice', typeCode: '380', dueOn: '2026-11-21' })
    expect(read.precedingInvoices?.map(({ number }) => number)).toEqual(['R-1', 'R-1-D1'])
    expect(read.totals.payableMinor).toBe(38_50)
  })

  it('has its elements in the order of the schema', () => {
    expect(listChildren(writeUblDocument(createDiscountNote(TERMS)))).toEqual([
      ...['cbc:CustomizationID', 'cbc:ID', 'cbc:IssueDate', 'cbc:CreditNoteTypeCode', 'cbc:DocumentCurrencyCode'],
      ...['cbc:BuyerReference', 'cac:BillingReference', 'cac:AccountingSupplierParty', 'cac:AccountingCustomerParty'],
      ...['cac:TaxTotal', 'cac:LegalMonetaryTotal', 'cac:CreditNoteLine', 'cac:CreditNoteLine', 'cac:CreditNoteLine'],
    ])
  })

  it('adds up in every currency, to the discount exactly, and each tax is that of its rate to a unit', async () => {
    const rates = fc.uniqueArray(
      fc.record({ rate: fc.integer({ min: 0, max: 27 }), taxableMinor: fc.integer({ min: 100, max: 1_000_000_00 }) }),
      { selector: ({ rate }) => rate, minLength: 1, maxLength: 4 },
    )
    const currencies = fc.constantFrom('EUR', 'JPY', 'KWD')
    await fc.assert(
      fc.asyncProperty(rates, currencies, fc.integer({ min: 1, max: 10_000 }), async (chosen, code, shareBps) => {
        const breakdown = chosen.map(({ rate, taxableMinor }) => ({
          ...{ category: rate === 0 ? 'Z' : 'S', percent: String(rate), taxableMinor },
          taxMinor: Math.round((taxableMinor * rate) / 100),
        }))
        const grossMinor = breakdown.reduce((sum, part) => sum + part.taxableMinor + part.taxMinor, 0)
        const amountMinor = Math.max(1, Math.floor((grossMinor * shareBps) / 100_000))
        const taxParts = splitDiscountByTax(amountMinor, breakdown, 'included')
        const read = await readAgain(createDiscountNote({ ...TERMS, currency: parseCurrencyCode(code)!, taxParts }))
        expect(findInvoiceDifferences(read)).toEqual([])
        expect(read.totals.payableMinor).toBe(amountMinor)
        for (const { percent, taxableMinor, taxMinor } of read.taxBreakdown) {
          expect(Math.abs((taxableMinor * Number(percent)) / 100 - taxMinor)).toBeLessThanOrEqual(1)
        }
      }),
      { numRuns: 60 },
    )
  })
})
