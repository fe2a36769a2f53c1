/** All plans of an account. */
import type { PaymentPlan } from '~/domain/payment-plan'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Badge } from '../badge'
import { EmptyState } from '../empty-state'
import { Pagination } from '../pagination'
import { nameFrequency } from '../planning/plan-words'
import { Tabs } from '../tabs'
import { TitleBlock } from '../title-block'
import { nameStatus, nameTurn, PLAN_TONES } from './plan-words'

const PLAN_TABS = ['open', 'ended'] as const

export type PlanTab = (typeof PLAN_TABS)[number]

interface PlanListPageProps {
  readonly creditorName: string
  readonly tab: PlanTab
  readonly counts: Readonly<Record<PlanTab, number>>
  readonly plans: readonly PaymentPlan[]
  readonly page: number
  readonly pageSize: number
  /** The reader may shape a plan of its own. */
  readonly mayShape: boolean
  readonly format: Formatters
}

export function PlanListPage({
  creditorName,
  tab,
  counts,
  plans,
  page,
  pageSize,
  mayShape,
  format,
}: PlanListPageProps) {
  const { t } = useTranslation('agreement')
  const address = (wanted: PlanTab, number = 1) => `/plans?state=${wanted}${number > 1 ? `&page=${number}` : ''}`
  return (
    <>
      <a className="back" href="/statement">
        {t('toStatement')}
      </a>
      <TitleBlock title={t('list.title')}>
        <p>{t('list.lead')}</p>
      </TitleBlock>
      <div className="stack">
        {mayShape ? (
          <p className="actions">
            <a className="btn" href="/plans/new">
              {t('list.shape')}
            </a>
          </p>
        ) : null}
        <Tabs
          label={t('list.tabs')}
          current={tab}
          tabs={PLAN_TABS.map((key) => ({
            key,
            text: t(`list.${key}`),
            count: format.integer(counts[key]),
            href: address(key),
          }))}
        />
        {plans.length === 0 ? (
          <EmptyState title={t('list.none')}>
            <p>{t('list.noneText', { creditor: creditorName })}</p>
          </EmptyState>
        ) : (
          <ul className="disputes">
            {plans.map((plan) => (
              <PlanItem key={plan.id} plan={plan} creditorName={creditorName} format={format} />
            ))}
          </ul>
        )}
        <Pagination
          page={page}
          pageCount={Math.max(1, Math.ceil(counts[tab] / pageSize))}
          pageSize={pageSize}
          total={counts[tab]}
          format={format}
          getHref={(wanted) => address(tab, wanted)}
        />
      </div>
    </>
  )
}

function PlanItem({ plan, creditorName, format }: { plan: PaymentPlan; creditorName: string; format: Formatters }) {
  const { t } = useTranslation('agreement')
  const { t: planningText } = useTranslation('planning')
  const turn = nameTurn(plan)
  return (
    <li>
      <a href={`/plans/${plan.id}`}>
        <bdi>{plan.reference}</bdi>
      </a>
      <Badge tone={PLAN_TONES[plan.status]}>{t(`status.${nameStatus(plan)}`)}</Badge>
      <b>{format.money(plan.totalMinor, plan.currency)}</b>
      <p>
        {nameFrequency(planningText, plan.frequency)} · {format.instant(plan.agreedAt ?? plan.proposedAt)}
      </p>
      {turn === null ? null : <p>{t(`list.${turn}`, { creditor: creditorName })}</p>}
    </li>
  )
}
