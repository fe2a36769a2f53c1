import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { InvoiceDocument } from '~/domain/invoice'

/** An invoice of 119.00 EUR with one line, consistent in itself. */
export function buildInvoiceDocument(overrides: Partial<InvoiceDocument> = {}): InvoiceDocument {
  return {
    kind: 'invoice',
    number: 'RE-1001',
    issueOn: calendarDay('2026-10-01'),
    dueOn: calendarDay('2026-10-31'),
    currency: parseCurrencyCode('EUR')!,
    buyer: { name: 'Tischlerei Nordlicht', countryCode: 'DE', city: 'Husum', postalCode: '25813' },
    debtorExternalId: 'D-77',
    settlementDiscounts: [],
    lines: [
      {
        lineId: '1',
        name: 'Oak board',
        quantity: '4.00',
        unitCode: 'C62',
        unitPrice: '25.00',
        netMinor: 10_000,
        taxCategory: 'S',
        taxPercent: '19',
      },
    ],
    allowancesAndCharges: [],
    taxBreakdown: [{ category: 'S', percent: '19', taxableMinor: 10_000, taxMinor: 1_900 }],
    totals: {
      lineNetMinor: 10_000,
      allowanceMinor: 0,
      chargeMinor: 0,
      netMinor: 10_000,
      taxMinor: 1_900,
      grossMinor: 11_900,
      prepaidMinor: 0,
      roundingMinor: 0,
      payableMinor: 11_900,
    },
    attachments: [],
    ...overrides,
  }
}

/** The same document for another amount; its single line takes all of it, without tax. */
export function buildInvoiceOf(payableMinor: number, overrides: Partial<InvoiceDocument> = {}): InvoiceDocument {
  const document = buildInvoiceDocument(overrides)
  return {
    ...document,
    lines: [{ lineId: '1', name: 'Work', quantity: '1', netMinor: payableMinor, taxCategory: 'Z', taxPercent: '0' }],
    taxBreakdown: [{ category: 'Z', percent: '0', taxableMinor: payableMinor, taxMinor: 0 }],
    totals: {
      ...document.totals,
      lineNetMinor: payableMinor,
      netMinor: payableMinor,
      taxMinor: 0,
      grossMinor: payableMinor,
      payableMinor,
    },
  }
}
