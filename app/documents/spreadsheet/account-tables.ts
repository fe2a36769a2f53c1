/** An account as tables: which columns there are, under which names, and how each thing is written in them. */
import type { TFunction } from 'i18next'
import type {
  AccountCoverage,
  DocumentRecord,
  ExportedDocument,
  ExportedLine,
  ExportedMovement,
  ExportPeriod,
  PeriodBalance,
} from '~/domain/account-export'
import type { AgeingBucket } from '~/domain/ageing'
import type { MovementKind } from '~/domain/balance-forward'
import type { CurrencyCode } from '~/domain/currency'
import type { CurrencyPosition } from '~/domain/statement'
import type { NAMESPACES } from '~/i18n/options'
import type { Cell, Column, Sheet } from './sheet'

/** How a table names things: in a language's words, or (where there is none) by names and codes that never change. */
export type Wording = TFunction<typeof NAMESPACES> | null

type Batches<Row> = AsyncIterable<readonly Row[]>

interface Field<Row> {
  /** As software knows it; documented in docs/statement-files.md. */
  readonly name: string
  readonly header: string
  readonly width: number
  readonly read: (row: Row) => Cell
}

const WIDTHS = { code: 10, day: 12, amount: 16, number: 20, text: 40 }

const amount = (amountMinor: number, currency: CurrencyCode): Cell => ({ kind: 'amount', amountMinor, currency })
const whole = (value: number): Cell => ({ kind: 'number', text: String(value) })
const decimal = (text: string | null): Cell => (text === null ? null : { kind: 'number', text })

export function describeDocuments(documents: Batches<ExportedDocument>, coverage: AccountCoverage, t: Wording): Sheet {
  const kinds = nameDocumentKinds(t)
  const buckets = nameBuckets(t)
  const fields: Field<ExportedDocument>[] = [
    field('kind', t?.('exports:columns.kind'), WIDTHS.number, ({ kind }) => kinds[kind]),
    field('number', t?.('exports:columns.number'), WIDTHS.number, ({ number }) => number),
    field('issue_date', t?.('exports:columns.issued'), WIDTHS.day, ({ issueOn }) => ({ kind: 'day', day: issueOn })),
    field('due_date', t?.('exports:columns.due'), WIDTHS.day, ({ kind, dueOn }) =>
      kind === 'invoice' ? { kind: 'day', day: dueOn } : null,
    ),
    field('purchase_order', t?.('exports:columns.purchaseOrder'), WIDTHS.number, ({ purchaseOrder }) => purchaseOrder),
    field('currency', t?.('exports:columns.currency'), WIDTHS.code, ({ currency }) => currency),
    ...listAmounts<ExportedDocument>([
      ['amount', t?.('exports:columns.amount'), ({ amountMinor }) => amountMinor],
      ['open', t?.('exports:columns.open'), ({ openMinor }) => openMinor],
      ['disputed', t?.('exports:columns.disputed'), ({ disputedMinor }) => disputedMinor],
      ['being_paid', t?.('exports:columns.inPayment'), ({ pendingMinor }) => pendingMinor],
      ['in_plan', t?.('exports:columns.inPlan'), ({ plannedMinor }) => plannedMinor],
      ['payable_now', t?.('exports:columns.dueNow'), ({ dueNowMinor }) => dueNowMinor],
    ]),
    field('days_overdue', t?.('exports:columns.daysOverdue'), WIDTHS.code, ({ daysOverdue }) => whole(daysOverdue)),
    field('age', t?.('exports:columns.ageing'), WIDTHS.number, ({ ageing }) =>
      ageing === null ? null : buckets[ageing],
    ),
    field('settled_date', t?.('exports:columns.settled'), WIDTHS.day, ({ settledOn }) =>
      settledOn === null ? null : { kind: 'day', day: settledOn },
    ),
    ...listCoverage(coverage, t),
  ]
  return describeSheet(t?.('exports:sheets.documents') ?? 'documents', fields, documents)
}

export function describeLines(lines: Batches<ExportedLine>, coverage: AccountCoverage, t: Wording): Sheet {
  const kinds = nameDocumentKinds(t)
  const fields: Field<ExportedLine>[] = [
    field('kind', t?.('exports:columns.kind'), WIDTHS.number, ({ document }) => kinds[document.kind]),
    field('number', t?.('exports:columns.number'), WIDTHS.number, ({ document }) => document.number),
    field('issue_date', t?.('exports:columns.issued'), WIDTHS.day, ({ document }) => ({
      kind: 'day',
      day: document.issueOn,
    })),
    field(
      'purchase_order',
      t?.('exports:columns.purchaseOrder'),
      WIDTHS.number,
      ({ document }) => document.purchaseOrder,
    ),
    field('line', t?.('exports:columns.line'), WIDTHS.code, ({ lineId }) => lineId),
    field('item', t?.('exports:columns.item'), WIDTHS.text, ({ name }) => name),
    field('description', t?.('exports:columns.description'), WIDTHS.text, ({ description }) => description),
    field('seller_item', t?.('exports:columns.sellerItem'), WIDTHS.number, ({ sellerItemId }) => sellerItemId),
    field('buyer_item', t?.('exports:columns.buyerItem'), WIDTHS.number, ({ buyerItemId }) => buyerItemId),
    field('quantity', t?.('exports:columns.quantity'), WIDTHS.code, ({ quantity }) => decimal(quantity)),
    field('unit', t?.('exports:columns.unit'), WIDTHS.code, ({ unitCode }) => unitCode),
    field('unit_price', t?.('exports:columns.unitPrice'), WIDTHS.amount, ({ unitPrice }) => decimal(unitPrice)),
    field('net_amount', t?.('exports:columns.net'), WIDTHS.amount, ({ netMinor, document }) =>
      amount(netMinor, document.currency),
    ),
    field('vat_percent', t?.('exports:columns.taxPercent'), WIDTHS.code, ({ taxPercent }) => decimal(taxPercent)),
    field('currency', t?.('exports:columns.currency'), WIDTHS.code, ({ document }) => document.currency),
    ...listCoverage(coverage, t),
  ]
  return describeSheet(t?.('exports:sheets.lines') ?? 'lines', fields, lines)
}

type LedgerRow =
  | (ExportedMovement & { readonly step: 'movement' })
  | {
      readonly step: 'opening' | 'closing'
      readonly on: ExportPeriod['from']
      readonly currency: CurrencyCode
      readonly balanceMinor: number
    }

/** Each currency from its opening to its closing balance. */
export function describeMovements(
  balances: readonly PeriodBalance[],
  movements: Batches<ExportedMovement>,
  period: ExportPeriod,
  t: Wording,
): Sheet {
  const kinds = nameMovementKinds(t)
  const steps = {
    opening: t?.('statement:movements.opening') ?? 'opening_balance',
    closing: t?.('statement:movements.closing') ?? 'closing_balance',
  }
  const fields: Field<LedgerRow>[] = [
    field('date', t?.('exports:columns.date'), WIDTHS.day, ({ on }) => ({ kind: 'day', day: on })),
    field('movement', t?.('exports:columns.movement'), WIDTHS.text, (row) =>
      row.step === 'movement' ? kinds[row.kind] : steps[row.step],
    ),
    field('reference', t?.('exports:columns.reference'), WIDTHS.number, (row) =>
      row.step === 'movement' ? row.reference : null,
    ),
    field('currency', t?.('exports:columns.currency'), WIDTHS.code, ({ currency }) => currency),
    field('amount', t?.('exports:columns.amount'), WIDTHS.amount, (row) =>
      row.step === 'movement' ? amount(row.amountMinor, row.currency) : null,
    ),
    field('balance', t?.('exports:columns.balance'), WIDTHS.amount, ({ balanceMinor, currency }) =>
      amount(balanceMinor, currency),
    ),
  ]
  return describeSheet(t?.('exports:sheets.movements') ?? 'movements', fields, keepLedger(balances, movements, period))
}

async function* keepLedger(
  balances: readonly PeriodBalance[],
  movements: Batches<ExportedMovement>,
  { from, to }: ExportPeriod,
): AsyncGenerator<LedgerRow[]> {
  const waiting = [...balances]
  let current: PeriodBalance | undefined
  const begin = function* (currency: CurrencyCode | null): Generator<LedgerRow> {
    while (current?.currency !== currency) {
      if (current) yield { step: 'closing', on: to, currency: current.currency, balanceMinor: current.closingMinor }
      current = waiting.shift()
      if (!current) return
      yield { step: 'opening', on: from, currency: current.currency, balanceMinor: current.openingMinor }
    }
  }
  for await (const batch of movements) {
    yield batch.flatMap((movement): LedgerRow[] => [...begin(movement.currency), { step: 'movement', ...movement }])
  }
  yield [...begin(null)]
}

export function describeBalances(balances: readonly PeriodBalance[], t: Wording): Sheet {
  const fields: Field<PeriodBalance>[] = [
    field('currency', t?.('exports:columns.currency'), WIDTHS.code, ({ currency }) => currency),
    ...listAmounts<PeriodBalance>([
      ['opening_balance', t?.('exports:columns.opening'), ({ openingMinor }) => openingMinor],
      ['charges', t?.('exports:columns.charges'), ({ debitMinor }) => debitMinor],
      ['credits', t?.('exports:columns.credits'), ({ creditMinor }) => creditMinor],
      ['closing_balance', t?.('exports:columns.closing'), ({ closingMinor }) => closingMinor],
    ]),
  ]
  return describeSheet(t?.('exports:sheets.balances') ?? 'balances', fields, wrap(balances))
}

/** Where the account stands in each currency, with its ageing. */
export function describePositions(
  positions: readonly CurrencyPosition[],
  coverage: AccountCoverage,
  t: Wording,
): Sheet {
  const buckets = nameBuckets(t)
  const ageing = (bucket: AgeingBucket) => (position: CurrencyPosition) =>
    position.ageing.find((line) => line.bucket === bucket)?.openMinor ?? 0
  const fields: Field<CurrencyPosition>[] = [
    field('currency', t?.('exports:columns.currency'), WIDTHS.code, ({ currency }) => currency),
    field('open_invoices', t?.('exports:columns.count'), WIDTHS.amount, ({ count }) => whole(count)),
    ...listAmounts<CurrencyPosition>([
      ['open', t?.('exports:columns.open'), ({ openMinor }) => openMinor],
      ['credit', t?.('exports:columns.credit'), ({ creditMinor }) => creditMinor],
      ['balance', t?.('exports:columns.balance'), ({ balanceMinor }) => balanceMinor],
      ['payable_now', t?.('exports:columns.dueNow'), ({ dueNowMinor }) => dueNowMinor],
      ['overdue', t?.('exports:columns.overdue'), ({ overdueMinor }) => overdueMinor],
      ['disputed', t?.('exports:columns.disputed'), ({ disputedMinor }) => disputedMinor],
      ['being_paid', t?.('exports:columns.inPayment'), ({ pendingMinor }) => pendingMinor],
      ['in_plan', t?.('exports:columns.inPlan'), ({ plannedMinor }) => plannedMinor],
      ['not_due', buckets.not_due, ageing('not_due')],
      ['days_1_30', buckets.days_1_30, ageing('days_1_30')],
      ['days_31_60', buckets.days_31_60, ageing('days_31_60')],
      ['days_61_90', buckets.days_61_90, ageing('days_61_90')],
      ['days_over_90', buckets.days_over_90, ageing('days_over_90')],
    ]),
    ...listCoverage(coverage, t),
  ]
  return describeSheet(t?.('exports:sheets.summary') ?? 'summary', fields, wrap(positions))
}

/** A table of a part of the account says so in every row: rows are copied, and put together with others. */
function listCoverage(coverage: AccountCoverage, t: Wording): Field<unknown>[] {
  if (coverage === 'account') return []
  return [
    field('coverage', t?.('paper:coverage.name'), WIDTHS.text, () => t?.('paper:coverage.chosenInvoices') ?? coverage),
  ]
}

async function* wrap<Row>(rows: readonly Row[]): AsyncGenerator<readonly Row[]> {
  yield await Promise.resolve(rows)
}

function field<Row>(name: string, word: string | undefined, width: number, read: (row: Row) => Cell): Field<Row> {
  return { name, header: word ?? name, width, read }
}

function listAmounts<Row extends { readonly currency: CurrencyCode }>(
  columns: readonly (readonly [name: string, word: string | undefined, readMinor: (row: Row) => number])[],
): Field<Row>[] {
  return columns.map(([name, word, readMinor]) =>
    field(name, word, WIDTHS.amount, (row) => amount(readMinor(row), row.currency)),
  )
}

function describeSheet<Row>(name: string, fields: readonly Field<Row>[], batches: Batches<Row>): Sheet {
  const columns: Column[] = fields.map(({ header, width }) => ({ header, width }))
  return { name, columns, rows: mapBatches(batches, (row) => fields.map(({ read }) => read(row))) }
}

async function* mapBatches<Row>(batches: Batches<Row>, write: (row: Row) => Cell[]): AsyncGenerator<Cell[][]> {
  for await (const batch of batches) yield batch.map(write)
}

function nameDocumentKinds(t: Wording): Readonly<Record<DocumentRecord['kind'], string>> {
  return {
    invoice: t?.('exports:kinds.invoice') ?? 'invoice',
    credit_note: t?.('exports:kinds.creditNote') ?? 'credit_note',
    unapplied_credit: t?.('exports:kinds.unappliedCredit') ?? 'unapplied_credit',
  }
}

function nameMovementKinds(t: Wording): Readonly<Record<MovementKind, string>> {
  return {
    invoice: t?.('statement:movements.invoice') ?? 'invoice',
    credit_note: t?.('statement:movements.creditNote') ?? 'credit_note',
    payment: t?.('statement:movements.payment') ?? 'payment',
    refund: t?.('statement:movements.refund') ?? 'refund',
    chargeback: t?.('statement:movements.chargeback') ?? 'chargeback',
    reinstatement: t?.('statement:movements.reinstatement') ?? 'reinstatement',
    discount: t?.('statement:movements.discount') ?? 'discount',
    write_off: t?.('statement:movements.writeOff') ?? 'write_off',
  }
}

function nameBuckets(t: Wording): Readonly<Record<AgeingBucket, string>> {
  return {
    not_due: t?.('statement:ageing.notDue') ?? 'not_due',
    days_1_30: t?.('statement:ageing.days1To30') ?? 'days_1_30',
    days_31_60: t?.('statement:ageing.days31To60') ?? 'days_31_60',
    days_61_90: t?.('statement:ageing.days61To90') ?? 'days_61_90',
    days_over_90: t?.('statement:ageing.daysOver90') ?? 'days_over_90',
  }
}
