/** Where a browser that runs scripts shows what is contested so far, and what stays payable. */
import { useTranslation } from '~/i18n/use-translation'
import { getCurrencyExponent } from '~/domain/currency'
import type { ContestableInvoice } from './shown-dispute'

export function DisputeTotal({ locale }: { locale: string }) {
  const { t } = useTranslation('dispute')
  return (
    <>
      <p
        data-dispute-total=""
        data-disputed={t('review.disputed')}
        data-stays={t('review.staysDue')}
        data-locale={locale}
        hidden
      />
      <script type="module" src="/enhance/dispute-total.js" />
    </>
  )
}

/** What the sums need to know of an invoice, on the element around its fields. */
export function describeForTotal({ currency, openMinor, uncontestedMinor, dueNowMinor }: ContestableInvoice) {
  return {
    'data-currency': currency,
    'data-digits': getCurrencyExponent(currency),
    'data-open': openMinor,
    'data-uncontested': uncontestedMinor,
    'data-due-now': dueNowMinor,
  }
}
