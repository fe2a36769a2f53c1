/**
 * Writes an invoice document as UBL 2.1 Invoice or CreditNote, by the syntax binding of EN 16931 (CEN/TS 16931-3-2):
 * elements, and their order, as the schema has them. It covers what the portal itself issues: lines without allowances,
 * amounts in one currency.
 */
import XMLBuilder from 'fast-xml-builder'
import type { CurrencyCode } from '~/domain/currency'
import type { InvoiceDocument, InvoiceLine, Party, TaxBreakdown } from '~/domain/invoice'
import { formatMinorAsDecimal } from '~/domain/money'
import type { WriteEInvoice } from '~/use-cases/ports/einvoice-writer'

const SPECIFICATION = 'urn:cen.eu:en16931:2017'
const OUTSIDE_SCOPE = 'O'
/** CEF VATEX: not subject to VAT. */
const OUTSIDE_SCOPE_CODE = 'VATEX-EU-O'
/** UN/ECE Recommendation 20: one. */
const ONE = 'C62'

type Element = { readonly [name: string]: string | Element | readonly Element[] }

export const writeUblDocument: WriteEInvoice = (document) => {
  const root = document.kind === 'credit_note' ? 'CreditNote' : 'Invoice'
  const builder = new XMLBuilder({ ignoreAttributes: false, format: true, suppressEmptyNode: true })
  return builder.build({
    '?xml': { '@_version': '1.0', '@_encoding': 'UTF-8' },
    [root]: {
      '@_xmlns': `urn:oasis:names:specification:ubl:schema:xsd:${root}-2`,
      '@_xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
      '@_xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
      ...describeDocument(document, root),
    },
  })
}

function describeDocument(document: InvoiceDocument, root: 'CreditNote' | 'Invoice'): Element {
  const { currency, lines, seller, buyer, buyerReference, typeCode, notes = [], precedingInvoices = [] } = document
  const isInvoice = root === 'Invoice'
  return {
    'cbc:CustomizationID': SPECIFICATION,
    'cbc:ID': writeText(document.number),
    'cbc:IssueDate': document.issueOn,
    ...(isInvoice && document.dueOn !== null ? { 'cbc:DueDate': document.dueOn } : {}),
    [`cbc:${root}TypeCode`]: typeCode ?? (isInvoice ? '380' : '381'),
    ...(notes.length === 0 ? {} : { 'cbc:Note': writeText(notes.join('\n')) }),
    'cbc:DocumentCurrencyCode': currency,
    ...(buyerReference === undefined ? {} : { 'cbc:BuyerReference': writeText(buyerReference) }),
    'cac:BillingReference': precedingInvoices.map(({ number, issueOn }) => ({
      'cac:InvoiceDocumentReference': {
        'cbc:ID': writeText(number),
        ...(issueOn === undefined ? {} : { 'cbc:IssueDate': issueOn }),
      },
    })),
    ...(seller ? { 'cac:AccountingSupplierParty': { 'cac:Party': describeParty(seller) } } : {}),
    'cac:AccountingCustomerParty': { 'cac:Party': describeParty(buyer) },
    'cac:TaxTotal': {
      'cbc:TaxAmount': writeAmount(document.totals.taxMinor, currency),
      'cac:TaxSubtotal': document.taxBreakdown.map((part) => describeSubtotal(part, currency)),
    },
    'cac:LegalMonetaryTotal': {
      'cbc:LineExtensionAmount': writeAmount(document.totals.lineNetMinor, currency),
      'cbc:TaxExclusiveAmount': writeAmount(document.totals.netMinor, currency),
      'cbc:TaxInclusiveAmount': writeAmount(document.totals.grossMinor, currency),
      'cbc:PayableAmount': writeAmount(document.totals.payableMinor, currency),
    },
    [`cac:${root}Line`]: lines.map((line) => describeLine(line, currency, root)),
  }
}

/** BG-4 and BG-7, with their addresses. */
function describeParty({
  name,
  vatId,
  electronicAddress,
  addressLines = [],
  city,
  postalCode,
  countryCode,
}: Party): Element {
  const [street, additional, ...more] = addressLines
  return {
    ...(electronicAddress?.scheme === undefined
      ? {}
      : {
          'cbc:EndpointID': {
            '@_schemeID': writeText(electronicAddress.scheme),
            '#text': writeText(electronicAddress.value),
          },
        }),
    'cac:PostalAddress': {
      ...(street === undefined ? {} : { 'cbc:StreetName': writeText(street) }),
      ...(additional === undefined ? {} : { 'cbc:AdditionalStreetName': writeText(additional) }),
      ...(city === undefined ? {} : { 'cbc:CityName': writeText(city) }),
      ...(postalCode === undefined ? {} : { 'cbc:PostalZone': writeText(postalCode) }),
      ...(more.length === 0 ? {} : { 'cac:AddressLine': { 'cbc:Line': writeText(more.join(', ')) } }),
      ...(countryCode === undefined ? {} : { 'cac:Country': { 'cbc:IdentificationCode': countryCode } }),
    },
    ...(vatId === undefined
      ? {}
      : { 'cac:PartyTaxScheme': { 'cbc:CompanyID': writeText(vatId), 'cac:TaxScheme': { 'cbc:ID': 'VAT' } } }),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': writeText(name) },
  }
}

/** BG-23. */
function describeSubtotal(part: TaxBreakdown, currency: CurrencyCode): Element {
  const { category, percent, taxableMinor, taxMinor, exemptionReason } = part
  return {
    'cbc:TaxableAmount': writeAmount(taxableMinor, currency),
    'cbc:TaxAmount': writeAmount(taxMinor, currency),
    'cac:TaxCategory': {
      'cbc:ID': category,
      ...(percent === undefined ? {} : { 'cbc:Percent': percent }),
      ...(category === OUTSIDE_SCOPE ? { 'cbc:TaxExemptionReasonCode': OUTSIDE_SCOPE_CODE } : {}),
      ...(exemptionReason === undefined ? {} : { 'cbc:TaxExemptionReason': writeText(exemptionReason) }),
      'cac:TaxScheme': { 'cbc:ID': 'VAT' },
    },
  }
}

/** BG-25. */
function describeLine(line: InvoiceLine, currency: CurrencyCode, root: 'CreditNote' | 'Invoice'): Element {
  const quantity = { '@_unitCode': line.unitCode ?? ONE, '#text': line.quantity }
  return {
    'cbc:ID': writeText(line.lineId),
    [root === 'CreditNote' ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']: quantity,
    'cbc:LineExtensionAmount': writeAmount(line.netMinor, currency),
    'cac:Item': {
      'cbc:Name': writeText(line.name),
      'cac:ClassifiedTaxCategory': {
        'cbc:ID': line.taxCategory ?? OUTSIDE_SCOPE,
        ...(line.taxPercent === undefined ? {} : { 'cbc:Percent': line.taxPercent }),
        'cac:TaxScheme': { 'cbc:ID': 'VAT' },
      },
    },
    'cac:Price': { 'cbc:PriceAmount': writeAmount(line.netMinor, currency) },
  }
}

function writeAmount(amountMinor: number, currency: CurrencyCode): Element {
  return { '@_currencyID': currency, '#text': formatMinorAsDecimal(amountMinor, currency) }
}

/** Without the characters that XML 1.0 cannot hold. */
function writeText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '')
}
