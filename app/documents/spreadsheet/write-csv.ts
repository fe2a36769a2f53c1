/**
 * Writes a table as CSV (RFC 4180), a batch at a time, in UTF-8 with a byte order mark: spreadsheets take a file without
 * one for another encoding.
 */
import { stringify } from 'csv-stringify/sync'
import type { CalendarDay } from '~/domain/calendar-day'
import { formatMinorAsDecimal } from '~/domain/money'
import type { Cell, Sheet } from './sheet'

/** How fields are told apart, decimals begin and days are written. */
export interface CsvDialect {
  readonly field: ',' | ';'
  readonly decimal: '.' | ','
  readonly writeDay: (day: CalendarDay) => string
}

/** RFC 4180, a point and ISO 8601: what software reads. */
export const STANDARD_DIALECT: CsvDialect = { field: ',', decimal: '.', writeDay: (day) => day }

/**
 * What spreadsheets of a BCP 47 locale expect: where decimals begin with a comma, fields end with a semicolon, and days
 * are such as they take for days there.
 */
export function chooseDialect(locale: string): CsvDialect {
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, numberingSystem: 'latn' }).formatToParts(1.5)
  const decimal = parts.find(({ type }) => type === 'decimal')?.value
  const writeDay = createDayWriter(locale)
  return decimal === ',' ? { field: ';', decimal: ',', writeDay } : { field: ',', decimal: '.', writeDay }
}

/** Signs that only steer the direction of a text; behind one a spreadsheet sees no day. */
const DIRECTION_MARKS = /[\u061c\u200e\u200f]/g

/**
 * Day, month and year in full, in the locale's order. English of no region stays with ISO 8601, which spreadsheets of
 * every region take for the same day: 4/5 is April in one and May in another.
 */
function createDayWriter(locale: string): CsvDialect['writeDay'] {
  if (locale.toLowerCase() === 'en') return STANDARD_DIALECT.writeDay
  const pieces = new Intl.DateTimeFormat(locale, {
    ...{ year: 'numeric', month: '2-digit', day: '2-digit' },
    ...{ calendar: 'gregory', numberingSystem: 'latn', timeZone: 'UTC' },
  })
    .formatToParts(0)
    .map(({ type, value }) => ({ type, value: value.replace(DIRECTION_MARKS, '') }))
  return (day) => {
    const [year = '', month = '', date = ''] = day.split('-')
    const values: Readonly<Record<string, string>> = { year, month, day: date }
    return pieces.map(({ type, value }) => values[type] ?? value).join('')
  }
}

const BYTE_ORDER_MARK = '\ufeff'

export async function* writeCsv({ columns, rows }: Sheet, dialect: CsvDialect): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  // By itself the library quotes what holds a delimiter, a quote or a whole line break, not half of one.
  const options = { delimiter: dialect.field, record_delimiter: '\r\n' as const, quoted_match: /[\r\n]/ }
  yield encoder.encode(BYTE_ORDER_MARK + stringify([columns.map(({ header }) => header)], options))
  for await (const batch of rows) {
    yield encoder.encode(
      stringify(
        batch.map((row) => row.map((cell) => writeCell(cell, dialect))),
        options,
      ),
    )
  }
}

function writeCell(cell: Cell, { decimal, writeDay }: CsvDialect): string {
  if (cell === null) return ''
  if (typeof cell === 'string') return disarmFormula(cell)
  if (cell.kind === 'day') return writeDay(cell.day)
  const text = cell.kind === 'amount' ? formatMinorAsDecimal(cell.amountMinor, cell.currency) : cell.text
  return decimal === '.' ? text : text.replace('.', decimal)
}

/** What a spreadsheet takes for the beginning of a formula, in full width too, and after spaces that it leaves out. */
const FORMULA = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/u

/** A text that a spreadsheet would carry out gets an apostrophe, which makes it a text there. */
export function disarmFormula(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
