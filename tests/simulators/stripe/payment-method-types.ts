/** The ways to pay that the double knows: where each can be used, and how it goes. */

/**
 * `card`: known at once. `debit`: taken from a bank account days later, and can fail until then and after. `redirect`:
 * the payer confirms at a bank, and the money is certain.
 */
type Flow = 'card' | 'debit' | 'redirect'

export const METHOD_TYPES = [
  'card',
  'sepa_debit',
  'bacs_debit',
  'us_bank_account',
  'ideal',
  'bancontact',
  'p24',
] as const
export type MethodType = (typeof METHOD_TYPES)[number]
export type DebitType = 'sepa_debit' | 'bacs_debit' | 'us_bank_account'
export type RedirectType = 'ideal' | 'bancontact' | 'p24'

interface Traits {
  label: string
  flow: Flow
  /** Null for all. */
  currencies: readonly string[] | null
  /** Whether it can be charged again later, itself or through the debit mandate it leaves. */
  isReusable: boolean
}

export const METHODS: Readonly<Record<MethodType, Traits>> = {
  card: { label: 'Card', flow: 'card', currencies: null, isReusable: true },
  sepa_debit: { label: 'SEPA Direct Debit', flow: 'debit', currencies: ['eur'], isReusable: true },
  bacs_debit: { label: 'Bacs Direct Debit', flow: 'debit', currencies: ['gbp'], isReusable: true },
  us_bank_account: { label: 'ACH Direct Debit', flow: 'debit', currencies: ['usd'], isReusable: true },
  ideal: { label: 'iDEAL', flow: 'redirect', currencies: ['eur'], isReusable: true },
  bancontact: { label: 'Bancontact', flow: 'redirect', currencies: ['eur'], isReusable: true },
  p24: { label: 'Przelewy24', flow: 'redirect', currencies: ['eur', 'pln'], isReusable: false },
}

export function isMethodType(type: string): type is MethodType {
  return Object.hasOwn(METHODS, type)
}

/** What an account offers for a payment: the filters narrow what is possible, as Stripe's dynamic choice does. */
export function chooseMethodTypes(filter: {
  enabled: ReadonlySet<string>
  currency: string
  allowed?: readonly string[] | null | undefined
  excluded?: readonly string[] | null | undefined
  mustBeReusable: boolean
}): MethodType[] {
  return METHOD_TYPES.filter((type) => {
    const traits = METHODS[type]
    return (
      filter.enabled.has(type) &&
      (traits.currencies?.includes(filter.currency) ?? true) &&
      (filter.allowed?.includes(type) ?? true) &&
      !filter.excluded?.includes(type) &&
      (traits.isReusable || !filter.mustBeReusable)
    )
  })
}
