import type {
  AccountPaper,
  AccountPaperKind,
  DocumentFilter,
  DocumentLine,
  DocumentRecord,
  ExportPeriod,
  PeriodBalance,
} from '~/domain/account-export'
import type { AccountFile } from '~/domain/account-invoice'
import type { AccountMovement } from '~/domain/balance-forward'
import type { CurrencyCode } from '~/domain/currency'
import type { DebtorAccount, ReadingContext } from './statement-reader'

/** Some rows of an account, and the account's version when they were read: it is raised with everything that changes. */
export interface ExportBatch<Row> {
  readonly version: number
  readonly rows: readonly Row[]
}

/** As it is stored: with the net amount that the document states, whatever its kind. */
export interface LineRecord extends DocumentLine {
  readonly documentId: string
  /** From 1, in the order of the document. */
  readonly position: number
}

/** A stored file of a document. */
export interface DocumentFileRecord extends AccountFile {
  readonly documentId: string
  readonly role: 'original' | 'attachment'
  readonly sha256: string
}

export interface MovementRecord extends AccountMovement {
  readonly currency: CurrencyCode
  /** From 1, among the movements of the period. */
  readonly place: number
}

export interface PaperRecord extends AccountPaper {
  /** To the millisecond, as the database writes it: where the next batch goes on. */
  readonly at: string
}

/** Of one kind or of all; of a period, or of whatever time. */
export interface PaperFilter {
  readonly kind: AccountPaperKind | null
  readonly period: ExportPeriod | null
}

/**
 * Reads an account of any size a batch at a time, each batch from where the last one ended. Fewer rows than
 * `EXPORT_BATCH_SIZE` are the last. Every method is one query, and sees nothing of any other account.
 */
export interface AccountExportReader {
  /** By currency, due date and number. */
  listDocuments(
    account: DebtorAccount,
    context: ReadingContext,
    filter: DocumentFilter,
    after: Pick<DocumentRecord, 'currency' | 'dueOn' | 'number' | 'id'> | null,
  ): Promise<ExportBatch<DocumentRecord>>
  /** Of these documents, in their order. */
  listLines(
    account: DebtorAccount,
    documentIds: readonly string[],
    after: Pick<LineRecord, 'documentId' | 'position'> | null,
  ): Promise<ExportBatch<LineRecord>>
  /** All files of these documents. */
  listFiles(account: DebtorAccount, documentIds: readonly string[]): Promise<ExportBatch<DocumentFileRecord>>
  /** One of each currency that has ever moved. */
  listPeriodBalances(
    account: DebtorAccount,
    context: ReadingContext,
    period: ExportPeriod,
  ): Promise<ExportBatch<PeriodBalance>>
  /** By currency and day, from after that place. */
  listMovements(
    account: DebtorAccount,
    context: ReadingContext,
    period: ExportPeriod,
    after: number,
  ): Promise<ExportBatch<MovementRecord>>
  /** Newest first, at most `limit`. A dispute is of each day on which it was open. */
  listPapers(
    account: DebtorAccount,
    context: ReadingContext,
    filter: PaperFilter,
    page: { after: Pick<PaperRecord, 'at' | 'id'> | null; limit: number },
  ): Promise<ExportBatch<PaperRecord>>
}

export const EXPORT_BATCH_SIZE = 1_000
