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
  const { t: discountText } = useTranslation('discount')
  const { items, currency, hasReceipt } = view
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const discountKey = hasReceipt ? 'discountMinor' : 'promisedDiscountMinor'
  const cashKey = hasReceipt ? 'cashMinor' : 'intendedMinor'
  const columns = [
    { key: 'creditMinor', name: t('items.credit'), isShown: items.some(({ creditMinor }) => creditMinor !== 0) },
    { key: discountKey, name: discountText('items.taken'), isShown: items.some((item) => item[discountKey] !== 0) },
    { key: cashKey, name: t('items.amount'), isShown: view.payment !== null },
  ] as const
  const shown = columns.filter(({ isShown }) => isShown)
  return (
    // One column of sums fits a phone beside the numbers, more do not.
    <table className={shown.length > 1 ? 'data folded' : 'data'}>
      <caption>{hasReceipt ? t('items.settled') : t('items.intended')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('items.invoice')}</th>
          {shown.map(({ key, name }) => (
            <th key={key} scope="col" className="n">
              {name}
            </th>
          ))}
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
            {shown.map(({ key, name }) => (
              <td key={key} className="n" data-label={name}>
                {money(item[key])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      {items.length > 1 ? (
        <tfoot>
          <tr>
            <th scope="row">{t('items.sum')}</th>
            {shown.map(({ key, name }) => (
              <td key={key} className="n" data-label={name}>
                {money(sumAmounts(items, key))}
              </td>
            ))}
          </tr>
        </tfoot>
      ) : null}
    </table>
  )
}
