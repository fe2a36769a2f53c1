import { refuse } from '../ingest-refusal'
import type { LedgerLimits } from './ledger-limits'

/** Collects the rows of a ledger, and refuses it where it grows beyond the limits. */
export function createTableBuilder(limits: LedgerLimits) {
  const rows: string[][] = []
  const startedAt = performance.now()
  let filled = 0
  let characters = 0
  return {
    rows,
    /** `line` counts from 0; lines between are empty. */
    add(line: number, cells: readonly string[]): void {
      if (performance.now() - startedAt > limits.maxMilliseconds)
        refuse('limit_exceeded', 'the file takes too long to read')
      if (cells.every((cell) => cell.trim() === '')) return
      filled += 1
      // Lines between the filled ones cost as much as these.
      if (filled > limits.maxRows || line > 2 * limits.maxRows || line < rows.length) {
        refuse('limit_exceeded', `more than ${limits.maxRows} rows, or rows out of order`)
      }
      while (rows.length < line) rows.push([])
      const kept = cells.slice(0, limits.maxColumns).map((cell) => cell.slice(0, limits.maxCellLength))
      characters += kept.reduce((sum, cell) => sum + cell.length, 0)
      if (characters > limits.maxCharacters) refuse('limit_exceeded', `more than ${limits.maxCharacters} characters`)
      rows.push(kept)
    },
  }
}
