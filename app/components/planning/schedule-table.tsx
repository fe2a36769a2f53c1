import type { CurrencyCode } from '~/domain/currency'
import type { ScheduledInstalment } from '~/domain/instalment-schedule'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'

interface ScheduleTableProps {
  currency: CurrencyCode
  schedule: readonly ScheduledInstalment[]
  format: Formatters
}

/** Every date and amount of a plan, what of it are charges, and what is then left to pay. */
export function ScheduleTable({ currency, schedule, format }: ScheduleTableProps) {
  const { t } = useTranslation('planning')
  const totalMinor = schedule.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const chargesMinor = schedule.reduce((sum, instalment) => sum + instalment.chargesMinor, 0)
  const rows = schedule.map((instalment, index) => ({
    ...instalment,
    leftMinor: schedule.slice(index + 1).reduce((sum, { amountMinor }) => sum + amountMinor, 0),
  }))
  const caption = t('schedule.caption', { currency })
  const amount = (amountMinor: number) => format.amount(amountMinor, currency)
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table className="data schedule folded">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('schedule.due')}</th>
            <th scope="col" className="n">
              {t('schedule.amount')}
            </th>
            {chargesMinor === 0 ? null : (
              <th scope="col" className="n">
                {t('schedule.charges')}
              </th>
            )}
            <th scope="col" className="n">
              {t('schedule.left')}
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.number}>
              <th scope="row">
                {format.day(row.dueOn)}{' '}
                <small>
                  {row.number === 0
                    ? t('schedule.downPayment')
                    : t('schedule.number', { number: format.integer(row.number) })}
                </small>
              </th>
              <td className="n" data-label={t('schedule.amount')}>
                {amount(row.amountMinor)}
              </td>
              {chargesMinor === 0 ? null : (
                <td className="n" data-label={t('schedule.charges')}>
                  {amount(row.chargesMinor)}
                </td>
              )}
              <td className="n" data-label={t('schedule.left')}>
                {amount(row.leftMinor)}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('schedule.total')}</th>
            <td className="n" data-label={t('schedule.amount')}>
              {amount(totalMinor)}
            </td>
            {chargesMinor === 0 ? null : (
              <td className="n" data-label={t('schedule.charges')}>
                {amount(chargesMinor)}
              </td>
            )}
            <td className="n" />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
