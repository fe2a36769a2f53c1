/** The statement: what is payable in each currency, the documents of one of them, credits and payments. */
import { useTranslation } from '~/i18n/use-translation'
import { getCurrencyExponent } from '~/domain/currency'
import type { Statement } from '~/domain/statement'
import {
  DEFAULT_STATEMENT_QUERY,
  isNarrowed,
  STATEMENT_PAGE_SIZE,
  writeStatementQuery,
  type StatementQuery,
  type StatementQueryProblem,
  type StatementTab,
} from '~/domain/statement-query'
import type { Formatters } from '~/i18n/formatters'
import { Callout } from './callout'
import { CreditTable } from './credit-table'
import { EmptyState } from './empty-state'
import { IgnoredInput } from './ignored-input'
import type { OtherWays } from './other-ways'
import { Pagination } from './pagination'
import { PaymentTable } from './payment-table'
import { PositionCard } from './position-card'
import { StatementFilter, StatementTabs } from './statement-filter'
import type { Savings } from './savings'
import { StatementTable } from './statement-table'
import { StatementTotalCard, type ShownTotal } from './statement-total'
import { AccountLines, TitleBlock } from './title-block'

interface StatementPageProps {
  debtor: { name: string; externalId: string }
  statement: Statement
  savings: Savings
  ways: OtherWays
  /** Null unless it was asked for. */
  total: ShownTotal | null
  query: StatementQuery
  problems: readonly StatementQueryProblem[]
  mayPay: boolean
  mayDispute: boolean
  /** Movements are of the whole account: a part of it has none that add up. */
  isWholeAccount: boolean
  format: Formatters
}

export function StatementPage({
  debtor,
  statement,
  savings,
  total,
  query,
  problems,
  mayPay,
  ways,
  mayDispute,
  isWholeAccount,
  format,
}: StatementPageProps) {
  const { t } = useTranslation(['statement', 'contact'])
  const { t: tPaper } = useTranslation('paper')
  const { t: payoffText } = useTranslation('payoff')
  const reasons: Readonly<Record<StatementQueryProblem, string>> = {
    status: t('problems.status'),
    sort: t('problems.sort'),
    page: t('problems.page'),
    q: t('problems.q'),
    from: t('problems.from'),
    to: t('problems.to'),
    period: t('problems.period'),
    currency: t('problems.currency'),
    total: t('problems.total'),
  }
  return (
    <>
      <TitleBlock title={t('title')}>
        <AccountLines
          name={debtor.name}
          number={
            <>
              {t('customerNumber')} <bdi>{debtor.externalId}</bdi>
            </>
          }
          asOf={t('asOf', { day: format.day(statement.today) })}
        />
      </TitleBlock>
      <div className="stack">
        {statement.pausedUntilOn === null ? null : (
          <Callout tone="info">{t('contact:pause.running', { until: format.day(statement.pausedUntilOn) })}</Callout>
        )}
        <IgnoredInput reasons={problems.map((problem) => reasons[problem])} />
        {statement.positions.map((position) => (
          <PositionCard
            key={position.currency}
            position={position}
            saving={savings.byCurrency.get(position.currency) ?? null}
            today={statement.today}
            named={statement.positions.length > 1}
            mayPay={mayPay}
            ways={ways}
            listHref={
              position.currency === statement.currency
                ? null
                : `${writeStatementQuery(DEFAULT_STATEMENT_QUERY, { currency: position.currency })}#list-title`
            }
            format={format}
          />
        ))}
        {total !== null ? (
          <StatementTotalCard total={total} query={query} format={format} />
        ) : statement.positions.length > 1 ? (
          <p>
            <a href={`${writeStatementQuery(query, { totalIn: 'own' })}#total`}>{t('total.offer')}</a>
          </p>
        ) : null}
        <section aria-labelledby="list-title">
          <div className="title">
            <h2 id="list-title">{t('list.title')}</h2>
            <p className="actions">
              {isWholeAccount ? <a href="/statement/balance-forward">{t('list.toMovements')}</a> : null}
              <a href="/payoff">{payoffText('link')}</a>
              <a href={writeDocumentAddress(query, false)}>{tPaper('download.statement')}</a>
              <a href={writeDocumentAddress(query, true)}>{tPaper('download.statementWithLines')}</a>
              <a href="/reconciliation">{t('list.toReconciliation')}</a>
            </p>
          </div>
          <StatementTabs statement={statement} query={query} format={format} />
          <StatementFilter statement={statement} query={query} />
          {statement.items.length === 0 ? (
            <NoDocuments query={query} />
          ) : (
            <SelectableList {...{ statement, savings, query, mayPay, mayDispute, format }} />
          )}
        </section>
        {statement.credits.length === 0 ? null : <CreditTable credits={statement.credits} format={format} />}
        {statement.payments.length === 0 ? null : <PaymentTable payments={statement.payments} format={format} />}
      </div>
    </>
  )
}

/** The statement as a document: narrowed as the page is, of every currency, and as long as it is. */
function writeDocumentAddress(query: StatementQuery, withLines: boolean): string {
  const parameters = new URLSearchParams(writeStatementQuery(query, { currency: null, page: 1, totalIn: null }))
  if (withLines) parameters.set('lines', '1')
  const text = parameters.toString()
  return text === '' ? '/statement.pdf' : `/statement.pdf?${text}`
}

/** The documents, and the way to pay those that are ticked: one GET form to the payment page. */
function SelectableList({
  statement,
  savings,
  query,
  mayPay,
  mayDispute,
  format,
}: Pick<StatementPageProps, 'statement' | 'savings' | 'query' | 'mayPay' | 'mayDispute' | 'format'>) {
  const { t } = useTranslation('statement')
  const { t: tDispute } = useTranslation('dispute')
  const position = statement.positions.find(({ currency }) => currency === statement.currency)
  const selectable = mayPay && position !== undefined && position.dueNowMinor > 0 && query.tab !== 'paid'
  const table = (
    <>
      <StatementTable statement={statement} savings={savings} query={query} selectable={selectable} format={format} />
      <Pagination
        page={statement.page}
        pageCount={statement.pageCount}
        pageSize={STATEMENT_PAGE_SIZE}
        total={statement.counts[query.tab]}
        format={format}
        getHref={(page) => writeStatementQuery(query, { page })}
      />
    </>
  )
  return selectable ? (
    <form method="get" action="/pay" id="list">
      <input type="hidden" name="currency" value={statement.currency} />
      {table}
      <div
        className="selection"
        data-selection={t('selection.selected')}
        data-currency={statement.currency}
        data-digits={getCurrencyExponent(statement.currency)}
        data-locale={format.locale}
      >
        <p className="soft">{t('selection.hint')}</p>
        <button className="btn">{t('selection.pay')}</button>
        {mayDispute ? (
          <button className="btn quiet" formAction="/disputes/new">
            {tDispute('invoice.listed')}
          </button>
        ) : null}
      </div>
      <script type="module" src="/enhance/selection.js" />
    </form>
  ) : (
    table
  )
}

function NoDocuments({ query }: { query: StatementQuery }) {
  const { t } = useTranslation('statement')
  if (isNarrowed(query)) {
    return (
      <EmptyState title={t('empty.narrowed')}>
        <p>{t('empty.narrowedText')}</p>
        <p>
          <a href={writeStatementQuery(DEFAULT_STATEMENT_QUERY, { tab: 'all', currency: query.currency })}>
            {t('empty.showAll')}
          </a>
        </p>
      </EmptyState>
    )
  }
  const titles: Readonly<Record<StatementTab, string>> = {
    open: t('empty.open'),
    overdue: t('empty.overdue'),
    paid: t('empty.paid'),
    all: t('empty.all'),
  }
  return (
    <EmptyState title={titles[query.tab]}>
      {query.tab === 'all' ? null : (
        <p>
          <a href={writeStatementQuery(query, { tab: 'all' })}>{t('empty.showAll')}</a>
        </p>
      )}
    </EmptyState>
  )
}
