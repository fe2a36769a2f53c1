/**
 * UN/CEFACT Cross Industry Invoice (D16B), by the EN 16931 syntax binding (CEN/TS 16931-3-3), with what Factur-X and
 * ZUGFeRD 2 EXTENDED add: several terms, discount terms, logistics charges, lines that only group or inform.
 */
import type { CurrencyCode } from '~/domain/currency'
import type { AllowanceCharge, Attachment, InvoiceDocument, PaymentInstruction, TaxBreakdown } from '~/domain/invoice'
import {
  completeTotals,
  isCreditNoteTypeCode,
  requireDebtor,
  requireKey,
  withUniqueLineIds,
} from '../assemble-document'
import type { IngestLimits } from '../ingest-limits'
import { refuse } from '../ingest-refusal'
import { omitUndefined } from '../omit-undefined'
import { normalizeIban } from '../normalize-iban'
import { readAmount, readBase64, readCurrency, readOptionalAmount, readOptionalDecimal } from '../xml/read-values'
import {
  findElement,
  listElements,
  placeOf,
  readText,
  readTexts,
  requireElement,
  requireText,
  type XmlElement,
} from '../xml/xml-element'
import { readCiiAllowanceCharge } from './read-cii-allowance-charge'
import { readCiiDay, readOptionalCiiDay } from './read-cii-day'
import { isBilledCiiLine, readCiiLine } from './read-cii-line'
import { readCiiParty } from './read-cii-party'
import { readCiiDueDay, readCiiSettlementDiscounts } from './read-cii-terms'

/** Reads a document; `root` is the CrossIndustryInvoice element. */
export function readCiiDocument(root: XmlElement, limits: IngestLimits): InvoiceDocument {
  const head = requireElement(root, 'the document header', 'rsm:ExchangedDocument')
  const transaction = requireElement(root, 'the transaction', 'rsm:SupplyChainTradeTransaction')
  const agreement = requireElement(transaction, 'the trade agreement', 'ram:ApplicableHeaderTradeAgreement')
  const delivery = findElement(transaction, 'ram:ApplicableHeaderTradeDelivery')
  const settlement = requireElement(transaction, 'the trade settlement', 'ram:ApplicableHeaderTradeSettlement')
  const number = requireKey(requireText(head, 'BT-1 invoice number', 'ram:ID'), 'BT-1 invoice number', placeOf(head))
  const typeCode = readText(head, 'ram:TypeCode')
  const issueOn = readCiiDay(requireElement(head, 'BT-2 issue date', 'ram:IssueDateTime'))
  const currency = readCurrency(requireElement(settlement, 'BT-5 invoice currency', 'ram:InvoiceCurrencyCode'))
  const buyerElement = requireElement(agreement, 'BG-7 buyer', 'ram:BuyerTradeParty')
  const buyer = readCiiParty(buyerElement)
  const sellerElement = findElement(agreement, 'ram:SellerTradeParty')
  const payeeElement = findElement(settlement, 'ram:PayeeTradeParty')
  const lineElements = listElements(transaction, 'ram:IncludedSupplyChainTradeLineItem')
  if (lineElements.length > limits.maxLines)
    refuse('limit_exceeded', `more than ${limits.maxLines} lines`, placeOf(transaction))
  const lines = withUniqueLineIds(lineElements.filter(isBilledCiiLine).map((line) => readCiiLine(line, currency)))
  const taxBreakdown = listElements(settlement, 'ram:ApplicableTradeTax').map((tax) => readTaxBreakdown(tax, currency))
  const totals = readTotals(settlement, currency, lines, taxBreakdown)
  const terms = listElements(settlement, 'ram:SpecifiedTradePaymentTerms')
  const paymentTerms = terms.flatMap((term) => readTexts(term, 'ram:Description')).join('\n')
  const notes = listElements(head, 'ram:IncludedNote').flatMap((note) => readTexts(note, 'ram:Content'))
  const precedingInvoices = listElements(settlement, 'ram:InvoiceReferencedDocument').flatMap(readPrecedingInvoice)
  const period = findElement(settlement, 'ram:BillingSpecifiedPeriod')

  return omitUndefined<InvoiceDocument>({
    kind: isCreditNoteTypeCode(typeCode) ? 'credit_note' : 'invoice',
    number,
    issueOn,
    dueOn: readCiiDueDay(terms) ?? null,
    currency,
    typeCode,
    paymentTerms: paymentTerms === '' ? undefined : paymentTerms,
    notes: notes.length === 0 ? undefined : notes,
    buyerReference: readText(agreement, 'ram:BuyerReference'),
    purchaseOrder: readText(agreement, 'ram:BuyerOrderReferencedDocument', 'ram:IssuerAssignedID'),
    salesOrder: readText(agreement, 'ram:SellerOrderReferencedDocument', 'ram:IssuerAssignedID'),
    contractReference: readText(agreement, 'ram:ContractReferencedDocument', 'ram:IssuerAssignedID'),
    projectReference: readText(agreement, 'ram:SpecifiedProcuringProject', 'ram:ID'),
    despatchAdvice: readText(delivery, 'ram:DespatchAdviceReferencedDocument', 'ram:IssuerAssignedID'),
    deliveredOn: readOptionalCiiDay(
      findElement(delivery, 'ram:ActualDeliverySupplyChainEvent', 'ram:OccurrenceDateTime'),
    ),
    periodStartOn: readOptionalCiiDay(findElement(period, 'ram:StartDateTime')),
    periodEndOn: readOptionalCiiDay(findElement(period, 'ram:EndDateTime')),
    precedingInvoices: precedingInvoices.length === 0 ? undefined : precedingInvoices,
    seller: sellerElement && readCiiParty(sellerElement),
    buyer,
    payee: payeeElement && readCiiParty(payeeElement),
    debtorExternalId: requireDebtor(buyer, placeOf(buyerElement)),
    paymentInstruction: readPaymentInstruction(settlement),
    settlementDiscounts: readCiiSettlementDiscounts(terms, issueOn, currency, totals.payableMinor),
    lines,
    allowancesAndCharges: [
      ...listElements(settlement, 'ram:SpecifiedTradeAllowanceCharge').map((part) =>
        readCiiAllowanceCharge(part, currency),
      ),
      ...listElements(settlement, 'ram:SpecifiedLogisticsServiceCharge').map((part) =>
        readLogisticsCharge(part, currency),
      ),
    ],
    taxBreakdown,
    totals,
    attachments: listElements(agreement, 'ram:AdditionalReferencedDocument').flatMap(readAttachment),
  })
}

/** Freight and the like of the EXTENDED profile (BG-X-42): a document level charge, counted in BT-108. */
function readLogisticsCharge(element: XmlElement, currency: CurrencyCode): AllowanceCharge {
  return omitUndefined<AllowanceCharge>({
    kind: 'charge',
    amountMinor: readAmount(
      requireElement(element, 'the amount of the logistics charge', 'ram:AppliedAmount'),
      currency,
    ),
    reason: readText(element, 'ram:Description'),
    taxCategory: readText(element, 'ram:AppliedTradeTax', 'ram:CategoryCode'),
    taxPercent: readOptionalDecimal(findElement(element, 'ram:AppliedTradeTax', 'ram:RateApplicablePercent')),
  })
}

function readTaxBreakdown(tax: XmlElement, currency: CurrencyCode): TaxBreakdown {
  return omitUndefined<TaxBreakdown>({
    category: readText(tax, 'ram:CategoryCode') ?? '',
    percent: readOptionalDecimal(findElement(tax, 'ram:RateApplicablePercent')),
    taxableMinor: readAmount(requireElement(tax, 'BT-116 taxable amount', 'ram:BasisAmount'), currency),
    taxMinor: readAmount(requireElement(tax, 'BT-117 tax amount', 'ram:CalculatedAmount'), currency),
    exemptionReason: readText(tax, 'ram:ExemptionReason'),
  })
}

function readTotals(
  settlement: XmlElement,
  currency: CurrencyCode,
  lines: InvoiceDocument['lines'],
  taxBreakdown: readonly TaxBreakdown[],
): InvoiceDocument['totals'] {
  const total = requireElement(
    settlement,
    'BG-22 document totals',
    'ram:SpecifiedTradeSettlementHeaderMonetarySummation',
  )
  const amount = (name: string): number | undefined => readOptionalAmount(findElement(total, name), currency)
  // BT-111, the tax in the accounting currency, stands beside BT-110 and is told apart by its currency alone.
  const taxTotal = listElements(total, 'ram:TaxTotalAmount').find(
    (element) => (element.attributes.get('currencyID') ?? currency) === currency,
  )
  return completeTotals(
    {
      lineNetMinor: amount('ram:LineTotalAmount'),
      allowanceMinor: amount('ram:AllowanceTotalAmount'),
      chargeMinor: amount('ram:ChargeTotalAmount'),
      netMinor: amount('ram:TaxBasisTotalAmount'),
      taxMinor: readOptionalAmount(taxTotal, currency),
      grossMinor: amount('ram:GrandTotalAmount'),
      prepaidMinor: amount('ram:TotalPrepaidAmount'),
      roundingMinor: amount('ram:RoundingAmount'),
      payableMinor: readAmount(
        requireElement(total, 'BT-115 amount due for payment', 'ram:DuePayableAmount'),
        currency,
      ),
    },
    lines,
    taxBreakdown,
  )
}

/** BG-16/17: the first means with an account, else the first. */
function readPaymentInstruction(settlement: XmlElement): PaymentInstruction | undefined {
  const means = listElements(settlement, 'ram:SpecifiedTradeSettlementPaymentMeans')
  const chosen =
    means.find((element) => readText(element, 'ram:PayeePartyCreditorFinancialAccount', 'ram:IBANID')) ?? means[0]
  const remittanceInformation = readText(settlement, 'ram:PaymentReference')
  if (chosen === undefined && remittanceInformation === undefined) return undefined
  const account = findElement(chosen, 'ram:PayeePartyCreditorFinancialAccount')
  return omitUndefined<PaymentInstruction>({
    meansCode: readText(chosen, 'ram:TypeCode'),
    remittanceInformation,
    iban: normalizeIban(readText(account, 'ram:IBANID') ?? readText(account, 'ram:ProprietaryID')),
    bic: readText(chosen, 'ram:PayeeSpecifiedCreditorFinancialInstitution', 'ram:BICID'),
    accountName: readText(account, 'ram:AccountName'),
  })
}

function readPrecedingInvoice(document: XmlElement): { number: string; issueOn?: InvoiceDocument['issueOn'] }[] {
  const number = readText(document, 'ram:IssuerAssignedID')
  const issueOn = readOptionalCiiDay(findElement(document, 'ram:FormattedIssueDateTime'))
  return number === undefined
    ? []
    : [omitUndefined<{ number: string; issueOn?: InvoiceDocument['issueOn'] }>({ number, issueOn })]
}

/** BG-24; type codes 50 and 130 are references to a tender or to the invoiced object, not documents. */
function readAttachment(element: XmlElement): Attachment[] {
  const typeCode = readText(element, 'ram:TypeCode')
  if (typeCode === '50' || typeCode === '130') return []
  const embedded = findElement(element, 'ram:AttachmentBinaryObject')
  return [
    omitUndefined<Attachment>({
      reference: readText(element, 'ram:IssuerAssignedID'),
      description: readText(element, 'ram:Name'),
      filename: embedded?.attributes.get('filename'),
      mediaType: embedded?.attributes.get('mimeCode'),
      content: readBase64(embedded),
      url: readText(element, 'ram:URIID'),
    }),
  ]
}
