import { useTranslation } from '~/i18n/use-translation'
import type { Payment } from '~/domain/payment'
import type { Formatters } from '~/i18n/formatters'

export type UnderWayPayment = Pick<Payment, 'id' | 'reference' | 'status' | 'currency' | 'amountMinor' | 'createdAt'>

/** Payments that are not decided yet and hold their invoices, so that nobody wonders where those are. */
export function UnderWayNotice({ payments, format }: { payments: readonly UnderWayPayment[]; format: Formatters }) {
  const { t } = useTranslation('pay')
  return payments.length === 0 ? null : (
    <div className="callout" role="status">
      <h2>{t('underWay.title', { count: payments.length })}</h2>
      <ul>
        {payments.map((payment) => {
          const params = {
            amount: format.money(payment.amountMinor, payment.currency),
            startedAt: format.instant(payment.createdAt),
          }
          return (
            <li key={payment.id}>
              {payment.status === 'processing' ? t('underWay.processing', params) : t('underWay.unfinished', params)}{' '}
              <a href={`/payments/${payment.id}`}>
                {t('underWay.show')} <bdi className="nowrap">{payment.reference}</bdi>
              </a>
            </li>
          )
        })}
      </ul>
    </div>
  )
}
