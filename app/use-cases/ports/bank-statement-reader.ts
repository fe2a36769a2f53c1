/** Bank statements in: what app/ingest offers to whoever loads them. */
import type { BankStatement } from '~/domain/bank-statement'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { Result } from '~/domain/result'
import type { ImportFile } from './document-reader'

export interface BankStatementReader {
  /**
   * Reads camt.052, camt.053, camt.054 or a table, told apart by content. A file is taken in whole or refused: half a
   * statement would leave money out. `mapping` is a creditor's own column mapping for tables, as parsed JSON. Errors of
   * the file system throw.
   */
  read(file: ImportFile, options: { mapping?: unknown }): Promise<Result<BankStatement[], DocumentRefusal>>
}
