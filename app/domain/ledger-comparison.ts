/** A ledger and an account as they are compared, in one step that needs nothing else. */
import type { LedgerDocument, LedgerFinding } from './ledger'
import type { LedgerColumns, LedgerTable } from './ledger-columns'
import { compareLedger } from './ledger-matching'
import { readLedgerRows } from './ledger-rows'

export interface LedgerComparison {
  readonly table: LedgerTable
  readonly columns: LedgerColumns
  readonly documents: readonly LedgerDocument[]
}

/**
 * Reads the ledger by its columns and compares its rows with the account's documents; rows that cannot be read are
 * findings too.
 */
export function carryOutComparison({ table, columns, documents }: LedgerComparison): LedgerFinding[] {
  const { rows, unreadable } = readLedgerRows(table, columns)
  return compareLedger(rows, documents, unreadable)
}
