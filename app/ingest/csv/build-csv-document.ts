/** The rows of one number as a document. */
import type { DocumentPlace } from '~/domain/document-refusal'
import { addDays, parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DocumentKind, InvoiceDocument, Party, PaymentInstruction, SettlementDiscountTerm } from '~/domain/invoice'
import { parseDecimalToMinor } from '~/domain/money'
import {
  completeTotals,
  isCreditNoteTypeCode,
  requireCountable,
  requireDebtor,
  requireKey,
  withUniqueLineIds,
} from '../assemble-document'
import { percentToBps } from '../decimal-text'
import { refuse } from '../ingest-refusal'
import { normalizeIban } from '../normalize-iban'
import { omitUndefined } from '../omit-undefined'
import { parseSkontoTerms, sortTiers } from '../settlement-terms'
import { buildCsvLine } from './build-csv-line'
import { breakDownTax } from './break-down-tax'
import type { CsvRow } from './compile-mapping'
import { documentFields, type CsvField, type DocumentField } from './csv-fields'
import type { CsvMapping } from './csv-mapping'
import { negateDocument } from './negate-document'

const INVOICE_WORDS = new Set(['invoice', '380', '384', '389'])
const CREDIT_NOTE_WORDS = new Set(['credit_note', 'credit note', 'creditnote', 'credit', '381'])

/** Reads one value of the document, with the place it came from for messages. */
interface Head {
  read: (field: DocumentField) => string | undefined
  placeOf: (field: CsvField) => DocumentPlace
}

/** Builds a document of at least one row; refuses it, naming row and column, where a field is missing or contradicts. */
export function buildCsvDocument(
  rows: readonly CsvRow[],
  mapping: CsvMapping,
  describeField: (field: CsvField) => string,
): InvoiceDocument {
  const head = collectHead(rows, describeField)
  const number = requireKey(requireValue(head, 'number'), 'number', head.placeOf('number'))
  const currency =
    parseCurrencyCode(requireValue(head, 'currency')) ?? refuseValue(head, 'currency', 'is not a currency of ISO 4217')
  const issueOn = readDay(head, 'issue_date') ?? refuseMissing(head, 'issue_date')
  const kind = readKind(rows, head)
  const buyer = readBuyer(head)
  const taxRows = rows.map((row) => ({ values: row.values, place: placeOfRow(row, describeField) }))
  const amount = (field: DocumentField): number | undefined => readAmount(head, field, currency)
  const payableMinor = amount('payable_amount')
  const taxMinor = amount('tax_total')
  const [prepaidMinor, roundingMinor] = [amount('prepaid_amount'), amount('rounding_amount')]
  const netOfWhole =
    payableMinor === undefined ? undefined : payableMinor - (taxMinor ?? 0) + (prepaidMinor ?? 0) - (roundingMinor ?? 0)
  const lines = withUniqueLineIds(
    rows.map((row, index) =>
      buildCsvLine(row.values, {
        currency,
        place: placeOfRow(row, describeField),
        position: index + 1,
        fallbackName: number,
        netOfWholeMinor: rows.length === 1 ? netOfWhole : undefined,
      }),
    ),
  )
  requireCountable(lines.map((line) => line.netMinor))
  const taxBreakdown = breakDownTax(taxRows, lines, currency)
  const totals = completeTotals(
    {
      lineNetMinor: undefined,
      allowanceMinor: undefined,
      chargeMinor: undefined,
      netMinor: undefined,
      taxMinor,
      grossMinor: undefined,
      prepaidMinor,
      roundingMinor,
      payableMinor: payableMinor ?? 0,
    },
    lines,
    taxBreakdown,
  )
  if (payableMinor === undefined) totals.payableMinor = totals.grossMinor - totals.prepaidMinor + totals.roundingMinor

  const document = omitUndefined<InvoiceDocument>({
    kind,
    number,
    issueOn,
    dueOn: readDay(head, 'due_date') ?? defaultDueDay(kind, issueOn, mapping),
    currency,
    typeCode: head.read('type_code'),
    paymentTerms: head.read('payment_terms'),
    notes: listOf(head.read('note')),
    buyerReference: head.read('buyer_reference'),
    purchaseOrder: head.read('purchase_order'),
    salesOrder: head.read('sales_order'),
    contractReference: head.read('contract_reference'),
    projectReference: head.read('project_reference'),
    despatchAdvice: head.read('despatch_advice'),
    deliveredOn: readDay(head, 'delivery_date'),
    periodStartOn: readDay(head, 'period_start'),
    periodEndOn: readDay(head, 'period_end'),
    precedingInvoices: listOf(head.read('preceding_invoice'))?.map((preceding) => ({ number: preceding })),
    buyer,
    debtorExternalId: requireDebtor(buyer, head.placeOf('debtor_id')),
    paymentInstruction: readPaymentInstruction(head),
    settlementDiscounts: readDiscounts(head, issueOn, currency),
    lines,
    allowancesAndCharges: [],
    taxBreakdown,
    totals,
    attachments: [],
  })
  return settleSign(document, mapping, head)
}

/** The document's fields over its rows: one value each; rows may leave a field empty, and must not differ. */
function collectHead(rows: readonly CsvRow[], describeField: (field: CsvField) => string): Head {
  const first = new Map<DocumentField, { value: string; row: number }>()
  for (const { row, values } of rows) {
    for (const field of documentFields) {
      const value = values.get(field)
      if (value === undefined) continue
      const known = first.get(field)
      if (known === undefined) first.set(field, { value, row })
      else if (known.value !== value) {
        refuse(
          'conflicting_rows',
          `"${value.slice(0, 40)}" here, "${known.value.slice(0, 40)}" in row ${known.row} of the same document`,
          {
            row,
            column: describeField(field),
          },
        )
      }
    }
  }
  const firstRow = rows[0]?.row
  return {
    read: (field) => first.get(field)?.value,
    placeOf: (field) => {
      const row = [...first].find(([known]) => known === field)?.[1].row ?? firstRow
      return { ...(row === undefined ? {} : { row }), column: describeField(field) }
    },
  }
}

function placeOfRow(row: CsvRow, describeField: (field: CsvField) => string): (field: CsvField) => DocumentPlace {
  return (field) => ({ row: row.row, column: describeField(field) })
}

function requireValue(head: Head, field: DocumentField): string {
  return head.read(field) ?? refuseMissing(head, field)
}

function refuseMissing(head: Head, field: DocumentField): never {
  return refuse('missing_field', `${field} is missing`, head.placeOf(field))
}

function refuseValue(head: Head, field: DocumentField, problem: string): never {
  return refuse('invalid_field', `"${head.read(field)?.slice(0, 40) ?? ''}" ${problem}`, head.placeOf(field))
}

function readDay(head: Head, field: DocumentField): CalendarDay | undefined {
  const text = head.read(field)
  return text === undefined ? undefined : (parseCalendarDay(text) ?? undefined)
}

/** Exact: a figure with more decimals than the currency is more likely a grouping sign misread than a fraction of a cent. */
function readAmount(head: Head, field: DocumentField, currency: CurrencyCode): number | undefined {
  const text = head.read(field)
  if (text === undefined) return undefined
  return parseDecimalToMinor(text, currency) ?? refuseValue(head, field, `is not an amount in ${currency}`)
}

function readKind(rows: readonly CsvRow[], head: Head): DocumentKind {
  const ruled = rows.map((row) => row.isCreditNote)
  if (ruled.includes(true) && ruled.includes(false)) {
    refuse('conflicting_rows', 'some rows are of a credit note, others of an invoice', head.placeOf('kind'))
  }
  const word = head.read('kind')?.toLowerCase()
  if (word !== undefined && CREDIT_NOTE_WORDS.has(word)) return 'credit_note'
  if (word !== undefined && INVOICE_WORDS.has(word)) return 'invoice'
  if (word !== undefined) refuseValue(head, 'kind', 'is neither "invoice" nor "credit_note"')
  return ruled.includes(true) || isCreditNoteTypeCode(head.read('type_code')) ? 'credit_note' : 'invoice'
}

function readBuyer(head: Head): Party {
  const countryCode = head.read('debtor_country')?.toUpperCase()
  if (countryCode !== undefined && !/^[A-Z]{2}$/.test(countryCode)) {
    refuseValue(head, 'debtor_country', 'is not a country code of ISO 3166-1 (two letters)')
  }
  return omitUndefined<Party>({
    name: head.read('debtor_name') ?? head.read('debtor_id') ?? '',
    identifiers: listOf(head.read('debtor_id')),
    legalRegistrationId: head.read('debtor_registration_id'),
    vatId: head.read('debtor_vat_id'),
    contactEmail: head.read('debtor_email'),
    addressLines: listOf(head.read('debtor_address')),
    postalCode: head.read('debtor_postal_code'),
    city: head.read('debtor_city'),
    countryCode,
  })
}

function readPaymentInstruction(head: Head): PaymentInstruction | undefined {
  const instruction = omitUndefined<PaymentInstruction>({
    iban: normalizeIban(head.read('iban')),
    bic: head.read('bic'),
    accountName: head.read('account_name'),
    remittanceInformation: head.read('remittance_information'),
  })
  return Object.keys(instruction).length === 0 ? undefined : instruction
}

function readDiscounts(head: Head, issueOn: CalendarDay, currency: CurrencyCode): SettlementDiscountTerm[] {
  const written = parseSkontoTerms(head.read('payment_terms') ?? '', issueOn, currency)
  if (!written.ok)
    refuse(
      'invalid_field',
      `a settlement discount that cannot be read: "${written.failure}"`,
      head.placeOf('payment_terms'),
    )
  const tiers = ([1, 2, 3] as const).flatMap((tier) => {
    const percent = head.read(`discount_${tier}_percent`)
    if (percent === undefined) return []
    const rateBps = percentToBps(percent)
    if (rateBps === null || rateBps < 0 || rateBps > 10_000) {
      return refuseValue(head, `discount_${tier}_percent`, 'is not a discount in per cent with at most two decimals')
    }
    const days = head.read(`discount_${tier}_days`)
    if (days !== undefined && !/^\d{1,3}$/.test(days))
      refuseValue(head, `discount_${tier}_days`, 'is not a number of days')
    const deadlineOn =
      readDay(head, `discount_${tier}_until`) ?? (days === undefined ? undefined : addDays(issueOn, Number(days)))
    if (deadlineOn === undefined) return refuseMissing(head, `discount_${tier}_days`)
    return rateBps === 0 ? [] : [{ deadlineOn, rateBps }]
  })
  return sortTiers([...written.value, ...tiers])
}

function defaultDueDay(kind: DocumentKind, issueOn: CalendarDay, mapping: CsvMapping): CalendarDay | null {
  return kind === 'invoice' && mapping.paymentTermsDays !== undefined
    ? addDays(issueOn, mapping.paymentTermsDays)
    : null
}

/** Credit notes get positive figures; invoices of nothing or below go by the mapping's rules. */
function settleSign(document: InvoiceDocument, mapping: CsvMapping, head: Head): InvoiceDocument {
  const { payableMinor } = document.totals
  if (document.kind === 'credit_note')
    return mapping.creditNoteSigns === 'negative' ? negateDocument(document) : document
  if (payableMinor === 0 && mapping.whenTotalIsZero === 'refuse') {
    refuse('invalid_field', 'the invoice comes to nothing', head.placeOf('payable_amount'))
  }
  if (payableMinor >= 0 || mapping.whenTotalIsNegative === 'accept') return document
  if (mapping.whenTotalIsNegative === 'refuse')
    refuse('invalid_field', 'the invoice is below zero', head.placeOf('payable_amount'))
  return { ...negateDocument(document), kind: 'credit_note', dueOn: null }
}

function listOf(text: string | undefined): string[] | undefined {
  return text === undefined ? undefined : [text]
}
