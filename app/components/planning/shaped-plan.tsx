/** A plan as it was shaped: whether it is agreed at once, what it costs, every date, and what happens along the way. */
import { PLAN_PROPOSAL_PATH, writePlanProposalFields } from '~/domain/plan-proposal-form'
import type { PlanProposal } from '~/domain/plan-proposal'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { Facts, Totals } from '../facts'
import type { PlanShapePageProps } from './plan-shape-page'
import { describeReason } from './plan-words'
import { ScheduleChart } from './schedule-chart'
import { ScheduleTable } from './schedule-table'

type ShapedPlanProps = PlanShapePageProps & { proposal: PlanProposal }

export function ShapedPlan(props: ShapedPlanProps) {
  const { creditorName, proposal, effectiveRateBps, format } = props
  const { currency, schedule, envelope, principalMinor, feeMinor, interestMinor, totalMinor } = proposal
  const { t } = useTranslation('planning')
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  return (
    <section className="card stack" aria-labelledby="plan-title">
      <h2 id="plan-title">{t('plan.title')}</h2>
      <Verdict {...props} />
      <Totals
        parts={[
          { name: t('plan.principal'), amount: money(principalMinor) },
          ...(feeMinor === 0 ? [] : [{ name: t('plan.fee'), amount: money(feeMinor) }]),
          ...(envelope.yearlyRateBps === 0
            ? []
            : [
                {
                  name: t('plan.interest'),
                  note: t(`plan.interestNote.${envelope.interestMethod}`, {
                    rate: format.percent(envelope.yearlyRateBps),
                  }),
                  amount: money(interestMinor),
                },
              ]),
        ]}
        total={{ name: t('plan.total'), amount: money(totalMinor) }}
      />
      {effectiveRateBps === null ? null : (
        <p className="soft">{t('plan.effective', { rate: format.percent(effectiveRateBps) })}</p>
      )}
      <ScheduleChart schedule={schedule} />
      <ScheduleTable {...{ currency, schedule, format }} />
      <Proposal {...props} />
      <div>
        <h3>{t('plan.along')}</h3>
        <Facts
          facts={[
            {
              name: t('plan.notice'),
              value: t('plan.days', { count: envelope.noticeDays }),
            },
            {
              name: t('plan.grace'),
              value: t('plan.days', { count: envelope.graceDays }),
            },
            {
              name: t('plan.default'),
              value: t('plan.misses', { count: envelope.missesUntilDefault }),
            },
            {
              name: t('plan.moves'),
              value:
                envelope.mostDateMoves === 0 || envelope.mostMoveDays === 0
                  ? t('plan.noMoves')
                  : t('plan.mayMove', {
                      count: envelope.mostDateMoves,
                      days: t('plan.days', { count: envelope.mostMoveDays }),
                    }),
            },
            { name: t('plan.early'), value: t('plan.earlyValue') },
            { name: t('plan.late'), value: t('plan.lateValue', { creditor: creditorName }) },
          ]}
        />
      </div>
    </section>
  )
}

function Verdict({ creditorName, proposal, format }: ShapedPlanProps) {
  const { t } = useTranslation('planning')
  const { verdict, currency } = proposal
  if (verdict.kind === 'inside') return <Callout tone="good">{t('plan.inside', { creditor: creditorName })}</Callout>
  return (
    <>
      <Callout tone="info">{t('plan.outside', { creditor: creditorName })}</Callout>
      <ul>
        {verdict.reasons.map((reason) => (
          <li key={reason.code}>{describeReason(t, reason, { currency, format })}</li>
        ))}
      </ul>
    </>
  )
}

function Proposal({ creditorName, extended, proposal, mayAgree }: ShapedPlanProps) {
  const { t } = useTranslation('planning')
  if (!mayAgree) return <Callout tone="info">{t('plan.mayNotAgree')}</Callout>
  const isInside = proposal.verdict.kind === 'inside'
  return (
    <form method="post" action={PLAN_PROPOSAL_PATH} className="stack">
      {writePlanProposalFields(proposal, extended?.id).map(([name, value], index) => (
        <input key={index} type="hidden" name={name} value={value} />
      ))}
      <p className="actions">
        <button className="btn big">
          {isInside ? t('plan.agree') : t('plan.propose', { creditor: creditorName })}
        </button>
      </p>
      <p className="soft">{isInside ? t('plan.agreeNote') : t('plan.proposeNote', { creditor: creditorName })}</p>
    </form>
  )
}
