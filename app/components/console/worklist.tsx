/** The creditor's debtors: where each stands, and what happened last. Figures and dates come written. */
import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import { WORKLIST_FILTERS, WORKLIST_SORTS, type WorklistFilter, type WorklistSort } from '~/domain/debtor-summary'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { nameOutcomeEvent } from './outcome-event-name'
import { WorklistFilterForm } from './worklist-frame'

export interface WorklistRow {
  externalId: string
  name: string
  country: string | null
  /** One for each currency with anything in it. */
  balances: { currency: string; balance: string; overdue: string | null }[]
  overdueSince: string | null
  lastEvent: { type: string; at: string } | null
}

export interface WorklistFilterValues {
  search: string
  filter: WorklistFilter
  sort: WorklistSort
}

export function WorklistForm({ search, filter, sort }: WorklistFilterValues) {
  const { t } = useTranslation('console')
  return (
    <WorklistFilterForm
      title={t('debtors.title')}
      show={t('debtors.show')}
      choices={[
        {
          ...{ name: 'filter', label: t('debtors.filter'), value: filter },
          options: WORKLIST_FILTERS.map((value) => ({ value, text: t(`debtors.filters.${value}`) })),
        },
        {
          ...{ name: 'sort', label: t('debtors.sort'), value: sort },
          options: WORKLIST_SORTS.map((value) => ({ value, text: t(`debtors.sorts.${value}`) })),
        },
      ]}
    >
      <div className="field">
        <label htmlFor="q">{t('debtors.search')}</label>
        <input id="q" name="q" type="search" autoComplete="off" defaultValue={search} maxLength={100} />
      </div>
    </WorklistFilterForm>
  )
}

export function WorklistTable({ rows }: { rows: readonly WorklistRow[] }) {
  const { t } = useTranslation('console')
  if (rows.length === 0) {
    return (
      <EmptyState title={t('debtors.none')}>
        <p>{t('debtors.noneText')}</p>
      </EmptyState>
    )
  }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('debtors.title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('debtors.debtor')}</th>
            <th scope="col">{t('debtors.country')}</th>
            <th scope="col" className="n">
              {t('balance.balance')}
            </th>
            <th scope="col" className="n">
              {t('balance.overdue')}
            </th>
            <th scope="col">{t('debtors.overdueSince')}</th>
            <th scope="col">{t('debtors.lastEvent')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <WorklistLine key={row.externalId} row={row} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function WorklistLine({ row }: { row: WorklistRow }) {
  const { t } = useTranslation('console')
  return (
    <tr>
      <th scope="row">
        <Link to={`/console/debtors/${encodeURIComponent(row.externalId)}`}>
          <bdi>{row.name}</bdi>
        </Link>
        <small>
          <bdi>{row.externalId}</bdi>
        </small>
      </th>
      <td>{row.country}</td>
      <td className="n">
        {row.balances.length === 0 ? (
          <Badge tone="good">{t('debtors.settled')}</Badge>
        ) : (
          <Amounts amounts={row.balances.map(({ currency, balance }) => [currency, balance])} />
        )}
      </td>
      <td className="n">
        <Amounts
          amounts={row.balances.flatMap(({ currency, overdue }) => (overdue === null ? [] : [[currency, overdue]]))}
        />
      </td>
      <td className="nowrap">{row.overdueSince === null ? null : <Badge tone="bad">{row.overdueSince}</Badge>}</td>
      <td>
        {row.lastEvent === null ? null : (
          <>
            {nameOutcomeEvent(t, row.lastEvent.type)} <small className="nowrap">{row.lastEvent.at}</small>
          </>
        )}
      </td>
    </tr>
  )
}

function Amounts({ amounts }: { amounts: readonly (readonly [currency: string, text: string])[] }) {
  return (
    <>
      {amounts.map(([currency, text]) => (
        <div key={currency} className="nowrap">
          {text}
        </div>
      ))}
    </>
  )
}
