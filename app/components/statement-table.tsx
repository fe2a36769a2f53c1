/** The list of documents. Its rows are written as text, because there are a hundred of them. */
import { useTranslation } from '~/i18n/use-translation'
import { computeDueNow } from '~/domain/invoice-balance'
import type { Statement, StatementItem } from '~/domain/statement'
import { writeStatementQuery, type StatementQuery, type StatementSort } from '~/domain/statement-query'
import type { Formatters } from '~/i18n/formatters'
import { writeBadge } from './badge'
import { writeDocumentPath } from './document-path'
import { createDocumentStateWriter, type DocumentStateWriter } from './document-state'
import { html, joinHtml, type SafeHtml } from './html'
import type { Savings } from './savings'
import { StaticHtml } from './static-page'

interface StatementTableProps {
  statement: Statement
  savings: Savings
  query: StatementQuery
  /** Offers each payable invoice for selection. */
  selectable: boolean
  format: Formatters
}

export function StatementTable({ statement, savings, query, selectable, format }: StatementTableProps) {
  const { t } = useTranslation('statement')
  const { t: discountText } = useTranslation('discount')
  const columns: ColumnNames = {
    issued: t('columns.issued'),
    amount: t('columns.amount'),
    open: t('columns.open'),
    disputed: t('columns.disputed'),
    inPayment: t('columns.inPayment'),
  }
  const rows = writeStatementRows(statement, {
    columns,
    selectable,
    format,
    writeSaving(number) {
      const saving = savings.byNumber.get(number)
      if (!saving) return null
      const { amountMinor, untilOn } = saving
      const amount = format.money(amountMinor, statement.currency)
      return discountText('short', { amount, day: format.day(untilOn) })
    },
    states: createDocumentStateWriter(t, statement.today),
  })
  return (
    <table className="data invoices" role="table">
      <caption className="hush">{t('list.caption', { currency: statement.currency })}</caption>
      <thead role="rowgroup">
        <tr role="row">
          <th role="columnheader" scope="col">
            <span className="hush">{t('columns.select')}</span>
          </th>
          <SortedColumn name={t('columns.number')} by="number" query={query} />
          <SortedColumn name={columns.issued} by="issue" query={query} />
          <SortedColumn name={t('columns.due')} by="due" query={query} />
          <SortedColumn name={columns.amount} by="amount" query={query} />
          {[columns.open, columns.disputed, columns.inPayment, t('columns.payableNow')].map((name) => (
            <th key={name} role="columnheader" scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <StaticHtml as="tbody" role="rowgroup" html={rows} />
    </table>
  )
}

function SortedColumn({
  name,
  by,
  query,
}: {
  name: string
  by: 'number' | 'issue' | 'due' | 'amount'
  query: StatementQuery
}) {
  const descending: StatementSort = `-${by}`
  const isAscending = query.sort === by
  const order = isAscending ? 'ascending' : query.sort === descending ? 'descending' : undefined
  const href = writeStatementQuery(query, { sort: isAscending ? descending : by, page: 1 })
  return (
    <th role="columnheader" scope="col" aria-sort={order}>
      <a href={href}>{name}</a>
    </th>
  )
}

interface ColumnNames {
  issued: string
  amount: string
  open: string
  disputed: string
  inPayment: string
}

interface RowWriting {
  columns: ColumnNames
  selectable: boolean
  format: Formatters
  states: DocumentStateWriter
  /** What paying it early saves; null for nothing. */
  writeSaving: (number: string) => string | null
}

/**
 * One row a document, nine cells each. A cell that carries its column's name in data-label is shown on a phone's card:
 * what would only repeat another figure has none.
 */
export function writeStatementRows(
  { items, currency }: Pick<Statement, 'items' | 'currency'>,
  writing: RowWriting,
): SafeHtml {
  return joinHtml(items.map((item) => writeRow(item, currency, writing)))
}

function writeRow(
  item: StatementItem,
  currency: string,
  { columns, selectable, format, states, writeSaving }: RowWriting,
) {
  const isCredit = item.kind === 'credit_note'
  const sign = isCredit ? -1 : 1
  const dueNowMinor = isCredit ? item.openMinor : computeDueNow(item)
  const dueNow = format.money(sign * dueNowMinor, currency)
  const open = item.openMinor === dueNowMinor ? dueNow : format.money(sign * item.openMinor, currency)
  const amount = item.payableMinor === item.openMinor ? open : format.money(sign * item.payableMinor, currency)
  const label = (name: string, shown: boolean) => (shown ? html` data-label="${name}"` : null)
  const held = (name: string, amountMinor: number) =>
    amountMinor === 0
      ? html`<td role="cell"></td>`
      : html`<td role="cell" data-label="${name}">${format.money(amountMinor, currency)}</td>`
  const box =
    selectable && !isCredit && dueNowMinor > 0
      ? html`<input type="checkbox" name="invoice" value="${item.number}" aria-label="${item.number}" data-minor="${dueNowMinor}">`
      : null
  const order = item.purchaseOrder === null ? null : html`<small>${item.purchaseOrder}</small>`
  const due = isCredit ? null : html`${format.day(item.dueOn)} `
  const saving = isCredit || dueNowMinor === 0 ? null : writeSaving(item.number)
  const save = saving === null ? null : html`<small>${saving}</small>`
  return html`<tr role="row"><td role="cell">${box}</td><th role="rowheader" scope="row"><a href="${writeDocumentPath(item)}">${item.number}</a>${order}</th><td role="cell" data-label="${columns.issued}">${format.day(item.issueOn)}</td><td role="cell">${due}${writeBadge(states.describe(item))}${save}</td><td role="cell"${label(columns.amount, amount !== open)}>${amount}</td><td role="cell"${label(columns.open, open !== dueNow)}>${open}</td>${writeDisputed(item, columns.disputed, currency, format)}${held(columns.inPayment, item.pendingMinor)}<td role="cell">${dueNow}</td></tr>
`
}

/** What is disputed leads to its disputes. */
function writeDisputed({ number, disputedMinor }: StatementItem, name: string, currency: string, format: Formatters) {
  if (disputedMinor === 0) return html`<td role="cell"></td>`
  const href = `/disputes?${new URLSearchParams({ invoice: number }).toString()}`
  return html`<td role="cell" data-label="${name}"><a href="${href}">${format.money(disputedMinor, currency)}</a></td>`
}
