import { useTranslation } from '~/i18n/use-translation'
import type { WaitingSum } from '~/domain/payment-approval'
import type { Formatters } from '~/i18n/formatters'

/** Prepared payments that wait for a second person: they hold nothing, so the same invoices are still offered. */
export function WaitingNotice({ waiting, format }: { waiting: readonly WaitingSum[]; format: Formatters }) {
  const { t, i18n } = useTranslation('delegation')
  if (waiting.length === 0) return null
  const amounts = waiting.map(({ totalMinor, currency }) => format.money(totalMinor, currency))
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' })
  return (
    <div className="callout" role="status">
      <h2>{t('waiting.title', { count: waiting.reduce((sum, { count }) => sum + count, 0) })}</h2>
      <p>
        {t('approvals.amount')}:{' '}
        {list.formatToParts(amounts).map(({ type, value }, index) =>
          type === 'element' ? (
            <bdi key={index} className="nowrap">
              {value}
            </bdi>
          ) : (
            value
          ),
        )}
      </p>
      <p>
        {t('waiting.text')} <a href="/approvals">{t('waiting.show')}</a>
      </p>
    </div>
  )
}
