import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId, StoredFileId } from '~/domain/ids'
import type { DocumentKind, InvoiceDocument } from '~/domain/invoice'
import type { InvoicePosting } from '~/domain/invoice-posting'
import type { DocumentFormat } from './document-reader'

/** 'dispute': a credit note that granting a dispute issued. 'plan': the note of a payment plan's charges. 'interest': one of late interest. */
export type ImportSource = 'cli' | 'api' | 'console' | 'seed' | 'dispute' | 'plan' | 'interest'

export interface ImportCounts {
  invoiceCount: number
  creditNoteCount: number
  lineCount: number
  unchangedCount: number
  refusedCount: number
}

/** A refusal as the run remembers it. */
export interface RecordedRefusal {
  filename: string
  place: string
  code: string
  reason: string
}

/** What an import has to know of a document that is already there. */
export interface ImportedInvoice {
  number: string
  /** Whether it is owed or a credit; the document's own kind differs where an invoice's amount due was negative. */
  kind: DocumentKind
  documentKind: DocumentKind
  currency: CurrencyCode
  payableMinor: number
  issueOn: CalendarDay
  contentSha256: string
  importedAt: Date
  /** External id of the debtor for whom it was issued here, by deciding a dispute or agreeing a plan; null for what came in as a document. */
  issuedFor: string | null
}

/** A debtor to be found by `externalId` or, where there is none, created with everything else. */
export interface DebtorCandidate {
  /** Used if the debtor is created. */
  id: DebtorId
  externalId: string
  name: string
  countryCode: string | null
  vatId: string | null
  addressLines: string[]
  contact: { id: string; name: string; email: string } | null
}

/** A file whose bytes are in the file store. */
export interface StoredFileCandidate {
  /** Used if no file of this content and name is known. */
  id: StoredFileId
  sha256: string
  byteSize: number
  mediaType: string
  filename: string
}

/** One document to insert, with its place in the account. */
export interface InvoiceToInsert {
  id: InvoiceId
  debtorId: DebtorId
  document: InvoiceDocument
  posting: InvoicePosting
  contentSha256: string
  format: DocumentFormat | 'dispute' | 'plan' | 'interest'
  sourceFileId: StoredFileId | null
  /** Of the document's attachments in order: id of the row, and the stored file of an embedded one. */
  attachments: readonly { id: string; fileId: StoredFileId | null }[]
}

/** The writing side of imports: every method is one statement or two for a whole batch, whatever its size. */
export interface InvoiceImportRepository {
  startRun(creditorId: CreditorId, run: { id: string; source: ImportSource; startedAt: Date }): Promise<void>
  /** Adds a batch's counts to the run, and its refusals as far as the run has room for them. */
  addToRun(
    creditorId: CreditorId,
    runId: string,
    counts: ImportCounts,
    refusals: readonly RecordedRefusal[],
  ): Promise<void>
  finishRun(creditorId: CreditorId, runId: string, finishedAt: Date): Promise<void>
  findByNumbers(creditorId: CreditorId, numbers: readonly string[]): Promise<ImportedInvoice[]>
  /** Finds each debtor or creates it; answers ids by external id. External ids are distinct. */
  resolveDebtors(creditorId: CreditorId, candidates: readonly DebtorCandidate[]): Promise<Map<string, DebtorId>>
  /** Finds each file by content and name or adds it; answers ids in the order of `candidates`. */
  resolveFiles(creditorId: CreditorId, candidates: readonly StoredFileCandidate[]): Promise<StoredFileId[]>
  /**
   * Inserts documents with lines and attachments. Answers how many there were room for: fewer than given means that
   * another import took a number meanwhile, and this transaction has to be given up.
   */
  insertInvoices(
    creditorId: CreditorId,
    batch: { runId: string; importedAt: Date; invoices: readonly InvoiceToInsert[] },
  ): Promise<number>
}
