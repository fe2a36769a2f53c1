/**
 * CSV in the standard column set of docs/import-csv.md: RFC 4180, UTF-8, comma, decimal point, ISO days. One row a line;
 * what is said of the whole document stands on its first row alone.
 */
import { countDaysBetween } from '~/domain/calendar-day'
import type { InvoiceDocument, InvoiceLine } from '~/domain/invoice'
import { formatMinorAsDecimal } from '~/domain/money'

const documentColumns = {
  kind: (document) => document.kind,
  issue_date: (document) => document.issueOn,
  due_date: (document) => document.dueOn,
  currency: (document) => document.currency,
  debtor_id: (document) => document.debtorExternalId,
  debtor_name: (document) => document.buyer.name,
  debtor_vat_id: (document) => document.buyer.vatId,
  debtor_email: (document) => document.buyer.contactEmail,
  debtor_address: (document) => document.buyer.addressLines?.join(', '),
  debtor_postal_code: (document) => document.buyer.postalCode,
  debtor_city: (document) => document.buyer.city,
  debtor_country: (document) => document.buyer.countryCode,
  buyer_reference: (document) => document.buyerReference,
  purchase_order: (document) => document.purchaseOrder,
  preceding_invoice: (document) => document.precedingInvoices?.[0]?.number,
  delivery_date: (document) => document.deliveredOn,
  payment_terms: (document) => document.paymentTerms,
  iban: (document) => document.paymentInstruction?.iban,
  bic: (document) => document.paymentInstruction?.bic,
  account_name: (document) => document.paymentInstruction?.accountName,
  remittance_information: (document) => document.paymentInstruction?.remittanceInformation,
  discount_1_percent: (document) => {
    const tier = document.settlementDiscounts[0]
    return tier && `${Math.trunc(tier.rateBps / 100)}.${String(tier.rateBps % 100).padStart(2, '0')}`
  },
  discount_1_days: (document) => {
    const tier = document.settlementDiscounts[0]
    return tier && String(countDaysBetween(document.issueOn, tier.deadlineOn))
  },
  tax_total: (document) => formatMinorAsDecimal(document.totals.taxMinor, document.currency),
  payable_amount: (document) => formatMinorAsDecimal(document.totals.payableMinor, document.currency),
} satisfies Record<string, (document: InvoiceDocument) => string | null | undefined>

const lineColumns = {
  line_id: (line) => line.lineId,
  item_name: (line) => line.name,
  item_id: (line) => line.sellerItemId,
  line_note: (line) => line.note,
  quantity: (line) => line.quantity,
  unit_code: (line) => line.unitCode,
  unit_price: (line) => line.unitPrice,
  line_net: (line, document) => formatMinorAsDecimal(line.netMinor, document.currency),
  tax_category: (line) => line.taxCategory,
  tax_percent: (line) => line.taxPercent,
} satisfies Record<string, (line: InvoiceLine, document: InvoiceDocument) => string | undefined>

const header = ['number', ...Object.keys(documentColumns), ...Object.keys(lineColumns)]

/**
 * Writes the documents, in their order, into one file. Throws where a document says something the columns cannot (an
 * allowance, a second discount tier, an attachment, a prepaid or rounding amount).
 */
export function writeCsv(documents: readonly InvoiceDocument[]): Uint8Array {
  const rows = documents.flatMap((document) => {
    assertFitsColumns(document)
    return document.lines.map((line, index) => [
      document.number,
      ...Object.values(documentColumns).map((read) => (index === 0 ? read(document) : undefined)),
      ...Object.values(lineColumns).map((read) => read(line, document)),
    ])
  })
  return Buffer.from(`${[header, ...rows].map(writeRow).join('\r\n')}\r\n`, 'utf8')
}

function assertFitsColumns(document: InvoiceDocument): void {
  const { allowancesAndCharges, attachments, lines, settlementDiscounts, totals, notes } = document
  const fits =
    allowancesAndCharges.length === 0 &&
    attachments.length === 0 &&
    lines.every((line) => line.allowancesAndCharges === undefined && line.priceBaseQuantity === undefined) &&
    settlementDiscounts.length <= 1 &&
    settlementDiscounts.every((tier) => tier.baseMinor === undefined) &&
    totals.prepaidMinor === 0 &&
    totals.roundingMinor === 0 &&
    notes === undefined
  if (!fits) throw new RangeError(`${document.number} says more than the sample's CSV columns hold`)
}

function writeRow(cells: readonly (string | null | undefined)[]): string {
  return cells
    .map((cell) => (cell && /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : (cell ?? '')))
    .join(',')
}
