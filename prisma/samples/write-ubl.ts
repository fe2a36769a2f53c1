/**
 * UBL 2.1 invoices and credit notes, in the profile of XRechnung 3.0 or Peppol BIS Billing 3.0, or none. Elements stand
 * in the order of the UBL 2.1 schemas.
 */
import { countDaysBetween } from '~/domain/calendar-day'
import type { AllowanceCharge, Attachment, InvoiceDocument, InvoiceLine, Party } from '~/domain/invoice'
import { formatMinorAsDecimal } from '~/domain/money'
import type { SampleFormat } from './sample-invoice'
import {
  billingProcessId,
  customizationIds,
  whenPresent,
  writeCurrencyAmount,
  writeXml,
  type XmlNode,
  type XmlValue,
} from './xml-nodes'

type UblFormat = Extract<SampleFormat, 'xrechnung-ubl' | 'peppol-ubl' | 'plain-ubl'>

/**
 * Writes the document as UTF-8. XRechnung states settlement discounts in its own notation, after the terms' text; the
 * others have none, so a document that grants one throws a RangeError.
 */
export function writeUbl(document: InvoiceDocument, format: UblFormat): Uint8Array {
  if (format !== 'xrechnung-ubl' && document.settlementDiscounts.length > 0) {
    throw new RangeError(`${document.number} grants a discount that ${format} cannot state`)
  }
  const isCreditNote = document.kind === 'credit_note'
  const name = isCreditNote ? 'CreditNote' : 'Invoice'
  return writeXml(name, {
    '@xmlns': `urn:oasis:names:specification:ubl:schema:xsd:${name}-2`,
    '@xmlns:cac': 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2',
    '@xmlns:cbc': 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2',
    ...(format === 'plain-ubl'
      ? { 'cbc:UBLVersionID': '2.1' }
      : { 'cbc:CustomizationID': customizationIds[format], 'cbc:ProfileID': billingProcessId }),
    'cbc:ID': document.number,
    'cbc:IssueDate': document.issueOn,
    ...(isCreditNote
      ? { 'cbc:CreditNoteTypeCode': document.typeCode }
      : { 'cbc:DueDate': document.dueOn ?? undefined, 'cbc:InvoiceTypeCode': document.typeCode }),
    'cbc:Note': document.notes,
    'cbc:DocumentCurrencyCode': document.currency,
    'cbc:BuyerReference': document.buyerReference,
    'cac:InvoicePeriod': writePeriod(document),
    'cac:OrderReference': writeOrderReference(document),
    'cac:BillingReference': document.precedingInvoices?.map(({ number, issueOn }) => ({
      'cac:InvoiceDocumentReference': { 'cbc:ID': number, 'cbc:IssueDate': issueOn },
    })),
    'cac:DespatchDocumentReference': whenPresent(document.despatchAdvice, (id) => ({ 'cbc:ID': id })),
    'cac:ContractDocumentReference': whenPresent(document.contractReference, (id) => ({ 'cbc:ID': id })),
    'cac:AdditionalDocumentReference': document.attachments.map(writeAttachment),
    'cac:ProjectReference': whenPresent(document.projectReference, (id) => ({ 'cbc:ID': id })),
    'cac:AccountingSupplierParty': whenPresent(document.seller, (seller) => ({ 'cac:Party': writeParty(seller) })),
    'cac:AccountingCustomerParty': { 'cac:Party': writeParty(document.buyer) },
    'cac:Delivery': writeDelivery(document),
    'cac:PaymentMeans': writePaymentMeans(document),
    'cac:PaymentTerms': whenPresent(writeTerms(document), (note) => ({ 'cbc:Note': note })),
    'cac:AllowanceCharge': document.allowancesAndCharges.map((item) => writeAllowanceCharge(item, document, format)),
    'cac:TaxTotal': writeTaxTotal(document, format),
    'cac:LegalMonetaryTotal': writeTotals(document),
    [isCreditNote ? 'cac:CreditNoteLine' : 'cac:InvoiceLine']: document.lines.map((line) =>
      writeLine(line, document, format),
    ),
  })
}

function writePeriod(period: Pick<InvoiceLine, 'periodStartOn' | 'periodEndOn'>): XmlValue {
  return whenPresent(period.periodStartOn, (startOn) => ({
    'cbc:StartDate': startOn,
    'cbc:EndDate': period.periodEndOn,
  }))
}

/** UBL wants an order number beside a sales order: "NA" where the buyer gave none (UBL-SR guidance of EN 16931). */
function writeOrderReference({ purchaseOrder, salesOrder }: InvoiceDocument): XmlValue {
  if (!purchaseOrder && !salesOrder) return undefined
  return { 'cbc:ID': purchaseOrder ?? 'NA', 'cbc:SalesOrderID': salesOrder }
}

function writeAttachment({ reference, description, filename, mediaType, content }: Attachment): XmlNode {
  return {
    'cbc:ID': reference,
    'cbc:DocumentDescription': description,
    'cac:Attachment': whenPresent(content, (bytes) => ({
      'cbc:EmbeddedDocumentBinaryObject': {
        '@mimeCode': mediaType,
        '@filename': filename,
        '#text': Buffer.from(bytes).toString('base64'),
      },
    })),
  }
}

function writeParty(party: Party): XmlNode {
  const [street, additional, ...furtherLines] = party.addressLines ?? []
  return {
    'cbc:EndpointID': whenPresent(party.electronicAddress, ({ scheme, value }) => ({
      '@schemeID': scheme,
      '#text': value,
    })),
    'cac:PartyIdentification': party.identifiers?.map((id) => ({ 'cbc:ID': id })),
    'cac:PartyName': whenPresent(party.tradingName, (name) => ({ 'cbc:Name': name })),
    'cac:PostalAddress': {
      'cbc:StreetName': street,
      'cbc:AdditionalStreetName': additional,
      'cbc:CityName': party.city,
      'cbc:PostalZone': party.postalCode,
      'cbc:CountrySubentity': party.region,
      'cac:AddressLine': furtherLines.map((line) => ({ 'cbc:Line': line })),
      'cac:Country': whenPresent(party.countryCode, (code) => ({ 'cbc:IdentificationCode': code })),
    },
    'cac:PartyTaxScheme': whenPresent(party.vatId, (vatId) => ({
      'cbc:CompanyID': vatId,
      'cac:TaxScheme': { 'cbc:ID': 'VAT' },
    })),
    'cac:PartyLegalEntity': { 'cbc:RegistrationName': party.name, 'cbc:CompanyID': party.legalRegistrationId },
    'cac:Contact': whenPresent(party.contactName, (name) => ({
      'cbc:Name': name,
      'cbc:Telephone': party.contactPhone,
      'cbc:ElectronicMail': party.contactEmail,
    })),
  }
}

/** An intra-community supply names the country it was delivered to (BR-IC-12). */
function writeDelivery({ deliveredOn, buyer }: InvoiceDocument): XmlValue {
  return whenPresent(deliveredOn, (day) => ({
    'cbc:ActualDeliveryDate': day,
    'cac:DeliveryLocation': {
      'cac:Address': {
        'cbc:CityName': buyer.city,
        'cbc:PostalZone': buyer.postalCode,
        'cac:Country': { 'cbc:IdentificationCode': buyer.countryCode },
      },
    },
  }))
}

function writePaymentMeans({ paymentInstruction }: InvoiceDocument): XmlValue {
  return whenPresent(paymentInstruction, ({ meansCode, remittanceInformation, iban, bic, accountName }) => ({
    'cbc:PaymentMeansCode': meansCode,
    'cbc:PaymentID': remittanceInformation,
    'cac:PayeeFinancialAccount': whenPresent(iban, (id) => ({
      'cbc:ID': id,
      'cbc:Name': accountName,
      'cac:FinancialInstitutionBranch': whenPresent(bic, (code) => ({ 'cbc:ID': code })),
    })),
  }))
}

function writeTerms(document: InvoiceDocument): string | undefined {
  if (document.settlementDiscounts.length === 0) return document.paymentTerms
  const tiers = document.settlementDiscounts.map(({ deadlineOn, rateBps, baseMinor }) => {
    const days = countDaysBetween(document.issueOn, deadlineOn)
    const base = baseMinor === undefined ? '' : `BASISBETRAG=${formatMinorAsDecimal(baseMinor, document.currency)}#`
    return `#SKONTO#TAGE=${days}#PROZENT=${Math.trunc(rateBps / 100)}.${String(rateBps % 100).padStart(2, '0')}#${base}\n`
  })
  return `${document.paymentTerms ?? ''}\n${tiers.join('')}`
}

function writeAllowanceCharge(item: AllowanceCharge, document: InvoiceDocument, format: UblFormat): XmlNode {
  return {
    'cbc:ChargeIndicator': String(item.kind === 'charge'),
    'cbc:AllowanceChargeReasonCode': item.reasonCode,
    'cbc:AllowanceChargeReason': item.reason,
    'cbc:MultiplierFactorNumeric': item.percent,
    'cbc:Amount': writeCurrencyAmount(item.amountMinor, document.currency),
    'cbc:BaseAmount': whenPresent(item.baseMinor, (base) => writeCurrencyAmount(base, document.currency)),
    'cac:TaxCategory': whenPresent(item.taxCategory, (category) => writeTaxCategory(category, item.taxPercent, format)),
  }
}

/** Sales tax is not VAT: outside the European profiles the scheme is UN/ECE 5153 `STT`. */
function writeTaxCategory(category: string, percent: string | undefined, format: UblFormat, reason?: string): XmlNode {
  return {
    'cbc:ID': category,
    'cbc:Percent': percent,
    'cbc:TaxExemptionReason': reason,
    'cac:TaxScheme': { 'cbc:ID': format === 'plain-ubl' ? 'STT' : 'VAT' },
  }
}

function writeTaxTotal({ totals, taxBreakdown, currency }: InvoiceDocument, format: UblFormat): XmlNode {
  return {
    'cbc:TaxAmount': writeCurrencyAmount(totals.taxMinor, currency),
    'cac:TaxSubtotal': taxBreakdown.map((tax) => ({
      'cbc:TaxableAmount': writeCurrencyAmount(tax.taxableMinor, currency),
      'cbc:TaxAmount': writeCurrencyAmount(tax.taxMinor, currency),
      'cac:TaxCategory': writeTaxCategory(tax.category, tax.percent, format, tax.exemptionReason),
    })),
  }
}

function writeTotals({ totals, currency }: InvoiceDocument): XmlNode {
  const whenNotZero = (amountMinor: number) =>
    amountMinor === 0 ? undefined : writeCurrencyAmount(amountMinor, currency)
  return {
    'cbc:LineExtensionAmount': writeCurrencyAmount(totals.lineNetMinor, currency),
    'cbc:TaxExclusiveAmount': writeCurrencyAmount(totals.netMinor, currency),
    'cbc:TaxInclusiveAmount': writeCurrencyAmount(totals.grossMinor, currency),
    'cbc:AllowanceTotalAmount': whenNotZero(totals.allowanceMinor),
    'cbc:ChargeTotalAmount': whenNotZero(totals.chargeMinor),
    'cbc:PrepaidAmount': whenNotZero(totals.prepaidMinor),
    'cbc:PayableRoundingAmount': whenNotZero(totals.roundingMinor),
    'cbc:PayableAmount': writeCurrencyAmount(totals.payableMinor, currency),
  }
}

function writeLine(line: InvoiceLine, document: InvoiceDocument, format: UblFormat): XmlNode {
  const isCreditNote = document.kind === 'credit_note'
  return {
    'cbc:ID': line.lineId,
    'cbc:Note': line.note,
    [isCreditNote ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity']: {
      '@unitCode': line.unitCode,
      '#text': line.quantity,
    },
    'cbc:LineExtensionAmount': writeCurrencyAmount(line.netMinor, document.currency),
    'cac:InvoicePeriod': writePeriod(line),
    'cac:OrderLineReference': whenPresent(line.orderLineReference, (id) => ({ 'cbc:LineID': id })),
    'cac:AllowanceCharge': line.allowancesAndCharges?.map((item) => writeAllowanceCharge(item, document, format)),
    'cac:Item': {
      'cbc:Description': line.description,
      'cbc:Name': line.name,
      'cac:BuyersItemIdentification': whenPresent(line.buyerItemId, (id) => ({ 'cbc:ID': id })),
      'cac:SellersItemIdentification': whenPresent(line.sellerItemId, (id) => ({ 'cbc:ID': id })),
      'cac:StandardItemIdentification': whenPresent(line.standardItemId, (id) => ({
        'cbc:ID': { '@schemeID': '0160', '#text': id },
      })),
      'cac:ClassifiedTaxCategory': whenPresent(line.taxCategory, (category) =>
        writeTaxCategory(category, line.taxPercent, format),
      ),
      'cac:AdditionalItemProperty': line.attributes?.map(({ name, value }) => ({
        'cbc:Name': name,
        'cbc:Value': value,
      })),
    },
    'cac:Price': whenPresent(line.unitPrice, (price) => ({
      'cbc:PriceAmount': { '@currencyID': document.currency, '#text': price },
      'cbc:BaseQuantity': whenPresent(line.priceBaseQuantity, (base) => ({
        '@unitCode': line.unitCode,
        '#text': base,
      })),
    })),
  }
}
