/** The answer to the question which column of a ledger says what. */
import { parseCurrencyCode } from './currency'
import type { LedgerColumns } from './ledger-columns'
import { LEDGER_FIELDS, type LedgerField } from './ledger-header-words'
import { DATE_ORDERS, DECIMAL_SIGNS } from './ledger-values'
import { fail, succeed, type Result } from './result'

/** Names of the form's fields: `column-` and the field of the ledger, and these. */
export type LedgerFormField =
  'first-row' | 'decimal-sign' | 'date-order' | 'owed-sign' | 'currency' | `column-${LedgerField}`

export type LedgerFormProblem =
  | 'first_row'
  | 'amount_missing'
  /** An amount beside debit and credit. */
  | 'amount_twice'
  /** Neither number nor order nor day: nothing to find documents by. */
  | 'nothing_to_find'
  /** One column for two things. */
  | 'column_twice'
  | 'currency'
  | 'unknown'

export interface LedgerFormFault {
  readonly field: LedgerFormField
  readonly problem: LedgerFormProblem
}

/** `lineCount` and `width` are the ledger's; rows and columns beyond them are refused. */
export function readLedgerColumnsForm(
  form: URLSearchParams,
  { lineCount, width }: { lineCount: number; width: number },
): Result<LedgerColumns, LedgerFormFault[]> {
  const faults: LedgerFormFault[] = []
  const refuse = (field: LedgerFormField, problem: LedgerFormProblem) => faults.push({ field, problem })
  const places = readPlaces(form, width, refuse)
  const firstRow = readNumber(form.get('first-row') ?? '')
  if (firstRow === null || firstRow < 1 || firstRow > lineCount) refuse('first-row', 'first_row')
  const currency = parseCurrencyCode(form.get('currency') ?? '')
  if (currency === null) refuse('currency', 'currency')
  const decimalSign = DECIMAL_SIGNS.find((sign) => sign === form.get('decimal-sign'))
  if (decimalSign === undefined) refuse('decimal-sign', 'unknown')
  const dateOrder = DATE_ORDERS.find((order) => order === form.get('date-order'))
  if (dateOrder === undefined) refuse('date-order', 'unknown')
  const owedSign = (['positive', 'negative'] as const).find((sign) => sign === form.get('owed-sign'))
  if (owedSign === undefined) refuse('owed-sign', 'unknown')
  return faults.length > 0 || !firstRow || !currency || !decimalSign || !dateOrder || !owedSign
    ? fail(faults)
    : succeed({ places, skippedLines: firstRow - 1, decimalSign, dateOrder, owedSign, currency })
}

function readPlaces(
  form: URLSearchParams,
  width: number,
  refuse: (field: LedgerFormField, problem: LedgerFormProblem) => void,
): LedgerColumns['places'] {
  const read = (field: LedgerField) => {
    const text = form.get(`column-${field}`) ?? ''
    const place = text === '' ? null : readNumber(text)
    if (text === '' || (place !== null && place < width)) return place
    refuse(`column-${field}`, 'unknown')
    return null
  }
  const places = {
    number: read('number'),
    issueOn: read('issueOn'),
    dueOn: read('dueOn'),
    amount: read('amount'),
    debit: read('debit'),
    credit: read('credit'),
    currency: read('currency'),
    purchaseOrder: read('purchaseOrder'),
    text: read('text'),
  }
  const taken = new Set<number>()
  for (const field of LEDGER_FIELDS) {
    const place = places[field]
    if (place !== null && taken.has(place)) refuse(`column-${field}`, 'column_twice')
    if (place !== null) taken.add(place)
  }
  const hasSides = places.debit !== null || places.credit !== null
  if (places.amount === null && !hasSides) refuse('column-amount', 'amount_missing')
  if (places.amount !== null && hasSides) refuse('column-amount', 'amount_twice')
  const names = [places.number, places.purchaseOrder, places.issueOn, places.dueOn]
  if (names.every((place) => place === null)) refuse('column-number', 'nothing_to_find')
  return places
}

function readNumber(text: string): number | null {
  return /^\d{1,6}$/.test(text.trim()) ? Number(text) : null
}
