import { isPlanInForce, type Instalment, type PaymentPlan } from '~/domain/payment-plan'
import { PLAN_SHAPING_PATH } from '~/domain/plan-proposal-form'
import { findNextInstalment, sumUnpaid } from '~/domain/plan-progress'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Callout } from '../callout'
import { Facts } from '../facts'

interface RunningPlanProps {
  plan: Pick<PaymentPlan, 'id' | 'status' | 'currency'>
  instalments: readonly Instalment[]
  mayPay: boolean
  mayAgree: boolean
  /** More is due, and can be taken into the plan. */
  mayExtend: boolean
  format: Formatters
}

/** What is next of a plan in force, and what its debtor can do; nothing for any other. */
export function RunningPlan({ plan, instalments, mayPay, mayAgree, mayExtend, format }: RunningPlanProps) {
  const { t } = useTranslation('instalment')
  if (!isPlanInForce(plan.status)) return null
  const next = findNextInstalment(instalments)
  return (
    <section className="stack" aria-labelledby="running-title">
      <h2 id="running-title">{t('next.title')}</h2>
      {next && <Shortfall instalment={next} currency={plan.currency} format={format} />}
      <Facts
        facts={[
          {
            name: t('next.instalment'),
            value:
              next &&
              t('next.value', {
                amount: format.money(next.amountMinor - next.paidMinor, plan.currency),
                day: format.day(next.dueOn),
              }),
          },
          { name: t('next.left'), value: format.money(sumUnpaid(instalments), plan.currency) },
        ]}
      />
      <p className="actions">
        {mayPay ? (
          <a className="btn" href={`/plans/${plan.id}/pay`}>
            {t('next.pay')}
          </a>
        ) : null}
        {mayAgree ? (
          <a className="btn quiet" href={`/plans/${plan.id}/move`}>
            {t('next.move')}
          </a>
        ) : null}
        {mayExtend ? (
          <a className="btn quiet" href={`${PLAN_SHAPING_PATH}?extends=${plan.id}`}>
            {t('next.extend')}
          </a>
        ) : null}
      </p>
    </section>
  )
}

/** What went wrong with the instalment that is to be paid next, and what becomes of it; nothing where nothing did. */
function Shortfall({
  instalment: { status, nextAttemptAt, dueOn, amountMinor, paidMinor },
  currency,
  format,
}: { instalment: Instalment; currency: string } & Pick<RunningPlanProps, 'format'>) {
  const { t } = useTranslation('instalment')
  const amount = format.money(amountMinor - paidMinor, currency)
  if (status === 'retrying' && nextAttemptAt !== null) {
    return <Callout tone="warn">{t('next.failed', { amount, day: format.dayOf(nextAttemptAt) })}</Callout>
  }
  return status === 'missed' ? (
    <Callout tone="warn">{t('next.missed', { amount, day: format.day(dueOn) })}</Callout>
  ) : null
}
