/**
 * UN/CEFACT Cross Industry Invoices (D16B/D22B) in the EN 16931 profile of Factur-X; in its EXTENDED profile where the
 * document grants settlement discounts, since only that one has elements for them.
 */
import { countDaysBetween, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { AllowanceCharge, Attachment, InvoiceDocument, InvoiceLine, Party, TaxBreakdown } from '~/domain/invoice'
import {
  billingProcessId,
  customizationIds,
  whenPresent,
  writeAmount,
  writeXml,
  type XmlNode,
  type XmlValue,
} from './xml-nodes'

const EXTENDED_PROFILE = 'urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended'

/** Writes the document as UTF-8. Elements stand in the order of the schema. */
export function writeCii(document: InvoiceDocument): Uint8Array {
  const profile = document.settlementDiscounts.length > 0 ? EXTENDED_PROFILE : customizationIds['factur-x-cii']
  return writeXml('rsm:CrossIndustryInvoice', {
    '@xmlns:rsm': 'urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100',
    '@xmlns:ram': 'urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100',
    '@xmlns:udt': 'urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100',
    '@xmlns:qdt': 'urn:un:unece:uncefact:data:standard:QualifiedDataType:100',
    'rsm:ExchangedDocumentContext': {
      'ram:BusinessProcessSpecifiedDocumentContextParameter': { 'ram:ID': billingProcessId },
      'ram:GuidelineSpecifiedDocumentContextParameter': { 'ram:ID': profile },
    },
    'rsm:ExchangedDocument': {
      'ram:ID': document.number,
      'ram:TypeCode': document.typeCode,
      'ram:IssueDateTime': writeDate(document.issueOn),
      'ram:IncludedNote': document.notes?.map((note) => ({ 'ram:Content': note })),
    },
    'rsm:SupplyChainTradeTransaction': {
      'ram:IncludedSupplyChainTradeLineItem': document.lines.map((line) => writeLine(line, document.currency)),
      'ram:ApplicableHeaderTradeAgreement': writeAgreement(document),
      'ram:ApplicableHeaderTradeDelivery': writeDelivery(document),
      'ram:ApplicableHeaderTradeSettlement': writeSettlement(document),
    },
  })
}

/** Format 102 of UNTDID 2379: YYYYMMDD. */
function writeDate(day: CalendarDay, prefix: 'udt' | 'qdt' = 'udt'): XmlNode {
  return { [`${prefix}:DateTimeString`]: { '@format': '102', '#text': day.replaceAll('-', '') } }
}

function writeReference(id: string | undefined): XmlValue {
  return whenPresent(id, (value) => ({ 'ram:IssuerAssignedID': value }))
}

function writeLine(line: InvoiceLine, currency: CurrencyCode): XmlNode {
  return {
    'ram:AssociatedDocumentLineDocument': {
      'ram:LineID': line.lineId,
      'ram:IncludedNote': whenPresent(line.note, (note) => ({ 'ram:Content': note })),
    },
    'ram:SpecifiedTradeProduct': {
      'ram:GlobalID': whenPresent(line.standardItemId, (id) => ({ '@schemeID': '0160', '#text': id })),
      'ram:SellerAssignedID': line.sellerItemId,
      'ram:BuyerAssignedID': line.buyerItemId,
      'ram:Name': line.name,
      'ram:Description': line.description,
      'ram:ApplicableProductCharacteristic': line.attributes?.map(({ name, value }) => ({
        'ram:Description': name,
        'ram:Value': value,
      })),
    },
    'ram:SpecifiedLineTradeAgreement': {
      'ram:BuyerOrderReferencedDocument': whenPresent(line.orderLineReference, (id) => ({ 'ram:LineID': id })),
      'ram:NetPriceProductTradePrice': {
        'ram:ChargeAmount': line.unitPrice,
        'ram:BasisQuantity': whenPresent(line.priceBaseQuantity, (base) => ({
          '@unitCode': line.unitCode,
          '#text': base,
        })),
      },
    },
    'ram:SpecifiedLineTradeDelivery': { 'ram:BilledQuantity': { '@unitCode': line.unitCode, '#text': line.quantity } },
    'ram:SpecifiedLineTradeSettlement': {
      'ram:ApplicableTradeTax': {
        'ram:TypeCode': 'VAT',
        'ram:CategoryCode': line.taxCategory,
        'ram:RateApplicablePercent': line.taxPercent,
      },
      'ram:BillingSpecifiedPeriod': writePeriod(line),
      'ram:SpecifiedTradeAllowanceCharge': line.allowancesAndCharges?.map((item) =>
        writeAllowanceCharge(item, currency),
      ),
      'ram:SpecifiedTradeSettlementLineMonetarySummation': {
        'ram:LineTotalAmount': writeAmount(line.netMinor, currency),
      },
    },
  }
}

function writePeriod({ periodStartOn, periodEndOn }: Pick<InvoiceLine, 'periodStartOn' | 'periodEndOn'>): XmlValue {
  return whenPresent(periodStartOn, (startOn) => ({
    'ram:StartDateTime': writeDate(startOn),
    'ram:EndDateTime': whenPresent(periodEndOn, (endOn) => writeDate(endOn)),
  }))
}

function writeAllowanceCharge(item: AllowanceCharge, currency: CurrencyCode): XmlNode {
  return {
    'ram:ChargeIndicator': { 'udt:Indicator': String(item.kind === 'charge') },
    'ram:CalculationPercent': item.percent,
    'ram:BasisAmount': whenPresent(item.baseMinor, (base) => writeAmount(base, currency)),
    'ram:ActualAmount': writeAmount(item.amountMinor, currency),
    'ram:ReasonCode': item.reasonCode,
    'ram:Reason': item.reason,
    'ram:CategoryTradeTax': whenPresent(item.taxCategory, (category) => ({
      'ram:TypeCode': 'VAT',
      'ram:CategoryCode': category,
      'ram:RateApplicablePercent': item.taxPercent,
    })),
  }
}

function writeAgreement(document: InvoiceDocument): XmlNode {
  return {
    'ram:BuyerReference': document.buyerReference,
    'ram:SellerTradeParty': whenPresent(document.seller, writeParty),
    'ram:BuyerTradeParty': writeParty(document.buyer),
    'ram:SellerOrderReferencedDocument': writeReference(document.salesOrder),
    'ram:BuyerOrderReferencedDocument': writeReference(document.purchaseOrder),
    'ram:ContractReferencedDocument': writeReference(document.contractReference),
    'ram:AdditionalReferencedDocument': document.attachments.map(writeAttachment),
    'ram:SpecifiedProcuringProject': whenPresent(document.projectReference, (id) => ({
      'ram:ID': id,
      'ram:Name': 'Project reference',
    })),
  }
}

function writeAttachment({ reference, description, filename, mediaType, content }: Attachment): XmlNode {
  return {
    'ram:IssuerAssignedID': reference,
    'ram:TypeCode': '916',
    'ram:Name': description,
    'ram:AttachmentBinaryObject': whenPresent(content, (bytes) => ({
      '@mimeCode': mediaType,
      '@filename': filename,
      '#text': Buffer.from(bytes).toString('base64'),
    })),
  }
}

function writeParty(party: Party): XmlNode {
  const [lineOne, lineTwo, lineThree] = party.addressLines ?? []
  const hasLegalOrganization = party.legalRegistrationId !== undefined || party.tradingName !== undefined
  return {
    'ram:ID': party.identifiers,
    'ram:Name': party.name,
    'ram:SpecifiedLegalOrganization': hasLegalOrganization
      ? { 'ram:ID': party.legalRegistrationId, 'ram:TradingBusinessName': party.tradingName }
      : undefined,
    'ram:DefinedTradeContact': whenPresent(party.contactName, (name) => ({
      'ram:PersonName': name,
      'ram:TelephoneUniversalCommunication': whenPresent(party.contactPhone, (phone) => ({
        'ram:CompleteNumber': phone,
      })),
      'ram:EmailURIUniversalCommunication': whenPresent(party.contactEmail, (email) => ({ 'ram:URIID': email })),
    })),
    'ram:PostalTradeAddress': {
      'ram:PostcodeCode': party.postalCode,
      'ram:LineOne': lineOne,
      'ram:LineTwo': lineTwo,
      'ram:LineThree': lineThree,
      'ram:CityName': party.city,
      'ram:CountryID': party.countryCode,
      'ram:CountrySubDivisionName': party.region,
    },
    'ram:URIUniversalCommunication': whenPresent(party.electronicAddress, ({ scheme, value }) => ({
      'ram:URIID': { '@schemeID': scheme, '#text': value },
    })),
    'ram:SpecifiedTaxRegistration': whenPresent(party.vatId, (vatId) => ({
      'ram:ID': { '@schemeID': 'VA', '#text': vatId },
    })),
  }
}

/** The element is obligatory even where it says nothing. */
function writeDelivery({ deliveredOn, despatchAdvice, buyer }: InvoiceDocument): XmlNode {
  return {
    'ram:ShipToTradeParty': whenPresent(deliveredOn, () => ({
      'ram:Name': buyer.name,
      'ram:PostalTradeAddress': {
        'ram:PostcodeCode': buyer.postalCode,
        'ram:CityName': buyer.city,
        'ram:CountryID': buyer.countryCode,
      },
    })),
    'ram:ActualDeliverySupplyChainEvent': whenPresent(deliveredOn, (day) => ({
      'ram:OccurrenceDateTime': writeDate(day),
    })),
    'ram:DespatchAdviceReferencedDocument': writeReference(despatchAdvice),
  }
}

function writeSettlement(document: InvoiceDocument): XmlNode {
  const { currency, paymentInstruction } = document
  return {
    'ram:PaymentReference': paymentInstruction?.remittanceInformation,
    'ram:InvoiceCurrencyCode': currency,
    'ram:SpecifiedTradeSettlementPaymentMeans': whenPresent(
      paymentInstruction,
      ({ meansCode, iban, accountName, bic }) => ({
        'ram:TypeCode': meansCode,
        'ram:PayeePartyCreditorFinancialAccount': whenPresent(iban, (id) => ({
          'ram:IBANID': id,
          'ram:AccountName': accountName,
        })),
        'ram:PayeeSpecifiedCreditorFinancialInstitution': whenPresent(bic, (code) => ({ 'ram:BICID': code })),
      }),
    ),
    'ram:ApplicableTradeTax': document.taxBreakdown.map((tax) => writeTax(tax, currency)),
    'ram:BillingSpecifiedPeriod': writePeriod(document),
    'ram:SpecifiedTradeAllowanceCharge': document.allowancesAndCharges.map((item) =>
      writeAllowanceCharge(item, currency),
    ),
    'ram:SpecifiedTradePaymentTerms': writeTerms(document),
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation': writeTotals(document),
    'ram:InvoiceReferencedDocument': document.precedingInvoices?.map(({ number, issueOn }) => ({
      'ram:IssuerAssignedID': number,
      'ram:FormattedIssueDateTime': whenPresent(issueOn, (day) => writeDate(day, 'qdt')),
    })),
  }
}

function writeTax(tax: TaxBreakdown, currency: CurrencyCode): XmlNode {
  return {
    'ram:CalculatedAmount': writeAmount(tax.taxMinor, currency),
    'ram:TypeCode': 'VAT',
    'ram:ExemptionReason': tax.exemptionReason,
    'ram:BasisAmount': writeAmount(tax.taxableMinor, currency),
    'ram:CategoryCode': tax.category,
    'ram:RateApplicablePercent': tax.percent,
  }
}

/** One terms element for each tier, since each holds one discount; the text and the due date stand in the first. */
function writeTerms({ paymentTerms, dueOn, settlementDiscounts, issueOn, currency }: InvoiceDocument): XmlValue {
  if (paymentTerms === undefined && dueOn === null) return undefined
  const [first, ...further] = settlementDiscounts.map(({ deadlineOn, rateBps, baseMinor }) => ({
    'ram:BasisDateTime': writeDate(issueOn),
    'ram:BasisPeriodMeasure': { '@unitCode': 'DAY', '#text': String(countDaysBetween(issueOn, deadlineOn)) },
    'ram:BasisAmount': whenPresent(baseMinor, (base) => writeAmount(base, currency)),
    'ram:CalculationPercent': `${Math.trunc(rateBps / 100)}.${String(rateBps % 100).padStart(2, '0')}`,
  }))
  return [
    {
      'ram:Description': paymentTerms,
      'ram:DueDateDateTime': dueOn === null ? undefined : writeDate(dueOn),
      'ram:ApplicableTradePaymentDiscountTerms': first,
    },
    ...further.map((discount) => ({ 'ram:ApplicableTradePaymentDiscountTerms': discount })),
  ]
}

function writeTotals({ totals, currency }: InvoiceDocument): XmlNode {
  const whenNotZero = (amountMinor: number) => (amountMinor === 0 ? undefined : writeAmount(amountMinor, currency))
  return {
    'ram:LineTotalAmount': writeAmount(totals.lineNetMinor, currency),
    'ram:ChargeTotalAmount': whenNotZero(totals.chargeMinor),
    'ram:AllowanceTotalAmount': whenNotZero(totals.allowanceMinor),
    'ram:TaxBasisTotalAmount': writeAmount(totals.netMinor, currency),
    'ram:TaxTotalAmount': { '@currencyID': currency, '#text': writeAmount(totals.taxMinor, currency) },
    'ram:RoundingAmount': whenNotZero(totals.roundingMinor),
    'ram:GrandTotalAmount': writeAmount(totals.grossMinor, currency),
    'ram:TotalPrepaidAmount': whenNotZero(totals.prepaidMinor),
    'ram:DuePayableAmount': writeAmount(totals.payableMinor, currency),
  }
}
