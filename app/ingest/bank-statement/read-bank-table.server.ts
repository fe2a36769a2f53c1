/** A bank's table as statements, one for each account in it. */
import { NO_PARTY, NO_REFERENCES, readIdentifier } from '~/domain/bank-statement'
import type { BankStatement, CreditDebit, EntryDetail, EntryStatus, StatementEntry } from '~/domain/bank-statement'
import type { BankField, BankTableMapping } from '~/domain/bank-table'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { createMoney, parseDecimalToMinor } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import { readRecords } from '../csv/read-records.server'
import type { FileContent } from '../file-content'
import { refusalOf, refuse, type IngestRefusal } from '../ingest-refusal'
import { normalizeIban } from '../normalize-iban'
import { compileBankMapping, type BankRow } from './compile-bank-mapping'

/** A row that cannot be read refuses the file: half a statement would leave money out. */
export async function readBankTable(
  content: FileContent,
  mapping: BankTableMapping,
): Promise<Result<BankStatement[], IngestRefusal>> {
  try {
    return succeed(await readRows(content, mapping))
  } catch (error) {
    return fail(refusalOf(error))
  }
}

interface Account {
  readonly iban: string | null
  readonly accountNumber: string | null
}

async function readRows(content: FileContent, mapping: BankTableMapping): Promise<BankStatement[]> {
  const records = readRecords(content, mapping)
  const header = await records.next()
  if (header.done === true) return refuse('no_document', 'the table is empty')
  const readRow = compileBankMapping(mapping, header.value)
  const entriesByAccount = new Map<string, { account: Account; entries: StatementEntry[] }>()
  let row = mapping.skipLines + 1
  for await (const cells of records) {
    row += 1
    if (cells.every((cell) => cell.trim() === '')) continue
    const values = readRow(cells, row)
    const account = readAccount(values)
    const key = JSON.stringify(account)
    const known = entriesByAccount.get(key)
    if (known === undefined) entriesByAccount.set(key, { account, entries: [readEntry(values)] })
    else known.entries.push(readEntry(values))
  }
  if (entriesByAccount.size === 0) refuse('no_document', 'the table has no rows below its header')
  return [...entriesByAccount.values()].map(({ account, entries }) => ({
    kind: 'table',
    id: null,
    sequenceNumber: null,
    account: { ...account, currency: findOnlyCurrency(entries), ownerName: null },
    ...findPeriod(entries),
    balances: [],
    entries,
  }))
}

function readAccount({ values, placeOf }: BankRow): Account {
  const stated = values.get('account_iban')
  const iban = normalizeIban(stated)
  if (stated !== undefined && iban === undefined) refuseField('account_iban', stated, 'is not an IBAN', placeOf)
  return { iban: iban ?? null, accountNumber: values.get('account_number') ?? null }
}

function readEntry(row: BankRow): StatementEntry {
  const { values, placeOf } = row
  const code = values.get('currency') ?? refuse('missing_field', 'currency is missing', placeOf('currency'))
  const currency = parseCurrencyCode(code) ?? refuseField('currency', code, 'is not a currency of ISO 4217', placeOf)
  const { amountMinor, direction, isTakenBack } = readSignedAmount(row, currency)
  const bookedOn = readDay(values.get('booked_on'))
  const status = readStatus(row)
  if (bookedOn === null && status === 'booked') {
    refuse('missing_field', 'booked_on is missing', placeOf('booked_on'))
  }
  return {
    amount: createMoney(amountMinor, currency),
    direction,
    isReversal: isTakenBack || readFlag('reversal', row),
    status,
    bookedOn,
    valueOn: readDay(values.get('value_on')),
    bankReference: readIdentifier(values.get('bank_reference')),
    entryReference: null,
    transactionCode: null,
    batch: null,
    charges: [],
    additionalInformation: values.get('entry_text') ?? null,
    details: [readDetail(values, direction)],
  }
}

function readDetail(values: ReadonlyMap<BankField, string>, direction: CreditDebit): EntryDetail {
  const iban = values.get('counterparty_iban')
  const counterparty = {
    name: values.get('counterparty_name') ?? null,
    iban: normalizeIban(iban) ?? null,
    // Banks put accounts of other countries into the same column.
    accountNumber: values.get('counterparty_account') ?? (normalizeIban(iban) === undefined ? iban : undefined) ?? null,
    bic: values.get('counterparty_bic') ?? null,
  }
  const text = values.get('remittance_information')
  const reference = values.get('reference')
  return {
    amount: null,
    direction: null,
    references: { ...NO_REFERENCES, endToEndId: readIdentifier(values.get('end_to_end_id')) },
    debtor: direction === 'credit' ? counterparty : NO_PARTY,
    creditor: direction === 'debit' ? counterparty : NO_PARTY,
    ultimateDebtorName: null,
    ultimateCreditorName: null,
    remittance: {
      unstructured: text === undefined ? [] : [text],
      references: reference === undefined ? [] : [{ reference, scheme: null }],
      documentNumbers: [],
      additional: [],
    },
    returnReason: values.get('return_reason') ?? null,
    additionalInformation: null,
    charges: [],
  }
}

/** One signed column, one column with a direction beside it, or two columns of which one is filled. */
function readSignedAmount(
  row: BankRow,
  currency: CurrencyCode,
): { amountMinor: number; direction: CreditDebit; isTakenBack: boolean } {
  const amount = readAmount('amount', row, currency)
  if (amount !== null) {
    const stated = readDirection(row)
    const isNegative = amount < 0
    const direction = isNegative ? 'debit' : (stated ?? 'credit')
    // Written below zero although it is a credit: a credit that is taken back.
    return { amountMinor: Math.abs(amount), direction, isTakenBack: isNegative && stated === 'credit' }
  }
  // Banks write zero or nothing into the column that does not apply.
  const credit = readAmount('credit_amount', row, currency) ?? 0
  const debit = readAmount('debit_amount', row, currency) ?? 0
  if (credit !== 0 && debit !== 0) {
    return refuse('conflicting_rows', 'the row has a credit and a debit', row.placeOf('debit_amount'))
  }
  if (credit !== 0) {
    return { amountMinor: Math.abs(credit), direction: credit < 0 ? 'debit' : 'credit', isTakenBack: credit < 0 }
  }
  // Some write debits negative in a column of their own; either way the money left.
  if (debit !== 0) return { amountMinor: Math.abs(debit), direction: 'debit', isTakenBack: false }
  return refuse('missing_field', 'the amount is missing', row.placeOf('amount'))
}

function readAmount(field: BankField, { values, placeOf }: BankRow, currency: CurrencyCode): number | null {
  const text = values.get(field)
  if (text === undefined) return null
  return parseDecimalToMinor(text, currency) ?? refuseField(field, text, `is not an amount in ${currency}`, placeOf)
}

const DIRECTIONS: ReadonlyMap<string, CreditDebit> = new Map([
  ['credit', 'credit'],
  ['crdt', 'credit'],
  ['c', 'credit'],
  ['debit', 'debit'],
  ['dbit', 'debit'],
  ['d', 'debit'],
])

function readDirection({ values, placeOf }: BankRow): CreditDebit | undefined {
  const text = values.get('direction')
  if (text === undefined) return undefined
  return DIRECTIONS.get(text.toLowerCase()) ?? refuseField('direction', text, 'is neither credit nor debit', placeOf)
}

const STATUSES: ReadonlyMap<string, EntryStatus> = new Map([
  ['booked', 'booked'],
  ['book', 'booked'],
  ['pending', 'pending'],
  ['pdng', 'pending'],
])

function readStatus({ values, placeOf }: BankRow): EntryStatus {
  const text = values.get('status')
  if (text === undefined) return 'booked'
  return STATUSES.get(text.toLowerCase()) ?? refuseField('status', text, 'is neither booked nor pending', placeOf)
}

function readFlag(field: BankField, { values, placeOf }: BankRow): boolean {
  const text = values.get(field)?.toLowerCase()
  if (text === undefined || text === 'false') return false
  return text === 'true' || refuseField(field, text, 'is neither true nor false', placeOf)
}

/** `compileBankMapping` has written it as a day. */
function readDay(text: string | undefined): CalendarDay | null {
  return text === undefined ? null : parseCalendarDay(text)
}

function refuseField(field: BankField, text: string, problem: string, placeOf: BankRow['placeOf']): never {
  return refuse('invalid_field', `"${text.slice(0, 40)}" ${problem}`, placeOf(field))
}

function findOnlyCurrency(entries: readonly StatementEntry[]): CurrencyCode | null {
  const [first, ...others] = new Set(entries.map(({ amount }) => amount.currency))
  return others.length === 0 ? (first ?? null) : null
}

function findPeriod(entries: readonly StatementEntry[]): { fromOn: CalendarDay | null; toOn: CalendarDay | null } {
  const days = entries.flatMap(({ bookedOn }) => (bookedOn === null ? [] : [bookedOn])).sort()
  return { fromOn: days[0] ?? null, toOn: days.at(-1) ?? null }
}
