/** Which methods payers of a country know, and in which currencies they pay: the same with every provider. */
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { MethodContext } from '~/use-cases/ports/payment-gateway'

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

/** Beside cards, the methods for a currency and country; an unknown country rules none out. */
export function listLocalMethods({ currency, countryCode }: MethodContext): PaymentMethodKind[] {
  return REACHES.filter(
    ({ currencies, countries }) =>
      currencies.includes(currency) && (countryCode === null || countries.has(countryCode)),
  ).map(({ kind }) => kind)
}
