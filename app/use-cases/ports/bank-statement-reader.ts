/** Bank statements in: what app/ingest offers to whoever loads them. */
import type { BankStatement } from '~/domain/bank-statement'
import type { BankTableMapping } from '~/domain/bank-table'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { Result } from '~/domain/result'
import type { ImportFile } from './document-reader'

/** What can be seen of a bank's table before it is read. */
export interface BankTableView {
  /** Names of the columns. */
  header: string[]
  /** The first ones below it, cell by cell. */
  rows: string[][]
  /** What the names and cells suggest; it may lack what is needed. */
  guess: BankTableMapping
}

export interface BankStatementReader {
  /**
   * Reads camt.052, camt.053, camt.054 or a table, told apart by content. A file is taken in whole or refused: half a
   * statement would leave money out. `mapping` is a creditor's own column mapping for tables, as parsed JSON. Errors of
   * the file system throw.
   */
  read(file: ImportFile, options: { mapping?: unknown }): Promise<Result<BankStatement[], DocumentRefusal>>
  /** Whether the content is neither XML nor anything else than a table. */
  isTable(content: Uint8Array): boolean
  /** Whether a table has the columns that the mapping names. */
  fits(content: Uint8Array, mapping: BankTableMapping): Promise<boolean>
  /** Whether a table has the standard columns. */
  isStandard(content: Uint8Array): Promise<boolean>
  /** `format` says how the table is opened; null where that has to be found out too. */
  examine(content: Uint8Array, format: BankTableMapping | null): Promise<BankTableView>
  /** A mapping as parsed JSON; the failure names the member that is wrong. */
  parseMapping(json: unknown): Result<BankTableMapping, DocumentRefusal>
}
