/** What a debtor's ledger may cost before it is refused. */
export interface LedgerLimits {
  maxBytes: number
  maxRows: number
  /** Cells to the right of these are left out. */
  maxColumns: number
  /** Characters of a cell; the rest is left out. */
  maxCellLength: number
  /** Characters of all cells. */
  maxCharacters: number
  /** Entries of a workbook's archive, and bytes of all of them unpacked. */
  maxEntries: number
  maxUnpackedBytes: number
  /** Levels of XML elements inside one another. */
  maxDepth: number
  maxMilliseconds: number
}

export const defaultLedgerLimits: LedgerLimits = {
  maxBytes: 10 * 1024 * 1024,
  maxRows: 100_000,
  maxColumns: 100,
  maxCellLength: 1_000,
  maxCharacters: 50_000_000,
  maxEntries: 1_000,
  maxUnpackedBytes: 200 * 1024 * 1024,
  maxDepth: 50,
  maxMilliseconds: 30_000,
}
