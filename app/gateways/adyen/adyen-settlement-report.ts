/**
 * Adyen's settlement details report: one line for each movement of a payout batch, as comma separated text.
 *
 * Columns, types and the meaning of each are Adyen's own description,
 * https://docs.adyen.com/reporting/settlement-reconciliation/transaction-level/settlement-details-report and its page of
 * journal types, https://docs.adyen.com/developers/reporting/settlement-detail-report/settlement-detail-report-structure/journal-types.
 * GC is the currency of the payment, NC that of the settlement; amounts are in whole units of the currency with a decimal
 * point and without trailing zeros, and a debit and a credit are never negative. `Psp Reference` is that of the
 * authorisation, for refunds and chargebacks as well: these are told apart by `Type` alone. Of a line whose costs are
 * kept from it, gross less commission, markup, scheme fees and interchange is net. Read in November 2026.
 */
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { DocumentRefusal } from '~/domain/document-refusal'
import { createMoney, type Money } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'
import type { OtherLines, RefusedLine, SettledLine, SettlementReport } from '~/use-cases/ports/settlement-report-reader'
import type { TableRow } from '~/use-cases/ports/table-row'
import { parseProviderDecimal } from '../minor-units'
import { readAdyenReference } from './adyen-reference'
import { agrees, parseRate } from './adyen-settlement-rate'

const FEE_COLUMNS = ['Commission (NC)', 'Markup (NC)', 'Scheme Fees (NC)', 'Interchange (NC)'] as const

const COLUMNS = [
  'Psp Reference',
  'Merchant Reference',
  'Type',
  'Gross Currency',
  'Gross Debit (GC)',
  'Gross Credit (GC)',
  'Exchange Rate',
  'Net Currency',
  'Net Debit (NC)',
  'Net Credit (NC)',
  ...FEE_COLUMNS,
] as const

type Column = (typeof COLUMNS)[number]

/** Until 2019 a capture was settled by a line of the second name. */
const SETTLES = new Set(['Settled', 'SettledBulk'])

/** About a payment, and not what settles it. Adyen adds types: of one that is not named, its reference tells. */
const CONCERNS_PAYMENT = new Set([
  'Refunded',
  'RefundedBulk',
  'RefundedReversed',
  'SettledReversed',
  'Chargeback',
  'SecondChargeback',
  'ChargebackReversed',
  'PaymentCost',
  'PaidOut',
  'PaidOutReversed',
])

/** About the account, though a few of them name what they were booked for in the column of references. */
const CONCERNS_ACCOUNT = new Set([
  'Fee',
  'MiscCosts',
  'MerchantPayout',
  'MerchantPayin',
  'Balancetransfer',
  'InternalCompanyPayout',
  'DepositCorrection',
  'ReserveAdjustment',
  'InvoiceDeduction',
  'MatchedStatement',
  'ManualCorrected',
  'AuthorisationSchemeFee',
  'BankInstructionReturned',
  'EpaPaid',
])

const LONGEST_TYPE = 80
/** Adyen has some thirty; more are counted together. */
const MOST_TYPES = 50
const REST = '…'

const PSP_REFERENCE = /^[0-9A-Za-z]{16}$/

/** Why the current line is not taken; it never leaves this file. */
class LineRefusal extends Error {
  constructor(
    readonly code: RefusedLine['code'],
    readonly column: Column | null,
  ) {
    super(code)
  }
}

type ReadCell = (column: Column) => string

/** Reads a report of which the header is the first row. Columns stand in any order; those not named here are left out. */
export function readAdyenSettlementReport(rows: readonly TableRow[]): Result<SettlementReport, DocumentRefusal> {
  const [header, ...lines] = rows
  if (!header) return fail({ code: 'no_document', place: {}, reason: 'the table is empty' })
  const located = locateColumns(header)
  if (!located.ok) return located
  const positions = located.value
  const settled: SettledLine[] = []
  const refused: RefusedLine[] = []
  const others = new Map<string, OtherLines>()
  for (const { row, cells } of lines) {
    try {
      if (cells.slice(header.cells.length).some((cell) => cell.trim() !== '')) throw new LineRefusal('shifted', null)
      const read: ReadCell = (column) => (cells[positions.get(column) ?? -1] ?? '').trim()
      const type = read('Type')
      if (type === '' || type.length > LONGEST_TYPE) throw new LineRefusal('no_type', 'Type')
      if (SETTLES.has(type)) settled.push(readSettledLine(row, read))
      else countOther(others, type, read('Psp Reference') !== '')
    } catch (error) {
      if (!(error instanceof LineRefusal)) throw error
      refused.push({ row, code: error.code, column: error.column })
    }
  }
  return succeed({ gateway: 'adyen', settled, others: [...others.values()], refused })
}

function locateColumns({ row, cells }: TableRow): Result<ReadonlyMap<Column, number>, DocumentRefusal> {
  const positions = new Map<Column, number>()
  const names = cells.map((cell) => cell.trim())
  for (const column of COLUMNS) {
    const position = names.indexOf(column)
    const place = { row, column }
    if (position < 0) return fail({ code: 'missing_column', place, reason: `the header has no column "${column}"` })
    if (names.includes(column, position + 1)) {
      return fail({ code: 'repeated_column', place, reason: `the header has the column "${column}" twice` })
    }
    positions.set(column, position)
  }
  return succeed(positions)
}

function countOther(others: Map<string, OtherLines>, type: string, hasReference: boolean): void {
  const isKnown = others.has(type) || others.size < MOST_TYPES
  const key = isKnown ? type : REST
  const concernsPayment = CONCERNS_PAYMENT.has(type) || (hasReference && !CONCERNS_ACCOUNT.has(type))
  const counted = others.get(key)
  if (counted) others.set(key, { ...counted, count: counted.count + 1 })
  else others.set(key, { type: key, concernsPayment, count: 1 })
}

function readSettledLine(row: number, read: ReadCell): SettledLine {
  const transactionReference = read('Psp Reference')
  if (!PSP_REFERENCE.test(transactionReference)) throw new LineRefusal('no_reference', 'Psp Reference')
  const paidCurrency = readCurrency('Gross Currency', read)
  const currency = readCurrency('Net Currency', read)
  const paid = readMovement('Gross Credit (GC)', 'Gross Debit (GC)', paidCurrency, read)
  if (paid.amountMinor <= 0) throw new LineRefusal('no_amount', 'Gross Credit (GC)')
  // A small payment can cost more than it brings.
  const net = readMovement('Net Credit (NC)', 'Net Debit (NC)', currency, read)
  const feeMinor = FEE_COLUMNS.reduce((sum, column) => sum + (readAmount(column, currency, read)?.amountMinor ?? 0), 0)
  const gross = addSafely(net, feeMinor)
  const rate = readRate(paidCurrency, currency, read)
  if (gross.amountMinor <= 0 || !agrees(paid, gross, rate)) throw new LineRefusal('contradiction', null)
  const reference = readAdyenReference(read('Merchant Reference'))
  return {
    ...{ row, transactionReference, paid, gross, fee: createMoney(feeMinor, currency), net, exchangeRate: rate },
    paymentId: reference === null || reference.purpose === 'refund' ? null : reference.paymentId,
  }
}

function readCurrency(column: 'Gross Currency' | 'Net Currency', read: ReadCell): CurrencyCode {
  const currency = parseCurrencyCode(read(column))
  if (!currency) throw new LineRefusal('no_currency', column)
  return currency
}

/** What is credited, or debited as a negative amount: one of both is there, and the other is empty or zero. */
function readMovement(credit: Column, debit: Column, currency: CurrencyCode, read: ReadCell): Money {
  const credited = readAmount(credit, currency, read)
  const debited = readAmount(debit, currency, read)
  if (credited === null && debited === null) throw new LineRefusal('no_amount', credit)
  const [up, down] = [credited?.amountMinor ?? 0, debited?.amountMinor ?? 0]
  if (up < 0 || down < 0 || (up > 0 && down > 0)) throw new LineRefusal('no_amount', up < 0 ? credit : debit)
  return createMoney(up - down, currency)
}

/** Null where the cell is empty. */
function readAmount(column: Column, currency: CurrencyCode, read: ReadCell): Money | null {
  const text = read(column)
  if (text === '') return null
  const amount = parseProviderDecimal('adyen', text, currency)
  if (amount.ok) return amount.value
  switch (amount.failure.kind) {
    case 'unit_unknown':
      throw new LineRefusal('no_unit', column)
    case 'too_precise':
    case 'between_units':
      throw new LineRefusal('too_precise', column)
    case 'malformed':
    case 'too_large':
      throw new LineRefusal('no_number', column)
  }
}

/** Null where both currencies are one: Adyen writes 1 then, or nothing. */
function readRate(from: CurrencyCode, to: CurrencyCode, read: ReadCell): string | null {
  const text = read('Exchange Rate')
  const rate = text === '' ? null : parseRate(text)
  if (text !== '' && rate === null) throw new LineRefusal('no_number', 'Exchange Rate')
  if (from !== to) {
    if (rate === null) throw new LineRefusal('no_number', 'Exchange Rate')
    return rate
  }
  if (rate !== null && rate !== '1') throw new LineRefusal('contradiction', 'Exchange Rate')
  return null
}

function addSafely({ amountMinor, currency }: Money, moreMinor: number): Money {
  const sum = amountMinor + moreMinor
  if (!Number.isSafeInteger(sum)) throw new LineRefusal('no_number', 'Net Credit (NC)')
  return createMoney(sum, currency)
}
