/**
 * Writes a table as CSV (RFC 4180), a batch at a time, in UTF-8 with a byte order mark: spreadsheets take a file without
 * one for another encoding.
 */
import { stringify } from 'csv-stringify/sync'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Cell, Sheet } from './sheet'

/** How fields are told apart and decimals begin. */
export interface Separators {
  readonly field: ',' | ';'
  readonly decimal: '.' | ','
}

/** RFC 4180 and a point: what software reads. */
export const STANDARD_SEPARATORS: Separators = { field: ',', decimal: '.' }

/** What spreadsheets of a BCP 47 locale expect: where decimals begin with a comma, fields end with a semicolon. */
export function chooseSeparators(locale: string): Separators {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, numberingSystem: 'latn' }).formatToParts(1.5)
  const decimal = parts.find(({ type }) => type === 'decimal')?.value
  return decimal === ',' ? { field: ';', decimal: ',' } : STANDARD_SEPARATORS
}

const BYTE_ORDER_MARK = '\ufeff'

export async function* writeCsv({ columns, rows }: Sheet, separators: Separators): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  const options = { delimiter: separators.field, record_delimiter: '\r\n' as const, quoted_match: /[\r\n]/ }
  const write = (records: readonly (readonly string[])[]) =>
    stringify(
      records.map((record) => [...record]),
      options,
    )
  yield encoder.encode(BYTE_ORDER_MARK + write([columns.map(({ header }) => header)]))
  for await (const batch of rows) {
    yield encoder.encode(write(batch.map((row) => row.map((cell) => writeCell(cell, separators)))))
  }
}

function writeCell(cell: Cell, { decimal }: Separators): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return disarmFormula(cell)
  if (cell.kind === 'day') return cell.day
  const text = cell.kind === 'amount' ? formatMinorAsDecimal(cell.amountMinor, cell.currency) : cell.text
  return decimal === '.' ? text : text.replace('.', decimal)
}

/** What a spreadsheet takes for the beginning of a formula, in full width too, and after spaces that it leaves out. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u

/** A text that a spreadsheet would carry out gets an apostrophe, which makes it a text there. */
export function disarmFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
