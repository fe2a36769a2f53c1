/** The creditor's plans: whose turn it is, how much and since when. Figures come written. */
import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'
import type { PlanSide, PlanStatus } from '~/domain/payment-plan'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { nameStatus, PLAN_TONES } from '../plans/plan-words'
import { WorklistFilterForm } from './worklist-frame'

export const PLAN_STATES = ['creditor', 'debtor', 'in_force', 'ended', 'all'] as const
export const PLAN_ORDERS = ['age', 'amount', 'newest'] as const

export interface PlanRow {
  id: string
  reference: string
  debtor: { externalId: string; name: string }
  status: PlanStatus
  proposedBy: PlanSide
  total: string
  frequency: string
  proposedAt: string
}

interface PlanFilterProps {
  state: (typeof PLAN_STATES)[number]
  order: (typeof PLAN_ORDERS)[number]
  /** External id of the one whose plans are shown; empty for all. */
  debtor: string
}

export function PlanFilterForm({ state, order, debtor }: PlanFilterProps) {
  const { t } = useTranslation('agreement')
  return (
    <WorklistFilterForm
      title={t('console.title')}
      show={t('console.show')}
      debtor={debtor}
      choices={[
        {
          ...{ name: 'state', label: t('console.state.label'), value: state },
          options: PLAN_STATES.map((value) => ({ value, text: t(`console.state.${value}`) })),
        },
        {
          ...{ name: 'order', label: t('console.order.label'), value: order },
          options: PLAN_ORDERS.map((value) => ({ value, text: t(`console.order.${value}`) })),
        },
      ]}
    />
  )
}

export function PlanTable({ rows }: { rows: readonly PlanRow[] }) {
  const { t } = useTranslation('agreement')
  if (rows.length === 0) return <EmptyState title={t('console.none')} />
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('console.title')}>
      <table className="data folded">
        <thead>
          <tr>
            <th scope="col">{t('fact.reference')}</th>
            <th scope="col">{t('fact.debtor')}</th>
            <th scope="col" className="n">
              {t('fact.total')}
            </th>
            <th scope="col">{t('fact.frequency')}</th>
            <th scope="col">{t('fact.proposedAt')}</th>
            <th scope="col">{t('table.state')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Link to={`/console/plans/${row.id}`}>
                  <bdi>{row.reference}</bdi>
                </Link>
              </th>
              <td data-label={t('fact.debtor')}>
                <Link to={`/console/debtors/${encodeURIComponent(row.debtor.externalId)}`}>
                  <bdi>{row.debtor.name}</bdi>
                </Link>
              </td>
              <td className="n nowrap" data-label={t('fact.total')}>
                {row.total}
              </td>
              <td data-label={t('fact.frequency')}>{row.frequency}</td>
              <td className="nowrap" data-label={t('fact.proposedAt')}>
                {row.proposedAt}
              </td>
              <td data-label={t('table.state')}>
                <Badge tone={PLAN_TONES[row.status]}>{t(`status.${nameStatus(row)}`)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
