/** The settlement discounts of a payment by the rates of tax that they change, with the credit notes that state them. */
import { useTranslation } from '~/i18n/use-translation'
import type { Formatters } from '~/i18n/formatters'
import type { ShownPayment } from './shown-payment'

export function TakenDiscounts({
  view: { discounts, currency },
  format,
}: {
  view: Pick<ShownPayment, 'discounts' | 'currency'>
  format: Formatters
}) {
  const { t } = useTranslation('discount')
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  if (discounts.length === 0) return null
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={t('title')}>
      <table className="data">
        <caption>{t('taken.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('taken.invoice')}</th>
            <th scope="col" className="n">
              {t('taken.rate')}
            </th>
            <th scope="col" className="n">
              {t('taken.net')}
            </th>
            <th scope="col" className="n">
              {t('taken.tax')}
            </th>
            <th scope="col" className="n">
              {t('taken.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {discounts.flatMap(({ id, number, taxParts, noteNumber }) =>
            taxParts.map(({ category, percent, netMinor, taxMinor }) => (
              <tr key={`${id} ${category} ${percent ?? ''}`}>
                <th scope="row">
                  <bdi>{number}</bdi>
                  {noteNumber === null ? null : (
                    <small>
                      {' '}
                      <a href={`/discounts/note.pdf?${new URLSearchParams({ number: noteNumber }).toString()}`}>
                        {t('note.name')} <bdi>{noteNumber}</bdi>
                      </a>{' '}
                      <a href={`/discounts/note.xml?${new URLSearchParams({ number: noteNumber }).toString()}`}>
                        {t('note.einvoice')}
                      </a>
                    </small>
                  )}
                </th>
                <td className="n">{percent === null ? t('taken.noRate') : format.percentage(percent)}</td>
                <td className="n">{money(netMinor)}</td>
                <td className="n">{money(taxMinor)}</td>
                <td className="n">{money(netMinor + taxMinor)}</td>
              </tr>
            )),
          )}
        </tbody>
      </table>
    </div>
  )
}
