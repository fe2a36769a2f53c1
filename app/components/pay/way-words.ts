/** What the ways of paying are called, and what happens by each. */
import type { TFunction } from 'i18next'
import type { PaymentMethodKind } from '~/domain/payment-method'

const WAYS = {
  card: { title: 'way.card.title', hint: 'way.card.hint' },
  sepa_debit: { title: 'way.sepaDebit.title', hint: 'way.sepaDebit.hint' },
  bacs_debit: { title: 'way.bacsDebit.title', hint: 'way.bacsDebit.hint' },
  ach_debit: { title: 'way.achDebit.title', hint: 'way.achDebit.hint' },
  ideal: { title: 'way.ideal.title', hint: 'way.ideal.hint' },
  bancontact: { title: 'way.bancontact.title', hint: 'way.bancontact.hint' },
  przelewy24: { title: 'way.przelewy24.title', hint: 'way.przelewy24.hint' },
  bank_transfer: { title: 'way.bankTransfer.title', hint: 'way.bankTransfer.hint' },
  other: { title: 'way.other.title', hint: 'way.other.hint' },
} as const satisfies Record<PaymentMethodKind, { title: string; hint: string }>

export function describeWay(t: TFunction<'pay'>, method: PaymentMethodKind): { title: string; hint: string } {
  const { title, hint } = WAYS[method]
  return { title: t(/* i18n: pay:way.* */ title), hint: t(/* i18n: pay:way.* */ hint) }
}
