/** What paying an invoice early saves: until when, how much, and why. */
import { useTranslation } from '~/i18n/use-translation'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscount } from '~/domain/settlement-discount'
import type { Formatters } from '~/i18n/formatters'
import { AmountReasons } from './amount-reasons'
import { listDiscountReasons } from './discount-reasons'

export interface ShownDiscounts {
  readonly currency: CurrencyCode
  readonly dueNowMinor: number
  readonly netMinor: number
  readonly taxMinor: number
  readonly deadlines: readonly [SettlementDiscount, ...SettlementDiscount[]]
  readonly transferDays: number
}

interface DiscountCardProps {
  discounts: ShownDiscounts
  creditorName: string
  format: Formatters
}

export function DiscountCard({ discounts, creditorName, format }: DiscountCardProps) {
  const { t } = useTranslation('discount')
  const { currency, dueNowMinor, deadlines, transferDays } = discounts
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const [first] = deadlines
  return (
    <section className="card stack" aria-labelledby="discount-title">
      <h2 id="discount-title">{t('title')}</h2>
      <p>
        <strong>
          {first.source === 'sliding'
            ? t('saveToday', { amount: money(first.amountMinor) })
            : t('save', { amount: money(first.amountMinor), day: format.day(first.deadlineOn) })}
        </strong>
      </p>
      <table className="data">
        <caption className="hush">{t('schedule.caption')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('schedule.until')}</th>
            <th scope="col" className="n">
              {t('schedule.saved')}
            </th>
            <th scope="col" className="n">
              {t('schedule.pay')}
            </th>
          </tr>
        </thead>
        <tbody>
          {deadlines.map(({ deadlineOn, amountMinor }) => (
            <tr key={deadlineOn}>
              <th scope="row">{format.day(deadlineOn)}</th>
              <td className="n">{money(amountMinor)}</td>
              <td className="n">{money(dueNowMinor - amountMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="soft">
        {first.rule === 'full_only' ? t('rule.full') : t('rule.part')} {t('transfer', { count: transferDays })}
      </p>
      <AmountReasons
        title={t('why.title')}
        reasons={listDiscountReasons(t, { ...discounts, discount: first }, creditorName, format)}
      />
    </section>
  )
}
