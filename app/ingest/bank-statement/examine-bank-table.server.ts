/** A look into a bank's table: its header, its first rows, and how it may be read. */
import type { BankTableMapping } from '~/domain/bank-table'
import type { BankTableView } from '~/use-cases/ports/bank-statement-reader'
import { decodeText, detectEncoding } from '../csv/decode-text.server'
import { detectDelimiter } from '../csv/detect-delimiter'
import { readRecords, type RecordFormat } from '../csv/read-records.server'
import { standardBankCsvMapping } from './bank-csv-mapping'
import { compileBankMapping } from './compile-bank-mapping'
import { countKnownNames, guessBankMapping } from './guess-bank-mapping'
import { refusalOf } from '../ingest-refusal'

const SHOWN_ROWS = 3
/** As many as it takes to tell the order of day and month. */
const GUESSED_ROWS = 500
const MOST_LINES_BEFORE_HEADER = 30

/** `format` says how the table is opened; null where that has to be found out too. */
export async function examineBankTable(content: Uint8Array, format: RecordFormat | null): Promise<BankTableView> {
  const opened = format ?? { ...standardBankCsvMapping, skipLines: await findHeaderLine(content) }
  const { encoding, delimiter, skipLines = 0 } = opened
  const [header = [], ...rows] = await readFirst(content, opened, GUESSED_ROWS)
  return {
    header: header.map((cell) => cell.trim()).filter((cell) => cell !== ''),
    rows: rows.slice(0, SHOWN_ROWS),
    guess: guessBankMapping(header, rows, { encoding, delimiter, skipLines }),
  }
}

/** Whether the table has the columns that the mapping names. */
export async function fitsBankTable(content: Uint8Array, mapping: BankTableMapping): Promise<boolean> {
  const [header] = await readFirst(content, mapping, 0)
  if (header === undefined) return false
  try {
    compileBankMapping(mapping, header)
    return true
  } catch (error) {
    refusalOf(error)
    return false
  }
}

/** The header and so many rows; nothing of a table that cannot be opened so. */
async function readFirst(content: Uint8Array, format: RecordFormat, rowCount: number): Promise<string[][]> {
  const found: string[][] = []
  try {
    for await (const record of readRecords(content, format)) {
      found.push(record)
      if (found.length > rowCount) break
    }
  } catch (error) {
    refusalOf(error)
  }
  return found
}

/** Banks put addresses and periods above the header. */
async function findHeaderLine(content: Uint8Array): Promise<number> {
  const encoding = await detectEncoding(content, 'auto')
  const first = await decodeText(content, encoding).next()
  const lines = (first.done === true ? '' : first.value).split(/\r\n|[\r\n]/).slice(0, MOST_LINES_BEFORE_HEADER)
  const counts = lines.map((line) => {
    const cells = line.split(detectDelimiter(line)).map((cell) => cell.replaceAll('"', ''))
    return countKnownNames(cells)
  })
  const most = Math.max(0, ...counts)
  return most < 2 ? 0 : counts.indexOf(most)
}
