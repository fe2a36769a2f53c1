/** JSON bytes as documents; each document stands or falls alone. */
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Attachment, InvoiceDocument, InvoiceLine, PaymentInstruction } from '~/domain/invoice'
import type { Result } from '~/domain/result'
import { findUnstorableText } from '~/domain/storable-text'
import { completeTotals, requireDebtor, withUniqueLineIds } from '../assemble-document'
import type { IngestLimits } from '../ingest-limits'
import { catchRefusal, refuse, type IngestRefusal } from '../ingest-refusal'
import { normalizeIban } from '../normalize-iban'
import { omitUndefined } from '../omit-undefined'
import { isPlausibleYear } from '../plausible-year'
import { parseSkontoTerms, sortTiers } from '../settlement-terms'
import { jsonInvoiceSchema, type JsonInvoice } from './json-invoice-schema'

/**
 * Reads one document, an array of them or `{ documents: [...] }`, UTF-8. The outer failure is of the file; each inner
 * one of its document, with the path of the member.
 */
export function readJsonDocuments(
  bytes: Uint8Array,
  limits: IngestLimits,
): Result<Result<InvoiceDocument, IngestRefusal>[], IngestRefusal> {
  return catchRefusal(() => {
    const value = parseJson(bytes)
    const isWrapped = typeof value === 'object' && value !== null && 'documents' in value
    const documents = isWrapped ? value.documents : value
    const list: unknown[] = Array.isArray(documents) ? documents : [documents]
    if (list.length === 0) refuse('no_document', 'the list of documents is empty')
    return list.map((document, index) =>
      readJsonDocument(document, list.length === 1 && !isWrapped ? '' : `[${index}]`, limits),
    )
  })
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refuse('bad_encoding', 'the JSON is not UTF-8')
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    return refuse('malformed', `not JSON: ${error instanceof Error ? error.message : 'unreadable'}`)
  }
}

function readJsonDocument(
  value: unknown,
  element: string,
  limits: IngestLimits,
): Result<InvoiceDocument, IngestRefusal> {
  const result = catchRefusal(() => {
    const parsed = jsonInvoiceSchema.safeParse(value)
    if (parsed.success) {
      const unstorable = findUnstorableText(parsed.data)
      if (unstorable === null) return buildDocument(parsed.data, element, limits)
      const reason = 'the text has a NUL character or half a surrogate pair'
      return refuse('invalid_field', reason, { element: [element, unstorable].filter(Boolean).join('.') })
    }
    const issue = parsed.error.issues[0]
    return refuse('invalid_field', issue?.message ?? 'unreadable', {
      element: [element, ...(issue?.path ?? []).map(String)].filter(Boolean).join('.'),
    })
  })
  const number = typeof value === 'object' && value !== null && 'number' in value ? value.number : undefined
  if (result.ok || typeof number !== 'string') return result
  return { ok: false, failure: { ...result.failure, number: number.slice(0, 200) } }
}

function buildDocument(invoice: JsonInvoice, element: string, limits: IngestLimits): InvoiceDocument {
  const at = (field: string) => ({ element: element === '' ? field : `${element}.${field}` })
  const toDay = (text: string, field: string): CalendarDay =>
    (isPlausibleYear(text.slice(0, 4)) ? parseCalendarDay(text) : null) ??
    refuse('invalid_field', `"${text}" is not a date`, at(field))
  const toOptionalDay = (text: string | undefined, field: string): CalendarDay | undefined =>
    text === undefined ? undefined : toDay(text, field)
  const currency =
    parseCurrencyCode(invoice.currency) ??
    refuse('invalid_field', `"${invoice.currency}" is not a currency of ISO 4217`, at('currency'))
  if (invoice.lines.length > limits.maxLines)
    refuse('limit_exceeded', `more than ${limits.maxLines} lines`, at('lines'))
  const issueOn = toDay(invoice.issueOn, 'issueOn')
  const written = parseSkontoTerms(invoice.paymentTerms ?? '', issueOn, currency)
  if (!written.ok)
    return refuse(
      'invalid_field',
      `a settlement discount that cannot be read: "${written.failure}"`,
      at('paymentTerms'),
    )
  const tiers = invoice.settlementDiscounts.map((tier) => ({
    ...tier,
    deadlineOn: toDay(tier.deadlineOn, 'settlementDiscounts'),
  }))
  const lines = withUniqueLineIds(
    invoice.lines.map(({ periodStartOn, periodEndOn, lineId, ...line }, index) =>
      omitUndefined<InvoiceLine>({
        ...line,
        lineId: lineId ?? String(index + 1),
        periodStartOn: toOptionalDay(periodStartOn, 'lines'),
        periodEndOn: toOptionalDay(periodEndOn, 'lines'),
      }),
    ),
  )
  const { paymentInstruction } = invoice
  return omitUndefined<InvoiceDocument>({
    ...invoice,
    issueOn,
    currency,
    dueOn: invoice.dueOn === null ? null : toDay(invoice.dueOn, 'dueOn'),
    deliveredOn: toOptionalDay(invoice.deliveredOn, 'deliveredOn'),
    periodStartOn: toOptionalDay(invoice.periodStartOn, 'periodStartOn'),
    periodEndOn: toOptionalDay(invoice.periodEndOn, 'periodEndOn'),
    precedingInvoices: invoice.precedingInvoices?.map(({ number, issueOn: precedingIssueOn }) =>
      omitUndefined<{ number: string; issueOn?: CalendarDay }>({
        number,
        issueOn: toOptionalDay(precedingIssueOn, 'precedingInvoices'),
      }),
    ),
    debtorExternalId: invoice.debtorExternalId ?? requireDebtor(invoice.buyer, at('buyer')),
    paymentInstruction:
      paymentInstruction &&
      omitUndefined<PaymentInstruction>({ ...paymentInstruction, iban: normalizeIban(paymentInstruction.iban) }),
    settlementDiscounts: sortTiers([...written.value, ...tiers]),
    lines,
    totals: completeTotals(
      {
        ...invoice.totals,
        lineNetMinor: invoice.totals.lineNetMinor,
        allowanceMinor: invoice.totals.allowanceMinor ?? sumOfKind(invoice, 'allowance'),
        chargeMinor: invoice.totals.chargeMinor ?? sumOfKind(invoice, 'charge'),
        netMinor: invoice.totals.netMinor,
        taxMinor: invoice.totals.taxMinor,
        grossMinor: invoice.totals.grossMinor,
        prepaidMinor: invoice.totals.prepaidMinor,
        roundingMinor: invoice.totals.roundingMinor,
      },
      lines,
      invoice.taxBreakdown,
    ),
    attachments: invoice.attachments.map(({ contentBase64, ...attachment }) =>
      omitUndefined<Attachment>({
        ...attachment,
        content: contentBase64 === undefined ? undefined : new Uint8Array(Buffer.from(contentBase64, 'base64')),
      }),
    ),
  })
}

function sumOfKind(invoice: JsonInvoice, kind: 'allowance' | 'charge'): number {
  return invoice.allowancesAndCharges
    .filter((part) => part.kind === kind)
    .reduce((total, part) => total + part.amountMinor, 0)
}
