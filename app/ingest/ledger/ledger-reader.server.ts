/** The port `LedgerReader` on tables (CSV) and workbooks (Office Open XML, "xlsx"). */
import type { LedgerTable } from '~/domain/ledger-columns'
import { fail, succeed, type Result } from '~/domain/result'
import type { LedgerReader } from '~/use-cases/ports/ledger-reader'
import { decodeText, detectEncoding } from '../csv/decode-text.server'
import { readRecords } from '../csv/read-records.server'
import { detectFormat } from '../detect-format'
import { refusalOf, refuse, type IngestRefusal } from '../ingest-refusal'
import { defaultLedgerLimits, type LedgerLimits } from './ledger-limits'
import { readWorkbook } from './read-workbook.server'
import { createTableBuilder } from './table-builder'

/** `limits` override `defaultLedgerLimits`. */
export function createLedgerReader(limits: Partial<LedgerLimits> = {}): LedgerReader {
  const allLimits = { ...defaultLedgerLimits, ...limits }
  return {
    async read(content): Promise<Result<LedgerTable, IngestRefusal>> {
      try {
        const table = await readTable(content, allLimits)
        if (table.length === 0) refuse('no_document', 'the file has no rows')
        return succeed(table)
      } catch (error) {
        return fail(refusalOf(error))
      }
    },
  }
}

async function readTable(content: Uint8Array, limits: LedgerLimits): Promise<LedgerTable> {
  if (content.byteLength > limits.maxBytes) refuse('limit_exceeded', `more than ${limits.maxBytes} bytes`)
  if (isArchive(content)) return readWorkbook(content, limits)
  const format = detectFormat(content)
  if (format === 'empty') refuse('no_document', 'the file is empty')
  // A table may begin with a bracket, as JSON does.
  if (format !== 'csv' && format !== 'json') refuse('unknown_format', 'the file is neither a table nor a workbook')
  return readText(content, limits)
}

function isArchive(content: Uint8Array): boolean {
  return content[0] === 0x50 && content[1] === 0x4b && content[2] === 0x03 && content[3] === 0x04
}

async function readText(content: Uint8Array, limits: LedgerLimits): Promise<LedgerTable> {
  const encoding = await detectEncoding(content, 'auto')
  const head = await decodeText(content, encoding).next()
  const delimiter = chooseDelimiter(head.done === true ? '' : head.value)
  const table = createTableBuilder(limits)
  let line = 0
  for await (const cells of readRecords(content, { encoding: 'auto', delimiter })) {
    table.add(line, cells)
    line += 1
  }
  return table.rows
}

const DELIMITERS = [';', '\t', '|', ','] as const
const LINES_LOOKED_AT = 50

/** The sign of which most lines have equally many: titles above the table have none, and amounts have commas of their own. */
function chooseDelimiter(head: string): (typeof DELIMITERS)[number] {
  const lines = head
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r\n|[\r\n]/)
    .filter((line) => line.trim() !== '')
    .slice(0, LINES_LOOKED_AT)
  let best: { delimiter: (typeof DELIMITERS)[number]; lines: number } = { delimiter: ',', lines: 0 }
  for (const delimiter of DELIMITERS) {
    const counts = new Map<number, number>()
    for (const line of lines) {
      const count = line.split(delimiter).length - 1
      if (count > 0) counts.set(count, (counts.get(count) ?? 0) + 1)
    }
    const most = Math.max(0, ...counts.values())
    if (most > best.lines) best = { delimiter, lines: most }
  }
  return best.delimiter
}
