/** UBL 2.1 Invoice and CreditNote, by the EN 16931 syntax binding (CEN/TS 16931-3-2) and the XRechnung extension. */
import type { CurrencyCode } from '~/domain/currency'
import type { Attachment, InvoiceDocument, PaymentInstruction, TaxBreakdown } from '~/domain/invoice'
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
import {
  readAmount,
  readBase64,
  readCurrency,
  readDay,
  readOptionalAmount,
  readOptionalDay,
  readOptionalDecimal,
} from '../xml/read-values'
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
import { readUblAllowanceCharge } from './read-ubl-allowance-charge'
import { readUblLine } from './read-ubl-line'
import { readUblParty } from './read-ubl-party'
import { readUblSettlementDiscounts } from './read-ubl-terms'

/** Reads a document; `root` is the Invoice or CreditNote element. */
export function readUblDocument(root: XmlElement, limits: IngestLimits): InvoiceDocument {
  const isCreditNoteRoot = root.name === 'CreditNote'
  const number = requireKey(requireText(root, 'BT-1 invoice number', 'cbc:ID'), 'BT-1 invoice number', placeOf(root))
  const currency = readCurrency(requireElement(root, 'BT-5 invoice currency', 'cbc:DocumentCurrencyCode'))
  const issueOn = readDay(requireElement(root, 'BT-2 issue date', 'cbc:IssueDate'))
  const typeCode = readText(root, isCreditNoteRoot ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode')
  const buyerElement = requireElement(root, 'BG-7 buyer', 'cac:AccountingCustomerParty', 'cac:Party')
  const buyer = readUblParty(buyerElement)
  const sellerElement = findElement(root, 'cac:AccountingSupplierParty', 'cac:Party')
  const payeeElement = findElement(root, 'cac:PayeeParty')
  const lineElements = listElements(root, isCreditNoteRoot ? 'cac:CreditNoteLine' : 'cac:InvoiceLine')
  if (lineElements.length > limits.maxLines)
    refuse('limit_exceeded', `more than ${limits.maxLines} lines`, placeOf(root))
  const lines = withUniqueLineIds(lineElements.map((line) => readUblLine(line, currency)))
  const taxBreakdown = readTaxBreakdown(root, currency)
  const paymentTerms = listElements(root, 'cac:PaymentTerms')
    .flatMap((terms) => readTexts(terms, 'cbc:Note'))
    .join('\n')
  const notes = readTexts(root, 'cbc:Note')
  const precedingInvoices = readPrecedingInvoices(root)

  return omitUndefined<InvoiceDocument>({
    kind: isCreditNoteRoot || isCreditNoteTypeCode(typeCode) ? 'credit_note' : 'invoice',
    number,
    issueOn,
    dueOn: readDueDay(root) ?? null,
    currency,
    typeCode,
    paymentTerms: paymentTerms === '' ? undefined : paymentTerms,
    notes: notes.length === 0 ? undefined : notes,
    buyerReference: readText(root, 'cbc:BuyerReference'),
    purchaseOrder: readText(root, 'cac:OrderReference', 'cbc:ID'),
    salesOrder: readText(root, 'cac:OrderReference', 'cbc:SalesOrderID'),
    contractReference: readText(root, 'cac:ContractDocumentReference', 'cbc:ID'),
    projectReference: readText(root, 'cac:ProjectReference', 'cbc:ID'),
    despatchAdvice: readText(root, 'cac:DespatchDocumentReference', 'cbc:ID'),
    deliveredOn: readOptionalDay(findElement(root, 'cac:Delivery', 'cbc:ActualDeliveryDate')),
    periodStartOn: readOptionalDay(findElement(root, 'cac:InvoicePeriod', 'cbc:StartDate')),
    periodEndOn: readOptionalDay(findElement(root, 'cac:InvoicePeriod', 'cbc:EndDate')),
    precedingInvoices: precedingInvoices.length === 0 ? undefined : precedingInvoices,
    seller: sellerElement && readUblParty(sellerElement),
    buyer,
    payee: payeeElement && readUblParty(payeeElement),
    debtorExternalId: requireDebtor(buyer, placeOf(buyerElement)),
    paymentInstruction: readPaymentInstruction(root),
    settlementDiscounts: readUblSettlementDiscounts(root, issueOn, currency),
    lines,
    allowancesAndCharges: listElements(root, 'cac:AllowanceCharge').map((element) =>
      readUblAllowanceCharge(element, currency),
    ),
    taxBreakdown,
    totals: readTotals(root, currency, lines, taxBreakdown),
    attachments: listElements(root, 'cac:AdditionalDocumentReference').flatMap(readAttachment),
  })
}

/** BT-9. UBL has no due date on a credit note's head; Peppol and XRechnung put it at the payment means. */
function readDueDay(root: XmlElement) {
  return (
    readOptionalDay(findElement(root, 'cbc:DueDate')) ??
    readOptionalDay(findElement(root, 'cac:PaymentMeans', 'cbc:PaymentDueDate')) ??
    readOptionalDay(findElement(root, 'cac:PaymentTerms', 'cbc:PaymentDueDate'))
  )
}

/** BG-3; a credit note may refer to the credit notes or invoices before it. */
function readPrecedingInvoices(root: XmlElement): { number: string; issueOn?: InvoiceDocument['issueOn'] }[] {
  return listElements(root, 'cac:BillingReference').flatMap((reference) =>
    [
      ...listElements(reference, 'cac:InvoiceDocumentReference'),
      ...listElements(reference, 'cac:CreditNoteDocumentReference'),
    ].flatMap((document) => {
      const number = readText(document, 'cbc:ID')
      const issueOn = readOptionalDay(findElement(document, 'cbc:IssueDate'))
      return number === undefined
        ? []
        : [omitUndefined<{ number: string; issueOn?: InvoiceDocument['issueOn'] }>({ number, issueOn })]
    }),
  )
}

/** BG-16/17: the first means with an account, else the first. */
function readPaymentInstruction(root: XmlElement): PaymentInstruction | undefined {
  const means = listElements(root, 'cac:PaymentMeans')
  const chosen = means.find((element) => readText(element, 'cac:PayeeFinancialAccount', 'cbc:ID')) ?? means[0]
  if (chosen === undefined) return undefined
  const account = findElement(chosen, 'cac:PayeeFinancialAccount')
  return omitUndefined<PaymentInstruction>({
    meansCode: readText(chosen, 'cbc:PaymentMeansCode'),
    remittanceInformation: readText(chosen, 'cbc:PaymentID'),
    iban: normalizeIban(readText(account, 'cbc:ID')),
    bic: readText(account, 'cac:FinancialInstitutionBranch', 'cbc:ID'),
    accountName: readText(account, 'cbc:Name'),
  })
}

/** The tax total in the document's currency; one in the accounting currency (BT-111) is left out. */
function findTaxTotal(root: XmlElement, currency: CurrencyCode): XmlElement | undefined {
  const totals = listElements(root, 'cac:TaxTotal').filter((total) => {
    const stated = findElement(total, 'cbc:TaxAmount')?.attributes.get('currencyID')
    return stated === undefined || stated === currency
  })
  return totals.find((total) => findElement(total, 'cac:TaxSubtotal')) ?? totals[0]
}

function readTaxBreakdown(root: XmlElement, currency: CurrencyCode): TaxBreakdown[] {
  return listElements(findTaxTotal(root, currency), 'cac:TaxSubtotal').map((part) =>
    omitUndefined<TaxBreakdown>({
      category: readText(part, 'cac:TaxCategory', 'cbc:ID') ?? '',
      percent: readOptionalDecimal(
        findElement(part, 'cac:TaxCategory', 'cbc:Percent') ?? findElement(part, 'cbc:Percent'),
      ),
      taxableMinor: readAmount(requireElement(part, 'BT-116 taxable amount', 'cbc:TaxableAmount'), currency),
      taxMinor: readAmount(requireElement(part, 'BT-117 tax amount', 'cbc:TaxAmount'), currency),
      exemptionReason: readText(part, 'cac:TaxCategory', 'cbc:TaxExemptionReason'),
    }),
  )
}

function readTotals(
  root: XmlElement,
  currency: CurrencyCode,
  lines: InvoiceDocument['lines'],
  taxBreakdown: readonly TaxBreakdown[],
): InvoiceDocument['totals'] {
  const total = requireElement(root, 'BG-22 document totals', 'cac:LegalMonetaryTotal')
  const amount = (name: string): number | undefined => readOptionalAmount(findElement(total, name), currency)
  const thirdParty = listElements(root, 'cac:PrepaidPayment').map((payment) =>
    readAmount(requireElement(payment, 'BT-DEX-002 third party payment', 'cbc:PaidAmount'), currency),
  )
  return completeTotals(
    {
      lineNetMinor: amount('cbc:LineExtensionAmount'),
      allowanceMinor: amount('cbc:AllowanceTotalAmount'),
      chargeMinor: amount('cbc:ChargeTotalAmount'),
      netMinor: amount('cbc:TaxExclusiveAmount'),
      taxMinor: readOptionalAmount(findElement(findTaxTotal(root, currency), 'cbc:TaxAmount'), currency),
      grossMinor: amount('cbc:TaxInclusiveAmount'),
      prepaidMinor: amount('cbc:PrepaidAmount'),
      roundingMinor: amount('cbc:PayableRoundingAmount'),
      thirdPartyMinor: thirdParty.length === 0 ? undefined : thirdParty.reduce((sum, part) => sum + part, 0),
      payableMinor: readAmount(requireElement(total, 'BT-115 amount due for payment', 'cbc:PayableAmount'), currency),
    },
    lines,
    taxBreakdown,
  )
}

/** BG-24; type codes 50 and 130 are references to a tender or to the invoiced object, not documents. */
function readAttachment(element: XmlElement): Attachment[] {
  const typeCode = readText(element, 'cbc:DocumentTypeCode')
  if (typeCode === '50' || typeCode === '130') return []
  const embedded = findElement(element, 'cac:Attachment', 'cbc:EmbeddedDocumentBinaryObject')
  return [
    omitUndefined<Attachment>({
      reference: readText(element, 'cbc:ID'),
      description: readText(element, 'cbc:DocumentDescription'),
      filename: embedded?.attributes.get('filename'),
      mediaType: embedded?.attributes.get('mimeCode'),
      content: readBase64(embedded),
      url: readText(element, 'cac:Attachment', 'cac:ExternalReference', 'cbc:URI'),
    }),
  ]
}
