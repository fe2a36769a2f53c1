/** The answer to "what do I owe, and what now" in one currency. */
import { useTranslation } from '~/i18n/use-translation'
import { countDaysBetween, type CalendarDay } from '~/domain/calendar-day'
import type { CurrencyPosition } from '~/domain/statement'
import type { Formatters } from '~/i18n/formatters'
import { AgeingChart } from './ageing-chart'
import { Facts } from './facts'
import { OtherWaysLinks, type OtherWays } from './other-ways'
import type { Saving } from './savings'
import { Sum } from './sum'

interface PositionCardProps {
  position: CurrencyPosition
  /** What paying all of it early saves; null for nothing. */
  saving: Saving | null
  today: CalendarDay
  /** The account has other currencies too, so this one is named. */
  named: boolean
  mayPay: boolean
  ways: OtherWays
  /** Where this currency's documents are listed; null when they already are. */
  listHref: string | null
  format: Formatters
}

export function PositionCard({ position, saving, today, named, mayPay, ways, listHref, format }: PositionCardProps) {
  const { t } = useTranslation('statement')
  const { t: discountText } = useTranslation('discount')
  const { currency } = position
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const titleId = `due-${currency.toLowerCase()}`
  const optional = (amountMinor: number) => (amountMinor === 0 ? null : money(amountMinor))
  return (
    <section className="due card" aria-labelledby={titleId}>
      <div>
        <h2 id={titleId}>{named ? t('payableNowIn', { currency }) : t('payableNow')}</h2>
        <Sum>{money(position.dueNowMinor)}</Sum>
        <PositionSummary position={position} today={today} format={format} />
        {saving === null ? null : (
          <p>{discountText('saveAll', { amount: money(saving.amountMinor), day: format.day(saving.untilOn) })}</p>
        )}
        <p className="actions">
          {mayPay && position.dueNowMinor > 0 ? (
            <a className="btn big" href={`/pay?all=1&currency=${currency}`}>
              {named ? t('payIn', { currency }) : t('payNow')}
            </a>
          ) : null}
          {listHref === null ? null : (
            <a className="btn quiet" href={listHref}>
              {t('showIn', { currency })}
            </a>
          )}
        </p>
        {position.dueNowMinor > 0 ? <OtherWaysLinks ways={ways} currency={currency} /> : null}
      </div>
      {position.openMinor === 0 ? null : <AgeingChart currency={currency} lines={position.ageing} format={format} />}
      {position.openMinor === 0 && position.creditMinor === 0 ? null : (
        <Facts
          as="parts"
          facts={[
            { name: t('parts.overdue'), value: money(position.overdueMinor) },
            { name: t('parts.notYetDue'), value: money(position.notYetDueMinor) },
            { name: t('parts.disputed'), value: optional(position.disputedMinor) },
            { name: t('parts.inPayment'), value: optional(position.pendingMinor) },
            { name: t('parts.inPlan'), value: optional(position.plannedMinor) },
            { name: t('parts.credit'), value: optional(position.creditMinor) },
          ]}
        />
      )}
    </section>
  )
}

function PositionSummary({ position, today, format }: Pick<PositionCardProps, 'position' | 'today' | 'format'>) {
  const { t } = useTranslation('statement')
  const { currency, dueNowMinor, overdueMinor, oldestOverdueOn, nextDue } = position
  if (position.openMinor === 0) return <p>{t('summary.nothingOpen')}</p>
  if (dueNowMinor === 0) return <p>{t('summary.nothingPayable')}</p>
  const next = nextDue
    ? t('summary.next', { amount: format.money(nextDue.dueNowMinor, currency), day: format.day(nextDue.dueOn) })
    : ''
  if (overdueMinor === 0) return <p>{`${t('summary.noneOverdue')} ${next}`}</p>
  const oldest =
    oldestOverdueOn === null ? '' : t('summary.oldest', { count: countDaysBetween(oldestOverdueOn, today) })
  return (
    <p>
      <strong className="late">
        {overdueMinor === dueNowMinor
          ? t('summary.allOverdue')
          : t('summary.partOverdue', { amount: format.money(overdueMinor, currency) })}
      </strong>
      {` ${oldest} ${next}`}
    </p>
  )
}
