/** Every step from what is due to what settles it on a day: its figures, its formula, and the law or agreement behind it. */
import type { TFunction } from 'i18next'
import type { CurrencyCode } from '~/domain/currency'
import type { InterestSegment, LateInterest } from '~/domain/late-interest'
import type { Payoff, PayoffItem } from '~/domain/payoff'
import type { Formatters } from '~/i18n/formatters'
import { describeCompensationSource, describeInterestRate, writeExactInterest } from '~/i18n/interest-words'
import type { AmountReason } from '../amount-reasons'
import { describeDiscount } from '../discount-reasons'

/** How the steps are told, beside their own words. */
export interface PayoffTelling {
  readonly discountText: TFunction<'discount'>
  readonly creditorName: string
  readonly format: Formatters
}

export function listPayoffReasons(t: TFunction<'payoff'>, payoff: Payoff, telling: PayoffTelling): AmountReason[] {
  const { format } = telling
  const { currency, items } = payoff
  const parts = items.flatMap((item) => listItemReasons(t, item, currency, telling))
  return [...parts, { text: t('why.total'), amount: format.money(payoff.totalMinor, currency) }]
}

/** The steps of what lateness costs on one invoice; none where it costs nothing. */
function listLatenessReasons(
  t: TFunction<'payoff'>,
  number: string,
  lateness: LateInterest,
  format: Formatters,
): AmountReason[] {
  const { currency, accruedMinor, waivedMinor, billedMinor, compensation, compensationMinor } = lateness
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const segments = lateness.segments.filter(({ waived }) => !waived)
  return [
    ...segments.map((segment) => describeSegment(t, number, segment, currency, format)),
    ...(segments.length === 0 ? [] : [{ text: t('why.rounding', { number }), amount: money(accruedMinor) }]),
    ...(waivedMinor === 0 ? [] : [{ text: t('why.waived', { number }), amount: `(${money(waivedMinor)})` }]),
    ...(billedMinor === 0 ? [] : [{ text: t('why.billed', { number }), amount: money(-billedMinor) }]),
    ...(compensation === null || compensationMinor === 0
      ? []
      : [
          {
            text: t('why.compensation', { number, principal: money(compensation.principalMinor) }),
            amount: money(compensationMinor),
            source: describeCompensationSource(t, compensation),
          },
        ]),
  ]
}

function listItemReasons(
  t: TFunction<'payoff'>,
  item: PayoffItem,
  currency: CurrencyCode,
  { discountText, creditorName, format }: PayoffTelling,
): AmountReason[] {
  const { invoice, principalMinor, discount, lateness } = item
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  return [
    {
      text: t('why.principal', { number: invoice.number }),
      amount: money(principalMinor),
      source: t('why.dueOn', { day: format.day(invoice.dueOn) }),
    },
    ...(discount === null
      ? []
      : [
          {
            ...describeDiscount(discountText, { ...discount, currency, discount }, creditorName, format),
            text: t('why.discount', { number: invoice.number, day: format.day(discount.deadlineOn) }),
          },
        ]),
    ...(lateness === null ? [] : listLatenessReasons(t, invoice.number, lateness, format)),
  ]
}

function describeSegment(
  t: TFunction<'payoff'>,
  number: string,
  segment: InterestSegment,
  currency: CurrencyCode,
  format: Formatters,
): AmountReason {
  const { fromOn, throughOn, days, principalMinor, yearlyRateBps, product } = segment
  return {
    text: t('why.interest', { number, from: format.day(fromOn), to: format.day(throughOn) }),
    amount: format.price(writeExactInterest(product, currency), currency),
    formula: t('why.interestFormula', {
      principal: format.money(principalMinor, currency),
      rate: format.percent(yearlyRateBps),
      days: format.integer(days),
    }),
    source: describeInterestRate(t, segment, format),
  }
}
