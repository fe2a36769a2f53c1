import type { TFunction } from 'i18next'
import type { CurrencyCode } from '~/domain/currency'
import type { SettlementDiscount } from '~/domain/settlement-discount'
import type { Formatters } from '~/i18n/formatters'
import type { AmountReason } from './amount-reasons'

/** An invoice with the discount that paying all that is due now of it takes. */
export interface DiscountedInvoice {
  readonly currency: CurrencyCode
  readonly dueNowMinor: number
  readonly netMinor: number
  readonly taxMinor: number
  readonly discount: SettlementDiscount
}

/** Why a discount is what it is, and what is left to pay: each step with its figures and whose terms it rests on. */
export function listDiscountReasons(
  t: TFunction<'discount'>,
  { currency, dueNowMinor, netMinor, taxMinor, discount }: DiscountedInvoice,
  creditorName: string,
  format: Formatters,
): AmountReason[] {
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const { baseMinor, amountMinor } = discount
  return [
    { text: t('why.base'), amount: money(baseMinor) },
    describeDiscount(t, { currency, netMinor, taxMinor, discount }, creditorName, format),
    {
      text: t('why.toPay'),
      amount: money(dueNowMinor - amountMinor),
      formula: `${money(dueNowMinor)} − ${money(amountMinor)}`,
    },
  ]
}

/** The step of the discount itself: its formula, and whose terms it rests on. */
export function describeDiscount(
  t: TFunction<'discount'>,
  { currency, netMinor, taxMinor, discount }: Omit<DiscountedInvoice, 'dueNowMinor'>,
  creditorName: string,
  format: Formatters,
): AmountReason & { source: string } {
  const money = (amountMinor: number) => format.money(amountMinor, currency)
  const { baseMinor, amountMinor, rateBps, source, taxMode, sliding } = discount
  const net = taxMode === 'included' ? '' : ` × ${money(netMinor)} / ${money(netMinor + taxMinor)}`
  const rate = sliding
    ? `${format.percent(sliding.yearlyRateBps)} × ${format.integer(sliding.daysEarly)} / 365`
    : format.percent(rateBps)
  const sources = {
    document: t('source.document'),
    policy: t('source.policy', { creditor: creditorName }),
    sliding: t('source.sliding', { creditor: creditorName }),
  }
  return {
    text: t(`why.${taxMode}`),
    amount: money(-amountMinor),
    formula: `${money(baseMinor)}${net} × ${rate}`,
    source: sources[source],
  }
}
