/** A plan as its creditor sees it. Figures come written. */
import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { PlanSide, PlanStatus, PlanStep } from '~/domain/payment-plan'
import type { PlanFrequency } from '~/domain/instalment-schedule'
import { Badge } from '../badge'
import { Facts } from '../facts'
import { nameStatus, PLAN_TONES } from '../plans/plan-words'
import { TitleBlock } from '../title-block'
import { PlanSchedule, type PlanScheduleRow } from './plan-schedule'

export interface ShownConsolePlan {
  id: string
  reference: string
  status: PlanStatus
  /** Whose terms it began with. */
  begunBy: PlanSide
  turn: PlanSide | null
  currency: string
  debtor: { externalId: string; name: string }
  principal: string
  fee: string | null
  interest: string | null
  total: string
  frequency: string
  collection: string
  proposedAt: string
  proposedBy: string | null
  agreedAt: string | null
  agreedBy: string | null
  endedAt: string | null
  /** The plan whose place it takes, and the one that took its place. */
  before: { id: string; reference: string } | null
  after: { id: string; reference: string } | null
  /** Number of the invoice of fee and interest. */
  charges: string | null
  documentSha256: string | null
  /** Why it was not agreed at once. */
  outside: string[]
  rows: PlanScheduleRow[]
  invoices: { number: string; amount: string }[]
  entries: {
    id: string
    side: PlanSide
    step: PlanStep
    author: string | null
    at: string
    instant: string
    paragraphs: string[]
  }[]
  /** The terms that stand, as a counter-proposal begins with them. */
  terms: {
    downPayment: string
    count: string
    frequency: PlanFrequency
    firstOn: string
    fee: string
    rate: string
    autopay: boolean
  }
}

export function PlanView({ plan, notice }: { plan: ShownConsolePlan; notice: ReactNode }) {
  const { t } = useTranslation('agreement')
  return (
    <>
      <TitleBlock title={t('one.title', { reference: plan.reference })}>
        <p>
          <Badge tone={PLAN_TONES[plan.status]}>
            {t(`status.${nameStatus({ status: plan.status, proposedBy: plan.begunBy })}`)}
          </Badge>{' '}
          {plan.turn === null ? null : t(`console.state.${plan.turn}`)}
        </p>
      </TitleBlock>
      {notice}
      <Facts
        facts={[
          {
            name: t('fact.debtor'),
            value: (
              <Link to={`/console/debtors/${encodeURIComponent(plan.debtor.externalId)}`}>
                <bdi>{plan.debtor.name}</bdi>
              </Link>
            ),
          },
          { name: t('fact.principal'), value: plan.principal },
          { name: t('fact.fee'), value: plan.fee },
          { name: t('fact.interest'), value: plan.interest },
          { name: t('fact.total'), value: <b>{plan.total}</b> },
          { name: t('fact.frequency'), value: plan.frequency },
          { name: t('fact.collection'), value: plan.collection },
          { name: t('fact.proposedAt'), value: plan.proposedAt },
          { name: t('fact.proposedBy'), value: plan.proposedBy },
          { name: t('fact.agreedAt'), value: plan.agreedAt },
          { name: t('fact.agreedBy'), value: plan.agreedBy },
          { name: t('fact.endedAt'), value: plan.endedAt },
          { name: t('fact.before'), value: writeVersionLink(plan.before) },
          { name: t('fact.after'), value: writeVersionLink(plan.after) },
          { name: t('fact.charges'), value: plan.charges },
        ]}
      />
      {plan.documentSha256 === null ? null : (
        <div>
          <p>
            <a href={`/console/plans/${plan.id}/agreement.pdf`}>{t('one.document')}</a>
          </p>
          <p className="soft">
            {t('one.documentHash')}: <code className="hash">{plan.documentSha256}</code>
          </p>
        </div>
      )}
      {plan.outside.length === 0 ? null : (
        <section aria-labelledby="outside-title">
          <h2 id="outside-title">{t('fact.outside')}</h2>
          <ul>
            {plan.outside.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
      <PlanSchedule rows={plan.rows} />
      <section aria-labelledby="invoices-title">
        <h2 id="invoices-title">{t('table.invoices')}</h2>
        <Facts facts={plan.invoices.map(({ number, amount }) => ({ name: number, value: amount }))} />
      </section>
      <section aria-labelledby="thread-title">
        <h2 id="thread-title">{t('one.thread')}</h2>
        <ol className="thread">
          {plan.entries.map((entry) => (
            <li key={entry.id} data-side={entry.side === 'creditor' ? 'debtor' : 'creditor'}>
              <h3>{t(`step.${entry.step}`)}</h3>
              <p className="soft">
                {entry.author === null ? null : (
                  <>
                    <bdi>{entry.author}</bdi> ·{' '}
                  </>
                )}
                <time dateTime={entry.instant}>{entry.at}</time>
              </p>
              {entry.paragraphs.map((paragraph, index) => (
                <p key={index} className="said">
                  {paragraph}
                </p>
              ))}
            </li>
          ))}
        </ol>
      </section>
    </>
  )
}

function writeVersionLink(version: ShownConsolePlan['before']): ReactNode {
  return (
    version && (
      <Link to={`/console/plans/${version.id}`}>
        <bdi>{version.reference}</bdi>
      </Link>
    )
  )
}
