/** Which documents to show: a state, a search, a period, an order. Links and one GET form. */
import { useTranslation } from '~/i18n/use-translation'
import type { Statement } from '~/domain/statement'
import {
  STATEMENT_SORTS,
  STATEMENT_TABS,
  writeStatementQuery,
  type StatementQuery,
  type StatementSort,
  type StatementTab,
} from '~/domain/statement-query'
import type { Formatters } from '~/i18n/formatters'
import { Tabs } from './tabs'

interface StatementFilterProps {
  statement: Statement
  query: StatementQuery
  format: Formatters
}

export function StatementTabs({ statement, query, format }: StatementFilterProps) {
  const { t } = useTranslation('statement')
  const names: Readonly<Record<StatementTab, string>> = {
    open: t('tabs.open'),
    overdue: t('tabs.overdue'),
    paid: t('tabs.paid'),
    all: t('tabs.all'),
  }
  const tabs = STATEMENT_TABS.map((tab) => ({
    key: tab,
    text: names[tab],
    count: format.integer(statement.counts[tab]),
    href: writeStatementQuery(query, { tab, page: 1 }),
  }))
  return <Tabs label={t('tabs.label')} tabs={tabs} current={query.tab} />
}

export function StatementFilter({ statement, query }: Omit<StatementFilterProps, 'format'>) {
  const { t } = useTranslation('statement')
  const sorts: Readonly<Record<StatementSort, string>> = {
    due: t('sorts.due'),
    '-due': t('sorts.dueDescending'),
    issue: t('sorts.issue'),
    '-issue': t('sorts.issueDescending'),
    number: t('sorts.number'),
    '-number': t('sorts.numberDescending'),
    amount: t('sorts.amount'),
    '-amount': t('sorts.amountDescending'),
  }
  const hasCurrencies = statement.currencies.length > 1
  const isMoreSet = query.from !== null || query.to !== null || query.sort !== 'due' || query.currency !== null
  return (
    <form className="filter" method="get" role="search" aria-label={t('filter.label')}>
      <input type="hidden" name="status" value={query.tab} />
      {query.totalIn === null ? null : <input type="hidden" name="total" value={query.totalIn} />}
      <div className="field">
        <label htmlFor="q">{t('filter.search')}</label>
        <input id="q" name="q" type="search" autoComplete="off" maxLength={100} defaultValue={query.search} />
      </div>
      <details className="more" open={isMoreSet}>
        <summary>{hasCurrencies ? t('filter.more') : t('filter.moreOneCurrency')}</summary>
        <div className="fields">
          <div className="field">
            <label htmlFor="from">{t('filter.from')}</label>
            <input id="from" name="from" type="date" defaultValue={query.from ?? undefined} />
          </div>
          <div className="field">
            <label htmlFor="to">{t('filter.to')}</label>
            <input id="to" name="to" type="date" defaultValue={query.to ?? undefined} />
          </div>
          <div className="field">
            <label htmlFor="sort">{t('filter.sort')}</label>
            <select id="sort" name="sort" defaultValue={query.sort}>
              {STATEMENT_SORTS.map((sort) => (
                <option key={sort} value={sort}>
                  {sorts[sort]}
                </option>
              ))}
            </select>
          </div>
          {hasCurrencies ? (
            <CurrencyField
              label={t('filter.currency')}
              currencies={statement.currencies}
              current={statement.currency}
            />
          ) : null}
        </div>
      </details>
      <button className="btn quiet">{t('filter.show')}</button>
    </form>
  )
}

export function CurrencyField({
  label,
  currencies,
  current,
}: {
  label: string
  currencies: readonly string[]
  current: string
}) {
  return (
    <div className="field">
      <label htmlFor="currency">{label}</label>
      <select id="currency" name="currency" defaultValue={current}>
        {[...currencies].sort().map((currency) => (
          <option key={currency} value={currency}>
            {currency}
          </option>
        ))}
      </select>
    </div>
  )
}
