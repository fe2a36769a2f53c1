/** What paying an invoice early saves: until when, how much, and why. */
import type { TFunction } from 'i18next'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscount } from '~/domain/settlement-discount'
import type { Formatters } from '~/i18n/formatters'
import { writeAmountReasons } from './amount-reasons'
import { listDiscountReasons } from './discount-reasons'
import { html, joinHtml, type SafeHtml } from './html'

export interface ShownDiscounts {
  readonly currency: CurrencyCode
  readonly dueNowMinor: number
  readonly netMinor: number
  readonly taxMinor: number
  readonly deadlines: readonly [SettlementDiscount, ...SettlementDiscount[]]
  readonly transferDays: number
}

/** The card as text. */
export function writeDiscountCard(
  t: TFunction<'discount'>,
  discounts: ShownDiscounts,
  creditorName: string,
  format: Formatters,
): SafeHtml {
  const { currency, dueNowMinor, deadlines, transferDays } = discounts
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const [first] = deadlines
  const saving =
    first.source === 'sliding'
      ? t('saveToday', { amount: money(first.amountMinor) })
      : t('save', { amount: money(first.amountMinor), day: format.day(first.deadlineOn) })
  const head = html`<tr><th scope="col">${t('schedule.until')}</th><th scope="col" class="n">${t('schedule.saved')}</th><th scope="col" class="n">${t('schedule.pay')}</th></tr>`
  const rows = deadlines.map(
    ({ deadlineOn, amountMinor }) =>
      html`<tr><th scope="row">${format.day(deadlineOn)}</th><td class="n">${money(amountMinor)}</td><td class="n">${money(dueNowMinor - amountMinor)}</td></tr>`,
  )
  const table = html`<table class="data"><caption class="hush">${t('schedule.caption')}</caption><thead>${head}</thead><tbody>${joinHtml(rows)}</tbody></table>`
  const rule = first.rule === 'full_only' ? t('rule.full') : t('rule.part')
  const reasons = writeAmountReasons({
    title: t('why.title'),
    reasons: listDiscountReasons(t, { ...discounts, discount: first }, creditorName, format),
  })
  return html`<section class="card stack" aria-labelledby="discount-title"><h2 id="discount-title">${t('title')}</h2><p><strong>${saving}</strong></p>${table}<p class="soft">${rule} ${t('transfer', { count: transferDays })}</p>${reasons}</section>`
}
