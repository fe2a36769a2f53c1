/**
 * Compares a debtor's ledger with its account. Rows find their documents by number, then by purchase order, then by a
 * slip of one sign, then by amount and day; a row may stand for several documents, several rows for one.
 *
 * A row whose number is a document's belongs to that document and to no other, whatever else looks alike. Everything
 * less than a number has to be confirmed by the amount, and to point at one document alone: what could be two things is
 * left for the clerk.
 */
import { countDaysBetween } from './calendar-day'
import type { LedgerDocument, LedgerFinding, LedgerFindingKind, LedgerRow, UnreadableRow } from './ledger'
import {
  groupBy,
  hasAmount,
  isAlike,
  isSameDay,
  LedgerBooks,
  listAmounts,
  writeAmountKey,
  type LedgerPair,
  type NumberedDocument,
  type NumberedRow,
} from './ledger-books'
import { isOfOneBuild, isOneSlipAway } from './ledger-number'
import { matchSums } from './ledger-sums'

/** More documents than these that fit alike are looked at no further: no single one of them would come out. */
const MOST_CANDIDATES = 200
/** Days by which a clerk may book an invoice later than it was issued. */
const MOST_DAYS_LATER = 10

/** Findings in the order of the page: by kind, then as the ledger and the account have them. */
export function compareLedger(
  rows: readonly LedgerRow[],
  documents: readonly LedgerDocument[],
  unreadable: readonly UnreadableRow[] = [],
): LedgerFinding[] {
  const books = new LedgerBooks(rows, documents)
  matchExactNumbers(books)
  matchWrittenNumbers(books, ({ read }) => read.plain)
  matchWrittenNumbers(books, ({ read }) => read.grouped)
  matchParts(books)
  matchSums(books, 'named')
  matchPurchaseOrders(books)
  matchSlips(books)
  matchAmountsAndDays(books)
  matchSums(books, 'unnamed')
  return [...describeBooks(books), ...unreadable.map(describeUnreadable)]
}

function matchExactNumbers(books: LedgerBooks): void {
  const rowsByNumber = groupBy(books.rows, ({ read }) => [read.exact])
  for (const [number, documents] of groupBy(books.documents, ({ read }) => [read.exact])) {
    settleNumber(books, 'number', rowsByNumber.get(number) ?? [], documents)
  }
}

/** An invoice and a credit note may share a number: amount and sign tell which is meant. */
function settleNumber(
  books: LedgerBooks,
  by: LedgerPair['by'],
  rows: readonly NumberedRow[],
  documents: readonly NumberedDocument[],
): void {
  const rowsByDocument = groupRows(rows, documents)
  for (const [document, own] of rowsByDocument) settleRows(books, by, own, document)
}

function groupRows(
  rows: readonly NumberedRow[],
  documents: readonly NumberedDocument[],
): Map<NumberedDocument, NumberedRow[]> {
  const groups = new Map<NumberedDocument, NumberedRow[]>()
  for (const row of rows) {
    const document =
      documents.find((one) => hasAmount(one, row)) ?? documents.find((one) => isAlike(row, one)) ?? documents[0]
    if (document === undefined) continue
    groups.set(document, [...(groups.get(document) ?? []), row])
  }
  return groups
}

function settleRows(
  books: LedgerBooks,
  by: LedgerPair['by'],
  rows: readonly NumberedRow[],
  document: NumberedDocument,
): void {
  const [first, ...others] = rows
  if (first === undefined) return
  const fitting = rows.find((row) => hasAmount(document, row))
  if (fitting !== undefined) {
    books.match(by, [fitting], [document])
    for (const row of rows) if (row !== fitting) books.repeat(by, row, document)
    return
  }
  if (others.length === 0) {
    books.differ(by, rows, document)
    return
  }
  const amountMinor = sumAmounts(rows)
  const isOfOneCurrency = rows.every(({ currency }) => currency === first.currency)
  if (isOfOneCurrency && hasAmount(document, { amountMinor, currency: first.currency })) {
    books.match(by, rows, [document])
    return
  }
  if (isOfOneCurrency && others.some((row) => row.amountMinor !== first.amountMinor)) {
    books.differ(by, rows, document)
    return
  }
  books.differ(by, [first], document)
  for (const row of others) books.repeat(by, row, document)
}

/** Numbers that are the same but for separators, case and zeros before digits. */
function matchWrittenNumbers(books: LedgerBooks, write: (item: NumberedRow | NumberedDocument) => string): void {
  const documentsByNumber = groupBy(books.documents, (document) => [write(document)])
  for (const [number, rows] of groupBy(books.freeRows, (row) => [write(row)])) {
    const all = documentsByNumber.get(number) ?? []
    const free = all.filter((document) => books.isFreeDocument(document))
    if (free.length === 0) continue
    if (all.length === 1) settleNumber(books, 'similar_number', rows, free)
    else matchFitting(books, 'similar_number', rows, () => free)
  }
}

/** One number inside the other: a prefix, a suffix, a year that only one side writes. */
function matchParts(books: LedgerBooks): void {
  const documents = books.freeDocuments
  const byNumber = groupBy(documents, ({ read }) => [read.grouped.replaceAll('.', '')])
  const byPart = groupBy(documents, ({ read }) => read.parts)
  const find = ({ read }: NumberedRow) => {
    // The longest part counts: what lies inside it was not meant by itself.
    const longest = read.parts.find((part) => byNumber.has(part))
    const whole = longest === undefined ? byPart.get(read.grouped.replaceAll('.', '')) : byNumber.get(longest)
    return whole ?? []
  }
  const rows = books.freeRows.filter(({ read }) => read.plain !== '')
  matchFitting(books, 'similar_number', rows, find)
  for (const row of rows) {
    if (!books.isFree(row)) continue
    const [one, ...others] = listFree(books, find(row)).filter(
      (document) => isAlike(row, document) && isSameDay(row, document),
    )
    if (one !== undefined && others.length === 0) books.differ('similar_number', [row], one)
  }
}

function matchPurchaseOrders(books: LedgerBooks): void {
  const byOrder = groupBy(books.freeDocuments, ({ order }) => [order])
  matchFitting(
    books,
    'purchase_order',
    books.freeRows.filter(({ order }) => order !== ''),
    ({ order }) => byOrder.get(order) ?? [],
  )
}

function matchSlips(books: LedgerBooks): void {
  const byAmount = groupBy(books.freeDocuments, (document) =>
    listAmounts(document).map((amountMinor) => writeAmountKey(amountMinor, document)),
  )
  matchFitting(
    books,
    'typing',
    books.freeRows.filter(({ read }) => read.plain !== ''),
    (row) => {
      const sameAmount = byAmount.get(writeAmountKey(row.amountMinor, row)) ?? []
      const near = sameAmount.length <= MOST_CANDIDATES ? sameAmount : sameAmount.filter((one) => isSameDay(row, one))
      return near.length > MOST_CANDIDATES ? [] : near.filter((document) => isOneSlipAway(row.read, document.read))
    },
  )
}

function matchAmountsAndDays(books: LedgerBooks): void {
  const find = (isNear: (row: NumberedRow, document: NumberedDocument) => boolean) => {
    const keysOf = (document: NumberedDocument) =>
      listAmounts(document).map((amountMinor) => writeAmountKey(amountMinor, document))
    const byAmount = groupBy(books.freeDocuments, keysOf)
    return (row: NumberedRow) => {
      const sameAmount = byAmount.get(writeAmountKey(row.amountMinor, row)) ?? []
      return row.amountMinor === 0 || sameAmount.length > MOST_CANDIDATES
        ? []
        : sameAmount.filter((document) => isNear(row, document) && !isOfOneBuild(row.read, document.read))
    }
  }
  matchFitting(books, 'amount_and_date', books.freeRows, find(isSameDay))
  // A day that is only near says little: the amount must be the only one of its kind on both sides.
  const rowsByAmount = groupBy(books.rows, (row) => [writeAmountKey(row.amountMinor, row)])
  const documentsByAmount = groupBy(books.documents, (document) => [writeAmountKey(document.amountMinor, document)])
  const isSingular = (row: NumberedRow) => {
    const key = writeAmountKey(row.amountMinor, row)
    return rowsByAmount.get(key)?.length === 1 && documentsByAmount.get(key)?.length === 1
  }
  matchFitting(books, 'amount_and_date', books.freeRows.filter(isSingular), find(isNearDay))
}

function isNearDay(row: NumberedRow, document: NumberedDocument): boolean {
  const booked = row.issueOn ?? row.dueOn
  if (booked === null) return false
  const days = countDaysBetween(row.issueOn === null ? document.dueOn : document.issueOn, booked)
  return days >= 0 && days <= MOST_DAYS_LATER
}

/**
 * Matches each row with the one document that was found for it and has its amount. Of several the one of the same day
 * counts; where two rows want one document, the one of its day, else neither.
 */
function matchFitting(
  books: LedgerBooks,
  by: LedgerPair['by'],
  rows: readonly NumberedRow[],
  find: (row: NumberedRow) => readonly NumberedDocument[],
): void {
  const wanted = new Map<NumberedDocument, NumberedRow[]>()
  for (const row of rows) {
    if (!books.isFree(row)) continue
    const fitting = listFree(books, find(row)).filter((document) => hasAmount(document, row))
    const document = chooseOnly(fitting, (one) => isSameDay(row, one))
    if (document !== undefined) wanted.set(document, [...(wanted.get(document) ?? []), row])
  }
  for (const [document, claimants] of wanted) {
    const row = chooseOnly(claimants, (one) => isSameDay(one, document))
    if (row !== undefined) books.match(by, [row], [document])
  }
}

function listFree(books: LedgerBooks, documents: readonly NumberedDocument[]): NumberedDocument[] {
  return documents.length > MOST_CANDIDATES ? [] : documents.filter((document) => books.isFreeDocument(document))
}

/** The only one, or of several the only one that is preferred. */
function chooseOnly<Item>(items: readonly Item[], isPreferred: (item: Item) => boolean): Item | undefined {
  if (items.length <= 1) return items[0]
  const preferred = items.filter(isPreferred)
  return preferred.length === 1 ? preferred[0] : undefined
}

function describeBooks(books: LedgerBooks): LedgerFinding[] {
  const describe =
    (kind: LedgerFindingKind) =>
    ({ by, rows, documents }: LedgerPair): LedgerFinding => ({
      kind,
      by,
      rows: rows.map(forgetRowForms),
      documents: documents.map(forgetDocumentForms),
      differenceMinor: kind === 'amounts_differ' ? findDifference(rows, documents) : null,
      unreadable: null,
    })
  const single = (kind: LedgerFindingKind, found: Partial<LedgerFinding>): LedgerFinding => ({
    ...{ kind, by: null, rows: [], documents: [], differenceMinor: null, unreadable: null },
    ...found,
  })
  const open = books.freeDocuments.filter(({ openMinor }) => openMinor !== 0).map(forgetDocumentForms)
  return [
    ...books.differing.map(describe('amounts_differ')),
    ...open.filter(({ kind }) => kind === 'invoice').map((one) => single('missing_at_yours', { documents: [one] })),
    ...books.freeRows.map((row) => single('missing_at_ours', { rows: [forgetRowForms(row)] })),
    ...open.filter(({ kind }) => kind !== 'invoice').map((one) => single('credit_unused', { documents: [one] })),
    ...books.repeated.map(describe('listed_twice')),
    ...books.pairs.map(describe('matched')),
  ]
}

function describeUnreadable(unreadable: UnreadableRow): LedgerFinding {
  return { kind: 'unreadable', by: null, rows: [], documents: [], differenceMinor: null, unreadable }
}

function findDifference(rows: readonly LedgerRow[], documents: readonly LedgerDocument[]): number | null {
  const currencies = new Set([...rows, ...documents].map(({ currency }) => currency))
  return currencies.size > 1 ? null : sumAmounts(rows) - documents.reduce((sum, one) => sum + getCompared(one), 0)
}

/** What is left of a document; of a settled one the whole, which is what a ledger that still lists it has. */
function getCompared({ amountMinor, openMinor }: LedgerDocument): number {
  return openMinor === 0 ? amountMinor : openMinor
}

function sumAmounts(rows: readonly LedgerRow[]): number {
  return rows.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
}

function forgetRowForms({ read: _, order: __, ...row }: NumberedRow): LedgerRow {
  return row
}

function forgetDocumentForms({ read: _, order: __, ...document }: NumberedDocument): LedgerDocument {
  return document
}
