/** A table as the rows of a ledger. */
import type { LedgerRow, UnreadableRow } from './ledger'
import type { LedgerColumns, LedgerTable } from './ledger-columns'
import type { LedgerField } from './ledger-header-words'
import type { CurrencyCode } from './currency'
import { makeStorable } from './storable-text'
import { parseLedgerAmount, parseLedgerCurrency, parseLedgerDay } from './ledger-values'

/** A longer text is cut: what it names stands at its beginning. */
const LONGEST_TEXT = 300
const LONGEST_NUMBER = 100

export interface LedgerRows {
  readonly rows: LedgerRow[]
  readonly unreadable: UnreadableRow[]
}

/** Rows without an amount that name nothing are passed over: blank lines, headings of parts. So are totals. */
export function readLedgerRows(table: LedgerTable, columns: LedgerColumns): LedgerRows {
  const rows: LedgerRow[] = []
  const unreadable: UnreadableRow[] = []
  for (const [index, cells] of table.entries()) {
    if (index < columns.skippedLines || cells.every((cell) => cell.trim() === '')) continue
    const read = readRow(cells, index + 1, columns)
    if (read === null) continue
    if ('problem' in read) unreadable.push(read)
    else rows.push(read)
  }
  return { rows, unreadable }
}

function readRow(cells: readonly string[], position: number, columns: LedgerColumns): LedgerRow | UnreadableRow | null {
  const read = (field: LedgerField, longest = LONGEST_TEXT) => {
    const place = columns.places[field]
    const text = place === null ? '' : makeStorable((cells[place] ?? '').trim().slice(0, longest))
    return text === '' ? null : text
  }
  const fail = (problem: UnreadableRow['problem'], written: string | null): UnreadableRow => ({
    ...{ position, problem },
    written: written ?? makeStorable(cells.join(' ').trim().slice(0, LONGEST_TEXT)),
  })
  const number = read('number', LONGEST_NUMBER)
  const purchaseOrder = read('purchaseOrder', LONGEST_NUMBER)
  const [issuedText, dueText] = [read('issueOn'), read('dueOn')]
  const issueOn = issuedText === null ? null : parseLedgerDay(issuedText, columns.dateOrder)
  const dueOn = dueText === null ? null : parseLedgerDay(dueText, columns.dateOrder)
  const namesNothing = number === null && purchaseOrder === null && issueOn === null && dueOn === null
  const stated = read('currency')
  const currency = stated === null ? columns.currency : parseLedgerCurrency(stated)
  const hasAmount = (['amount', 'debit', 'credit'] as const).some((field) => read(field) !== null)
  if (!hasAmount) return namesNothing ? null : fail('amount', null)
  if (currency === null) return fail('currency', stated)
  const amountMinor = readAmount(read, currency, columns)
  if (amountMinor === null) return fail('amount', read('amount') ?? read('credit') ?? read('debit'))
  // A sum below the rows has nothing but a word beside it.
  if (namesNothing) return isLikelyTotal(cells) ? null : fail('nothing_to_find', null)
  return { position, number, issueOn, dueOn, amountMinor, currency, purchaseOrder, text: read('text') }
}

function readAmount(
  read: (field: LedgerField) => string | null,
  currency: CurrencyCode,
  { decimalSign, owedSign, places }: LedgerColumns,
): number | null {
  const parse = (field: LedgerField) => {
    const text = read(field)
    return text === null ? 0 : parseLedgerAmount(text, currency, decimalSign)
  }
  const [amount, debit, credit] = [parse('amount'), parse('debit'), parse('credit')]
  if (amount === null || debit === null || credit === null) return null
  const written = places.amount === null ? credit - debit : amount
  return owedSign === 'negative' && written !== 0 ? -written : written
}

function isLikelyTotal(cells: readonly string[]): boolean {
  return cells.filter((cell) => /\p{L}/u.test(cell)).length <= 1
}
