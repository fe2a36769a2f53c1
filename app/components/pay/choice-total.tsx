/**
 * What the choice comes to: exactly what the review will ask for. Written by the server for the choice that the page
 * shows; /enhance/pay-totals.js asks for it again while the choice changes.
 */
import { html } from '../html'
import { useTranslation } from '~/i18n/use-translation'
import type { PaymentBreakdown } from '~/domain/payment-order'
import type { Formatters } from '~/i18n/formatters'
import { Totals } from '../facts'

export function ChoiceTotal({ plan, format }: { plan: PaymentBreakdown | null; format: Formatters }) {
  const { t } = useTranslation('pay')
  const { t: discountText } = useTranslation('discount')
  const { t: payoffText } = useTranslation('payoff')
  return (
    <div id="pay-total" role="status">
      {plan === null ? null : (
        <Totals
          parts={[
            { name: t('choose.invoices'), amountMinor: plan.settledMinor },
            { name: discountText('review.step'), amountMinor: -plan.concessionMinor },
            {
              name: html`${payoffText('review.step')} (<a href="/payoff">${payoffText('review.why')}</a>)`,
              amountMinor: plan.chargesMinor,
            },
            { name: t('review.credit'), amountMinor: -plan.creditMinor },
          ]
            .filter(({ amountMinor }) => amountMinor !== 0)
            .map(({ name, amountMinor }) => ({ name, amount: format.money(amountMinor, plan.currency) }))}
          total={{ name: t('review.total'), amount: format.money(plan.cashMinor, plan.currency) }}
        />
      )}
    </div>
  )
}
