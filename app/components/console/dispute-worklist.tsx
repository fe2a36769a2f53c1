/** The creditor's disputes: what is disputed, since when, and who should answer until when. Figures come written. */
import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { DisputeReason, DisputeSide, DisputeStatus } from '~/domain/dispute'
import { Badge, type BadgeTone } from '../badge'
import { EmptyState } from '../empty-state'
import { WorklistFilterForm } from './worklist-frame'

export const DISPUTE_STATES = ['open', 'ended', 'all'] as const
export const DISPUTE_ORDERS = ['age', 'amount', 'newest'] as const

export interface DisputeRow {
  id: string
  reference: string
  debtor: { externalId: string; name: string }
  invoiceNumber: string
  reason: DisputeReason
  status: DisputeStatus
  currency: string
  claimed: string
  granted: string | null
  openedAt: string
  turn: DisputeTurn | null
}

/** Whose answer is waited for, until when. */
export interface DisputeTurn {
  side: DisputeSide
  at: string
  isOverdue: boolean
}

export const DISPUTE_TONES: Readonly<Record<DisputeStatus, BadgeTone>> = {
  open: 'note',
  needs_information: 'warn',
  accepted: 'good',
  partially_accepted: 'good',
  rejected: 'plain',
  withdrawn: 'plain',
}

interface DisputeFilterProps {
  state: (typeof DISPUTE_STATES)[number]
  order: (typeof DISPUTE_ORDERS)[number]
  /** External id of the one whose disputes are shown; empty for all. */
  debtor: string
}

export function DisputeFilterForm({ state, order, debtor }: DisputeFilterProps) {
  const { t } = useTranslation('claims')
  return (
    <WorklistFilterForm
      title={t('list.title')}
      show={t('list.show')}
      debtor={debtor}
      choices={[
        {
          ...{ name: 'state', label: t('list.state'), value: state },
          options: DISPUTE_STATES.map((value) => ({ value, text: t(`list.states.${value}`) })),
        },
        {
          ...{ name: 'order', label: t('list.order'), value: order },
          options: DISPUTE_ORDERS.map((value) => ({ value, text: t(`list.orders.${value}`) })),
        },
      ]}
    />
  )
}

/** `isByCurrency`: rows come by currency, and stand under a heading for each. */
export function DisputeTable({ rows, isByCurrency }: { rows: readonly DisputeRow[]; isByCurrency: boolean }) {
  const { t } = useTranslation('claims')
  if (rows.length === 0) {
    return (
      <EmptyState title={t('list.none')}>
        <p>{t('list.noneText')}</p>
      </EmptyState>
    )
  }
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('list.title')}>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">{t('list.dispute')}</th>
            <th scope="col">{t('fact.debtor')}</th>
            <th scope="col">{t('fact.invoice')}</th>
            <th scope="col">{t('fact.reason')}</th>
            <th scope="col" className="n">
              {t('fact.claimed')}
            </th>
            <th scope="col">{t('fact.openedAt')}</th>
            <th scope="col">{t('fact.status')}</th>
          </tr>
        </thead>
        {isByCurrency ? (
          listCurrencies(rows).map((currency) => (
            <tbody key={currency}>
              <tr>
                <th scope="rowgroup" colSpan={7}>
                  {currency}
                </th>
              </tr>
              {rows
                .filter((row) => row.currency === currency)
                .map((row) => (
                  <DisputeLine key={row.id} row={row} />
                ))}
            </tbody>
          ))
        ) : (
          <tbody>
            {rows.map((row) => (
              <DisputeLine key={row.id} row={row} />
            ))}
          </tbody>
        )}
      </table>
    </div>
  )
}

function listCurrencies(rows: readonly DisputeRow[]): string[] {
  return [...new Set(rows.map(({ currency }) => currency))]
}

function DisputeLine({ row }: { row: DisputeRow }) {
  const { t } = useTranslation('claims')
  return (
    <tr>
      <th scope="row">
        <Link to={`/console/disputes/${row.id}`}>
          <bdi>{row.reference}</bdi>
        </Link>
      </th>
      <td>
        <Link to={`/console/debtors/${encodeURIComponent(row.debtor.externalId)}`}>
          <bdi>{row.debtor.name}</bdi>
        </Link>
      </td>
      <td>
        <bdi>{row.invoiceNumber}</bdi>
      </td>
      <td>{t(`reason.${row.reason}`)}</td>
      <td className="n">
        <span className="nowrap">{row.claimed}</span>
        {row.granted === null ? null : (
          <small>
            {t('fact.granted')} {row.granted}
          </small>
        )}
      </td>
      <td className="nowrap">{row.openedAt}</td>
      <td>
        <Badge tone={DISPUTE_TONES[row.status]}>{t(`status.${row.status}`)}</Badge>
        <TurnText turn={row.turn} />
      </td>
    </tr>
  )
}

/** Until when who should answer, and whether that day has passed. */
export function TurnText({ turn }: { turn: DisputeTurn | null }) {
  const { t } = useTranslation('claims')
  if (turn === null) return null
  return (
    <>
      {' '}
      {turn.isOverdue ? <Badge tone="bad">{t('turn.overdue')}</Badge> : null}
      <small>{t(`turn.${turn.side}`, { at: turn.at })}</small>
    </>
  )
}
