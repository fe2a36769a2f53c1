import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import { writeDocumentPath } from '../document-path'
import { sumAmounts, type ShownPayment } from './shown-payment'

/** What a payment settled, or was meant to settle: a line an invoice, with what credits paid of it where they did. */
export function PaidItems({
  view,
  format,
}: {
  view: Pick<ShownPayment, 'items' | 'payment' | 'currency' | 'hasReceipt'>
  format: Formatters
}) {
  const { t } = useTranslation('pay')
  const { items, currency, hasReceipt } = view
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const withCredit = items.some(({ creditMinor }) => creditMinor !== 0)
  const withCash = view.payment !== null
  const cashKey = hasReceipt ? 'cashMinor' : 'intendedMinor'
  return (
    <table className="data">
      <caption>{hasReceipt ? t('items.settled') : t('items.intended')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('items.invoice')}</th>
          {withCredit ? (
            <th scope="col" className="n">
              {t('items.credit')}
            </th>
          ) : null}
          {withCash ? (
            <th scope="col" className="n">
              {t('items.amount')}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.number}>
            <th scope="row">
              <a href={writeDocumentPath({ number: item.number, kind: 'invoice' })}>
                <bdi>{item.number}</bdi>
              </a>
            </th>
            {withCredit ? <td className="n">{money(item.creditMinor)}</td> : null}
            {withCash ? <td className="n">{money(item[cashKey])}</td> : null}
          </tr>
        ))}
      </tbody>
      {items.length > 1 ? (
        <tfoot>
          <tr>
            <th scope="row">{t('items.sum')}</th>
            {withCredit ? <td className="n">{money(sumAmounts(items, 'creditMinor'))}</td> : null}
            {withCash ? <td className="n">{money(sumAmounts(items, cashKey))}</td> : null}
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}
