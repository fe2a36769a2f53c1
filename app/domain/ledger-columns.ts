/** Which column of a debtor's ledger says what, and how its amounts and days are written. */
import type { CurrencyCode } from './currency'
import { LEDGER_FIELDS, scoreHeader, type LedgerField } from './ledger-header-words'
import {
  guessDateOrder,
  guessDecimalSign,
  isAmountLike,
  parseLedgerAmount,
  parseLedgerCurrency,
  parseLedgerDay,
  type DateOrder,
  type DecimalSign,
} from './ledger-values'

/** Cells as they are written. Rows may be of different lengths. */
export type LedgerTable = readonly (readonly string[])[]

export interface LedgerColumns {
  /** Place of each field's column from 0; null for none. */
  readonly places: Readonly<Record<LedgerField, number | null>>
  /** Lines before the first row, the headings among them. */
  readonly skippedLines: number
  readonly decimalSign: DecimalSign
  readonly dateOrder: DateOrder
  /** How the ledger writes what is owed: books of a debtor often have it below zero. */
  readonly owedSign: 'positive' | 'negative'
  /** Of rows that state none. */
  readonly currency: CurrencyCode
}

/** Whether two say the same of a file. */
export function isSameReading(one: LedgerColumns, other: LedgerColumns): boolean {
  return (
    LEDGER_FIELDS.every((field) => one.places[field] === other.places[field]) &&
    one.skippedLines === other.skippedLines &&
    one.decimalSign === other.decimalSign &&
    one.dateOrder === other.dateOrder &&
    one.owedSign === other.owedSign &&
    one.currency === other.currency
  )
}

/** What is looked at for a guess. */
const SAMPLE_ROWS = 500
const MOST_LINES_ABOVE = 30
const MOST_COLUMNS = 100

/** `fallback` is of the reader and the account: what it says counts where the table does not tell. */
export function guessLedgerColumns(
  table: LedgerTable,
  fallback: { currency: CurrencyCode; dateOrder: DateOrder },
): LedgerColumns {
  const header = findHeader(table)
  const skippedLines = header === null ? 0 : header + 1
  const rows = table.slice(skippedLines, skippedLines + SAMPLE_ROWS)
  const width = Math.min(MOST_COLUMNS, Math.max(0, ...rows.map((row) => row.length)))
  const columns = Array.from({ length: width }, (_, place) =>
    rows.map((row) => (row[place] ?? '').trim()).filter((cell) => cell !== ''),
  )
  const places = noPlaces()
  if (header !== null) placeByHeader(places, table[header] ?? [], columns)
  placeByValues(places, columns)
  const cells = (...fields: LedgerField[]) =>
    fields.flatMap((field) => (places[field] === null ? [] : (columns[places[field]] ?? [])))
  const decimalSign = guessDecimalSign(cells('amount', 'debit', 'credit')) ?? '.'
  return {
    places,
    skippedLines,
    decimalSign,
    dateOrder: guessDateOrder(cells('issueOn', 'dueOn')) ?? fallback.dateOrder,
    owedSign: guessOwedSign(rows, places, decimalSign, fallback.currency),
    currency: fallback.currency,
  }
}

function noPlaces(): Record<LedgerField, number | null> {
  return {
    number: null,
    issueOn: null,
    dueOn: null,
    amount: null,
    debit: null,
    credit: null,
    currency: null,
    purchaseOrder: null,
    text: null,
  }
}

/**
 * The line above the rows that has the most headings: two at least; one where the line has no figures and the next one
 * does.
 */
function findHeader(table: LedgerTable): number | null {
  let best: { line: number; count: number } | null = null
  for (const [line, row] of table.slice(0, MOST_LINES_ABOVE).entries()) {
    const fields = new Set(row.filter((cell) => !isFigure(cell)).flatMap((cell) => bestField(cell) ?? []))
    const isAboveFigures = !row.some(isFigure) && (table[line + 1] ?? []).some(isFigure)
    if (fields.size >= (isAboveFigures ? 1 : 2) && fields.size > (best?.count ?? 0)) {
      best = { line, count: fields.size }
    }
  }
  return best?.line ?? null
}

/** Headings have no digits but a number at their end ("Amount 1"). */
function isFigure(cell: string): boolean {
  return /\d/.test(cell.replace(/\s\d+$/, ''))
}

function bestField(heading: string): LedgerField | null {
  const [best] = scoreHeader(heading).sort((one, other) => other.score - one.score)
  return best?.field ?? null
}

/** The best fitting headings first; a column whose cells are something else is passed over. */
function placeByHeader(
  places: Record<LedgerField, number | null>,
  header: readonly string[],
  columns: readonly (readonly string[])[],
): void {
  const scores = header
    .flatMap((heading, place) => scoreHeader(heading).map(({ field, score }) => ({ field, score, place })))
    .sort((one, other) => other.score - one.score || one.place - other.place)
  const taken = new Set<number>()
  for (const { field, place } of scores) {
    if (places[field] !== null || taken.has(place) || !canHold(field, columns[place] ?? [])) continue
    places[field] = place
    taken.add(place)
  }
}

function canHold(field: LedgerField, cells: readonly string[]): boolean {
  if (cells.length === 0) return field !== 'amount'
  if (field === 'amount' || field === 'debit' || field === 'credit') return countShare(cells, isAmountLike) >= 0.5
  if (field === 'issueOn' || field === 'dueOn') return countShare(cells, isDayLike) >= 0.5
  if (field === 'currency') return countShare(cells, (cell) => parseLedgerCurrency(cell) !== null) >= 0.5
  return true
}

/** What the headings left open, by what the cells are. */
function placeByValues(places: Record<LedgerField, number | null>, columns: readonly (readonly string[])[]): void {
  const isTaken = (place: number) => LEDGER_FIELDS.some((field) => places[field] === place)
  const find = (fits: (cells: readonly string[]) => boolean) => {
    const place = columns.findIndex((cells, index) => cells.length > 0 && !isTaken(index) && fits(cells))
    return place < 0 ? null : place
  }
  places.currency ??= find((cells) => countShare(cells, (cell) => parseLedgerCurrency(cell) !== null) >= 0.9)
  places.issueOn ??= find((cells) => countShare(cells, isDayLike) >= 0.8)
  places.dueOn ??= find((cells) => countShare(cells, isDayLike) >= 0.8)
  if (places.amount === null && places.debit === null && places.credit === null) {
    const hasDecimals = (cell: string) => /\d[.,]\d{2}\D*$/.test(cell)
    places.amount =
      find((cells) => countShare(cells, isAmountLike) >= 0.8 && countShare(cells, hasDecimals) >= 0.5) ??
      find((cells) => countShare(cells, isAmountLike) >= 0.8 && countShare(cells, (cell) => /[.,-]/.test(cell)) > 0)
  }
  // Numbers of documents are nearly all different.
  places.number ??= find(
    (cells) => countShare(cells, (cell) => /\d/.test(cell)) >= 0.8 && new Set(cells).size >= 0.8 * cells.length,
  )
  places.amount ??=
    places.debit === null && places.credit === null ? find((cells) => countShare(cells, isAmountLike) >= 0.8) : null
}

function isDayLike(cell: string): boolean {
  return parseLedgerDay(cell, 'dmy') !== null || parseLedgerDay(cell, 'mdy') !== null
}

function countShare(cells: readonly string[], fits: (cell: string) => boolean): number {
  return cells.length === 0 ? 0 : cells.filter(fits).length / cells.length
}

function guessOwedSign(
  rows: LedgerTable,
  places: LedgerColumns['places'],
  decimalSign: DecimalSign,
  currency: CurrencyCode,
): LedgerColumns['owedSign'] {
  const read = (row: readonly string[], field: LedgerField) => {
    const place = places[field]
    return place === null ? 0 : (parseLedgerAmount(row[place] ?? '', currency, decimalSign) ?? 0)
  }
  const signs = rows.map((row) =>
    Math.sign(places.amount === null ? read(row, 'credit') - read(row, 'debit') : read(row, 'amount')),
  )
  return signs.reduce((sum, sign) => sum + sign, 0) < 0 ? 'negative' : 'positive'
}
