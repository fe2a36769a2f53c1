/** Which documents of a batch are new, which are known, and which are refused: pure, against what is already there. */
import type { CurrencyCode } from '~/domain/currency'
import type { CalendarDay } from '~/domain/calendar-day'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { InvoiceDocument } from '~/domain/invoice'
import { postInvoice, type InvoicePosting } from '~/domain/invoice-posting'
import { formatMinorAsDecimal } from '~/domain/money'
import { findUnstorableText } from '~/domain/storable-text'
import type { ImportResult } from './import-invoices'
import type { DocumentSource, ReadResult } from './ports/document-reader'
import type { ImportCounts, ImportedInvoice } from './ports/invoice-import-repository'

export interface BatchEntry {
  filename: string
  read: ReadResult
}

/** A document that is to be inserted. */
export interface AcceptedDocument {
  filename: string
  document: InvoiceDocument
  source: DocumentSource
  posting: InvoicePosting
}

export interface ImportDecision {
  /** In the order of the entries. */
  results: ImportResult[]
  accepted: AcceptedDocument[]
  counts: ImportCounts
}

/** An embedded document beyond this is refused with its invoice. */
const MAXIMUM_ATTACHMENT_BYTES = 25 * 1024 * 1024

/**
 * Decides each entry in turn; an earlier document of the batch counts as already there for a later one. `existing` are
 * the stored documents that bear any of the batch's numbers.
 */
export function decideImport(
  entries: readonly BatchEntry[],
  existing: readonly ImportedInvoice[],
  context: { defaultTermsDays: number; importedAt: Date },
): ImportDecision {
  const known = new Map<string, ImportedInvoice[]>()
  const remember = (invoice: ImportedInvoice) =>
    known.set(invoice.number, [...(known.get(invoice.number) ?? []), invoice])
  existing.forEach(remember)
  const results: ImportResult[] = []
  const accepted: AcceptedDocument[] = []
  const counts: ImportCounts = { invoiceCount: 0, creditNoteCount: 0, lineCount: 0, unchangedCount: 0, refusedCount: 0 }

  const decide = ({ filename, read }: BatchEntry): ImportResult => {
    if (!read.ok) return { result: 'refused', filename, refusal: read.refusal }
    const { document, source } = read
    const posting = postInvoice(document, context.defaultTermsDays)
    const incoming: ImportedInvoice = {
      number: document.number,
      kind: posting.kind,
      documentKind: document.kind,
      currency: document.currency,
      payableMinor: posting.payableMinor,
      issueOn: document.issueOn,
      contentSha256: source.contentHash,
      importedAt: context.importedAt,
      issuedFor: null,
    }
    const ofSameNumber = (known.get(document.number) ?? []).filter(
      (other) => other.kind === incoming.kind || other.documentKind === incoming.documentKind,
    )
    const same = ofSameNumber.find(
      (stored) => stored.contentSha256 === source.contentHash || isIssuedHere(stored, incoming, document),
    )
    const other = ofSameNumber[0]
    if (same) return { result: 'unchanged', filename, ...describeDocument(document, posting) }
    const refusal = other ? refuseOtherContent(other, incoming) : findUnstorable(document)
    if (refusal) return { result: 'refused', filename, refusal }
    remember(incoming)
    accepted.push({ filename, document, source, posting })
    return { result: 'imported', filename, ...describeDocument(document, posting) }
  }

  for (const entry of entries) {
    const result = decide(entry)
    results.push(result)
    if (result.result === 'refused') counts.refusedCount += 1
    else if (result.result === 'unchanged') counts.unchangedCount += 1
    else {
      counts.lineCount += result.lineCount
      if (result.kind === 'invoice') counts.invoiceCount += 1
      else counts.creditNoteCount += 1
    }
  }
  return { results, accepted, counts }
}

/**
 * The creditor's own system sends the credit note that deciding a dispute issued here: its words are its own, and what
 * it credits to whom is the same.
 */
function isIssuedHere(
  stored: ImportedInvoice,
  incoming: ImportedInvoice,
  { debtorExternalId }: InvoiceDocument,
): boolean {
  return (
    stored.issuedFor === debtorExternalId &&
    stored.kind === incoming.kind &&
    stored.currency === incoming.currency &&
    stored.payableMinor === incoming.payableMinor
  )
}

function describeDocument(document: InvoiceDocument, posting: InvoicePosting) {
  const { number, debtorExternalId, currency, lines } = document
  const { kind, payableMinor } = posting
  return { kind, number, debtorExternalId, currency, payableMinor, lineCount: lines.length }
}

function refuseOtherContent(existing: ImportedInvoice, incoming: ImportedInvoice): DocumentRefusal {
  return {
    code: 'number_taken',
    place: {},
    number: incoming.number,
    reason:
      `already imported on ${existing.importedAt.toISOString()} with other content ` +
      `(there: ${describeVersion(existing)}; in this file: ${describeVersion(incoming)})`,
  }
}

function describeVersion(version: {
  contentSha256: string
  payableMinor: number
  currency: CurrencyCode
  issueOn: CalendarDay
}): string {
  const { contentSha256, payableMinor, currency, issueOn } = version
  return `${contentSha256.slice(0, 8)}, ${formatMinorAsDecimal(payableMinor, currency)} ${currency}, issued ${issueOn}`
}

/** What a document may say and the database or the file store cannot keep. */
function findUnstorable(document: InvoiceDocument): DocumentRefusal | null {
  const { number } = document
  const large = document.attachments.findIndex(({ content }) => (content?.byteLength ?? 0) > MAXIMUM_ATTACHMENT_BYTES)
  if (large >= 0) {
    const reason = `attachment ${large + 1} is larger than ${MAXIMUM_ATTACHMENT_BYTES / 1024 / 1024} MB`
    return { code: 'limit_exceeded', place: {}, number, reason }
  }
  const field = findUnstorableText(document)
  if (field === null) return null
  const reason = 'the text has a NUL character or half a surrogate pair'
  return { code: 'invalid_field', place: { element: field }, number: number.replaceAll('\0', ''), reason }
}
