import type { Instalment } from '~/domain/payment-plan'
import type { Formatters } from '~/i18n/formatters'
import { useTranslation } from '~/i18n/use-translation'
import { Badge } from '../badge'
import { INSTALMENT_TONES } from './plan-words'

/** The instalments of an agreed plan: when, how much, and how each stands. */
export function InstalmentTable({
  instalments,
  currency,
  format,
}: {
  instalments: readonly Instalment[]
  currency: string
  format: Formatters
}) {
  const { t } = useTranslation('agreement')
  const sum = (read: (instalment: Instalment) => number) =>
    format.amount(
      instalments.reduce((total, instalment) => total + read(instalment), 0),
      currency,
    )
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('table.schedule')}>
      <table className="data schedule folded">
        <caption>
          {t('table.schedule')} ({currency})
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('table.dueOn')}</th>
            <th scope="col" className="n">
              {t('table.amount')}
            </th>
            <th scope="col" className="n">
              {t('table.paid')}
            </th>
            <th scope="col">{t('table.state')}</th>
          </tr>
        </thead>
        <tbody>
          {instalments.map(({ number, dueOn, amountMinor, paidMinor, status }) => (
            <tr key={number}>
              <th scope="row">
                {format.day(dueOn)}{' '}
                <small>
                  {number === 0 ? t('table.downPayment') : `${t('table.number')} ${format.integer(number)}`}
                </small>
              </th>
              <td className="n" data-label={t('table.amount')}>
                {format.amount(amountMinor, currency)}
              </td>
              <td className="n" data-label={t('table.paid')}>
                {format.amount(paidMinor, currency)}
              </td>
              <td data-label={t('table.state')}>
                <Badge tone={INSTALMENT_TONES[status]}>{t(`instalmentStatus.${status}`)}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('table.total')}</th>
            <td className="n" data-label={t('table.amount')}>
              {sum(({ amountMinor }) => amountMinor)}
            </td>
            <td className="n" data-label={t('table.paid')}>
              {sum(({ paidMinor }) => paidMinor)}
            </td>
            <td />
          </tr>
        </tfoot>
      </table>
    </div>
  )
}
