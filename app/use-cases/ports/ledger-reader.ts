import type { DocumentRefusal } from '~/domain/document-refusal'
import type { LedgerTable } from '~/domain/ledger-columns'
import type { Result } from '~/domain/result'

/** Reads the file a debtor sends: a table of texts, or the first filled sheet of a workbook. */
export interface LedgerReader {
  /** Days of a workbook come as YYYY-MM-DD and numbers with a decimal point; a table's cells as they are written. */
  read(content: Uint8Array): Promise<Result<LedgerTable, DocumentRefusal>>
}
