/** Our payment methods in Stripe's words, and what Stripe can take for a currency and a country. */
import type Stripe from 'stripe'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { MethodContext } from '~/use-cases/ports/payment-gateway'
import { listLocalMethods } from '../method-reach'

/** https://docs.stripe.com/payments/payment-methods/payment-method-support */
const NAMES = [
  ['card', 'card'],
  ['sepa_debit', 'sepa_debit'],
  ['bacs_debit', 'bacs_debit'],
  ['ach_debit', 'us_bank_account'],
  ['ideal', 'ideal'],
  ['bancontact', 'bancontact'],
  ['przelewy24', 'p24'],
] as const satisfies readonly (readonly [
  PaymentMethodKind,
  Stripe.Checkout.SessionCreateParams.AllowedPaymentMethodType,
])[]

export type StripeMethodType = (typeof NAMES)[number][1]

/** Circulating currencies that Stripe does not charge in: https://docs.stripe.com/currencies */
const NOT_CHARGED = new Set('BTN CUP ERN GHS IQD IRR KPW LYD MRU SDG SSP STN SYP TMT UYI VED VES ZWG'.split(' '))

/** The methods Stripe can take; an unknown country rules none out. Which of them an account has is seen on its page. */
export function listStripeMethods(context: MethodContext): PaymentMethodKind[] {
  if (NOT_CHARGED.has(context.currency)) return []
  return ['card', ...listLocalMethods(context), 'other']
}

/** What a checkout is narrowed to. Null: to nothing, the page offers whatever the account has. */
export function toStripeMethodTypes(methods: readonly PaymentMethodKind[]): StripeMethodType[] | null {
  if (methods.length === 0 || methods.includes('other')) return null
  return NAMES.filter(([kind]) => methods.includes(kind)).map(([, type]) => type)
}

/** `other` for what has no name of its own here. */
export function fromStripeMethodType(type: string): PaymentMethodKind {
  return NAMES.find(([, name]) => name === type)?.[0] ?? 'other'
}
