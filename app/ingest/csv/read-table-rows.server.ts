/** A table as it stands, for what is described by the names of its columns elsewhere. */
import { fail, succeed, type Result } from '~/domain/result'
import type { TableRow } from '~/use-cases/ports/table-row'
import { detectFormat, SNIFF_BYTES } from '../detect-format'
import { refusalOf, refuse, type IngestRefusal } from '../ingest-refusal'
import { readRecords } from './read-records.server'

export interface TableLimits {
  readonly maxBytes: number
  /** Lines of the file, with empty ones. */
  readonly maxRows: number
}

/** The rows that hold anything, the header first. Refuses what is no table, is empty, or is larger than the limits. */
export async function readTableRows(
  content: Uint8Array,
  { maxBytes, maxRows }: TableLimits,
): Promise<Result<TableRow[], IngestRefusal>> {
  try {
    if (content.byteLength > maxBytes) refuse('limit_exceeded', `more than ${maxBytes} bytes`)
    const format = detectFormat(content.subarray(0, SNIFF_BYTES))
    if (format === 'empty') refuse('no_document', 'the file is empty')
    if (format !== 'csv') refuse('unknown_format', 'the file is not a table')
    const rows: TableRow[] = []
    let row = 0
    for await (const cells of readRecords(content, { encoding: 'auto', delimiter: 'auto' })) {
      row += 1
      if (row > maxRows) refuse('limit_exceeded', `more than ${maxRows} lines`)
      if (cells.some((cell) => cell.trim() !== '')) rows.push({ row, cells })
    }
    if (rows.length === 0) refuse('no_document', 'the table is empty')
    return succeed(rows)
  } catch (error) {
    return fail(refusalOf(error))
  }
}
