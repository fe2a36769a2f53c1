import { useTranslation } from '~/i18n/use-translation'
import type { PaymentStatus } from '~/domain/payment'
import type { StatementPayment } from '~/domain/statement'
import type { Formatters } from '~/i18n/formatters'
import { Badge } from './badge'
import { PAYMENT_TONES } from './payment-tones'

/** What the debtor paid lately, newest first. */
export function PaymentTable({ payments, format }: { payments: readonly StatementPayment[]; format: Formatters }) {
  const { t } = useTranslation('statement')
  const states: Readonly<Record<PaymentStatus, string>> = {
    created: t('payments.pending'),
    pending: t('payments.pending'),
    processing: t('payments.processing'),
    succeeded: t('payments.succeeded'),
    partially_refunded: t('payments.partiallyRefunded'),
    refunded: t('payments.refunded'),
    charged_back: t('payments.chargedBack'),
    failed: t('payments.failed'),
    canceled: t('payments.pending'),
    expired: t('payments.pending'),
  }
  return (
    <section aria-labelledby="payments-title">
      <h2 id="payments-title">{t('payments.title')}</h2>
      <table className="data" aria-labelledby="payments-title">
        <thead>
          <tr>
            <th scope="col">{t('payments.date')}</th>
            <th scope="col">{t('payments.reference')}</th>
            <th scope="col" className="n">
              {t('payments.amount')}
            </th>
          </tr>
        </thead>
        <tbody>
          {payments.map((payment) => (
            <tr key={payment.id}>
              <td>{format.day(payment.on)}</td>
              <td>
                <a href={`/payments/${payment.id}`}>
                  <bdi>{payment.reference}</bdi>
                </a>{' '}
                <Badge tone={PAYMENT_TONES[payment.status]}>{states[payment.status]}</Badge>
              </td>
              <td className="n">{format.money(payment.amountMinor, payment.currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
