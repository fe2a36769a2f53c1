/** A table of invoice lines as documents, one at a time, with memory that does not grow with the file. */
import type { FileContent } from '../file-content'
import { hashDocument } from '../hash-document'
import type { IngestLimits } from '../ingest-limits'
import { catchRefusal, refusalOf, refuse } from '../ingest-refusal'
import type { IngestResult } from '../read-result'
import { buildCsvDocument } from './build-csv-document'
import { compileMapping, type CompiledMapping } from './compile-mapping'
import type { CsvMapping } from './csv-mapping'
import { readRecords } from './read-records.server'
import { sortRows, type SortableRow } from './sort-rows.server'

/**
 * Yields the documents in the order of their numbers. A row that cannot be read refuses its whole document; rows
 * without a number are refused one by one. Where the table itself breaks off (an open quote, bytes of another encoding,
 * a column missing) the whole file is refused, because any document may be incomplete then.
 */
export async function* readCsvDocuments(
  content: FileContent,
  mapping: CsvMapping,
  limits: IngestLimits,
): AsyncGenerator<IngestResult> {
  try {
    const table = await openTable(content, mapping)
    let isEmpty = true
    for await (const group of groupRows(sortRows(table.rows), limits.maxLines)) {
      isEmpty = false
      if (group.key === '') yield* refuseRowsWithoutNumber(group.rows, table.mapping)
      else yield readGroup(group, table.mapping, mapping, limits)
    }
    if (isEmpty) refuse('no_document', 'the table has no rows below its header')
  } catch (error) {
    yield { ok: false, refusal: refusalOf(error) }
  }
}

/** Reads the header and binds the mapping to it; the rows are still to come. */
async function openTable(
  content: FileContent,
  mapping: CsvMapping,
): Promise<{ mapping: CompiledMapping; rows: AsyncGenerator<SortableRow> }> {
  const records = readRecords(content, mapping)
  const header = await records.next()
  if (header.done === true) return refuse('no_document', 'the table is empty')
  const compiled = compileMapping(mapping, header.value)
  async function* keyRows(): AsyncGenerator<SortableRow> {
    let row = 1
    for await (const cells of records) {
      row += 1
      if (cells.every((cell) => cell.trim() === '')) continue
      yield { key: compiled.readNumber(cells), row, cells }
    }
  }
  return { mapping: compiled, rows: keyRows() }
}

interface RowGroup {
  key: string
  /** At most one more than the lines allowed. Rows without a number come in groups of one. */
  rows: SortableRow[]
}

async function* groupRows(rows: AsyncIterable<SortableRow>, maxLines: number): AsyncGenerator<RowGroup> {
  let group: RowGroup | undefined
  for await (const row of rows) {
    if (group === undefined || group.key !== row.key || row.key === '') {
      if (group !== undefined) yield group
      group = { key: row.key, rows: [row] }
    } else if (group.rows.length <= maxLines) {
      group.rows.push(row)
    }
  }
  if (group !== undefined) yield group
}

function* refuseRowsWithoutNumber(rows: readonly SortableRow[], mapping: CompiledMapping): Generator<IngestResult> {
  for (const { row } of rows) {
    const place = { row, column: mapping.describeField('number') }
    yield { ok: false, refusal: { code: 'missing_field', place, reason: 'the row has no document number' } }
  }
}

function readGroup(
  group: RowGroup,
  compiled: CompiledMapping,
  mapping: CsvMapping,
  limits: IngestLimits,
): IngestResult {
  const read = catchRefusal(() => {
    const [first] = group.rows
    if (group.rows.length > limits.maxLines) {
      refuse('limit_exceeded', `more than ${limits.maxLines} lines`, first === undefined ? {} : { row: first.row })
    }
    const rows = group.rows.map(({ cells, row }) => {
      if (cells.length < compiled.width || cells.slice(compiled.width).some((cell) => cell.trim() !== '')) {
        refuse('malformed', `the row has ${cells.length} columns, the header ${compiled.width}`, { row })
      }
      return compiled.readRow(cells, row)
    })
    return buildCsvDocument(rows, mapping, compiled.describeField)
  })
  if (!read.ok) return { ok: false, refusal: { ...read.failure, number: group.key.slice(0, 200) } }
  const rowNumbers = group.rows.map(({ row }) => row)
  return {
    ok: true,
    document: read.value,
    source: {
      format: 'csv',
      contentHash: hashDocument(read.value),
      firstRow: Math.min(...rowNumbers),
      lastRow: Math.max(...rowNumbers),
    },
  }
}
