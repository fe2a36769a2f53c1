/** Our payment methods in Stripe's words, and what Stripe can take for a currency and a country. */
import type Stripe from 'stripe'
import type { CurrencyCode } from '~/domain/currency'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { MethodContext } from '~/use-cases/ports/payment-gateway'

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

interface Reach {
  kind: PaymentMethodKind
  currencies: readonly string[]
  /** Of payers. */
  countries: ReadonlySet<string>
}

/** The European Payments Council's list of the scheme's countries. */
const SEPA = new Set(
  (
    'AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI ' +
    'SK SM VA'
  ).split(' '),
)

/** In order of preference: what a payer of the country knows best comes first. */
const REACHES: readonly Reach[] = [
  { kind: 'ideal', currencies: ['EUR'], countries: new Set(['NL']) },
  { kind: 'bancontact', currencies: ['EUR'], countries: new Set(['BE']) },
  { kind: 'przelewy24', currencies: ['EUR', 'PLN'], countries: new Set(['PL']) },
  { kind: 'sepa_debit', currencies: ['EUR'], countries: SEPA },
  { kind: 'bacs_debit', currencies: ['GBP'], countries: new Set(['GB']) },
  { kind: 'ach_debit', currencies: ['USD'], countries: new Set(['US']) },
]

/** Circulating currencies that Stripe does not charge in: https://docs.stripe.com/currencies */
const NOT_CHARGED = new Set('BTN CUP ERN GHS IQD IRR KPW LYD MRU SDG SSP STN SYP TMT UYI VED VES ZWG'.split(' '))

/** The methods Stripe can take; an unknown country rules none out. Which of them an account has is seen on its page. */
export function listStripeMethods({ currency, countryCode }: MethodContext): PaymentMethodKind[] {
  if (NOT_CHARGED.has(currency)) return []
  const local = REACHES.filter((reach) => admits(reach, currency, countryCode)).map(({ kind }) => kind)
  return ['card', ...local, 'other']
}

function admits({ currencies, countries }: Reach, currency: CurrencyCode, countryCode: string | null): boolean {
  return currencies.includes(currency) && (countryCode === null || countries.has(countryCode))
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
