/** Rows that stand for several documents: a collective booking, a payment that was prepared for several invoices. */
import { countDaysBetween } from './calendar-day'
import { groupBy, type LedgerBooks, type LedgerPair, type NumberedDocument, type NumberedRow } from './ledger-books'
import { listNamedNumbers } from './ledger-number'

/** Documents that may hide behind one number that was kept. */
const MOST_IN_A_RUN = 6
/** More than these of a day or an order: some of them would make up any sum. */
const MOST_NEIGHBOURS = 60
/** Days that may lie between the documents of one booking. */
const MOST_DAYS_APART = 31

/**
 * `named`: the row's number or text names them all, and they sum to it. `unnamed`: documents of one day or purchase
 * order that follow one another, of which one run alone sums to the row; where the row has the number of one of them,
 * it is in the run.
 */
export function matchSums(books: LedgerBooks, evidence: 'named' | 'unnamed'): void {
  if (evidence === 'named') matchNamed(books)
  else matchRuns(books)
}

function matchNamed(books: LedgerBooks): void {
  const byNumber = groupBy(books.freeDocuments, ({ read }) => [read.plain, read.grouped.replaceAll('.', '')])
  const list = (row: NumberedRow) => {
    const numbers = [...listNamedNumbers(row.number ?? ''), ...listNamedNumbers(row.text ?? '')]
    const named = numbers.flatMap((number) => {
      const [one, ...others] = byNumber.get(number) ?? []
      return one === undefined || others.length > 0 ? [] : [one]
    })
    return [...new Set(named)].filter((one) => one.currency === row.currency && books.isFreeDocument(one))
  }
  for (const row of books.freeRows) {
    const named = list(row)
    if (named.length > 1 && sumOpen(named) === row.amountMinor) books.match('sum', [row], named)
  }
  for (const pair of [...books.differing]) {
    const row = getOnlyRow(pair)
    if (row === null) continue
    const named = list(row)
    if (named.length > 0 && sumOpen(named) === findMissing(pair, row)) books.complete(pair, named)
  }
}

function matchRuns(books: LedgerBooks): void {
  const ordered = [...books.documents].sort(compareDocuments)
  const places = new Map(ordered.map((document, place) => [document, place]))
  const byDay = groupBy(ordered, ({ issueOn, currency }) => [`${issueOn} ${currency}`])
  const byOrder = groupBy(ordered, ({ order, currency }) => (order === '' ? [] : [`${order} ${currency}`]))
  for (const pair of [...books.differing]) {
    const row = getOnlyRow(pair)
    const [own] = pair.documents
    if (row === null || own === undefined) continue
    const neighbours = listNeighbours(books, ordered, { own, place: places.get(own) ?? 0 })
    const run = chooseRun(neighbours.before, findMissing(pair, row), neighbours.after)
    if (run !== null) books.complete(pair, run)
  }
  for (const row of books.freeRows) {
    const sameDay = row.issueOn === null ? [] : (byDay.get(`${row.issueOn} ${row.currency}`) ?? [])
    const sameOrder = byOrder.get(`${row.order} ${row.currency}`) ?? []
    const run = findRun(books, sameOrder, row) ?? findRun(books, sameDay, row)
    if (run !== null) books.match('sum', [row], run)
  }
}

/** The free documents beside one, nearest first, as long as they are near in time and of its kind and currency. */
function listNeighbours(
  books: LedgerBooks,
  ordered: readonly NumberedDocument[],
  { own, place }: { own: NumberedDocument; place: number },
) {
  const walk = (step: 1 | -1) => {
    const found: NumberedDocument[] = []
    for (let at = place + step; found.length < MOST_IN_A_RUN - 1; at += step) {
      const next = ordered[at]
      if (next === undefined) break
      if (Math.abs(countDaysBetween(own.issueOn, next.issueOn)) > MOST_DAYS_APART) break
      if (next.currency === own.currency && isOwed(next) && books.isFreeDocument(next)) found.push(next)
    }
    return found
  }
  return { before: walk(-1), after: walk(1) }
}

/** The nearest ones before and after that sum to what is missing; null where no choice or more than one does. */
function chooseRun(
  before: readonly NumberedDocument[],
  missingMinor: number,
  after: readonly NumberedDocument[],
): NumberedDocument[] | null {
  const fitting: NumberedDocument[][] = []
  for (let back = 0; back <= before.length; back += 1) {
    for (let forth = back === 0 ? 1 : 0; forth <= after.length; forth += 1) {
      if (back + forth >= MOST_IN_A_RUN) break
      const run = [...before.slice(0, back), ...after.slice(0, forth)]
      if (sumOpen(run) === missingMinor) fitting.push(run)
    }
  }
  const [only, ...others] = fitting
  return only === undefined || others.length > 0 ? null : only
}

function findRun(
  books: LedgerBooks,
  documents: readonly NumberedDocument[],
  row: NumberedRow,
): NumberedDocument[] | null {
  const free = documents.filter((one) => isOwed(one) && books.isFreeDocument(one))
  if (free.length > MOST_NEIGHBOURS) return null
  const fitting: NumberedDocument[][] = []
  for (let start = 0; start < free.length; start += 1) {
    for (let length = 2; length <= MOST_IN_A_RUN && start + length <= free.length; length += 1) {
      const run = free.slice(start, start + length)
      if (sumOpen(run) === row.amountMinor) fitting.push(run)
    }
  }
  const [only, ...others] = fitting
  return only === undefined || others.length > 0 ? null : only
}

function isOwed({ openMinor }: NumberedDocument): boolean {
  return openMinor > 0
}

function sumOpen(documents: readonly NumberedDocument[]): number {
  return documents.reduce((sum, { openMinor }) => sum + openMinor, 0)
}

/** What the row has beyond its own document. */
function findMissing({ documents }: LedgerPair, row: NumberedRow): number {
  return row.amountMinor - sumOpen(documents)
}

function getOnlyRow({ rows, documents }: LedgerPair): NumberedRow | null {
  const [row, ...others] = rows
  const [document] = documents
  return row === undefined || others.length > 0 || row.currency !== document?.currency ? null : row
}

function compareDocuments(one: NumberedDocument, other: NumberedDocument): number {
  return one.issueOn === other.issueOn
    ? compareTexts(one.number, other.number)
    : compareTexts(one.issueOn, other.issueOn)
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
