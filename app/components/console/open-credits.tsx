import { Link } from '@remix-run/react'
import { useTranslation } from 'react-i18next'

export interface OpenCredit {
  id: string
  /** Left of it; written. */
  open: string
  paymentId: string
  paymentReference: string
}

/** Money of the debtor beyond its invoices, and the way to give it back. */
export function OpenCredits({ credits, mayManage }: { credits: readonly OpenCredit[]; mayManage: boolean }) {
  const { t } = useTranslation('money')
  return credits.length === 0 ? null : (
    <section aria-labelledby="credits-title">
      <h2 id="credits-title">{t('credits.title')}</h2>
      <ul className="files">
        {credits.map(({ id, open, paymentId, paymentReference }) => (
          <li key={id}>
            <span>
              <strong>{open}</strong>{' '}
              <Link to={`/console/payments/${paymentId}`}>{t('credits.from', { reference: paymentReference })}</Link>
            </span>
            {mayManage ? (
              <Link className="btn quiet" to={`/console/payments/${paymentId}?credit=${id}`}>
                {t('credits.refund')}
              </Link>
            ) : null}
          </li>
        ))}
      </ul>
    </section>
  )
}
