/** The kinds of payment methods a debtor chooses between, in our own words; each gateway has its own names for them. */
export const PAYMENT_METHOD_KINDS = [
  'card',
  'sepa_debit',
  'bacs_debit',
  'ach_debit',
  'ideal',
  'bancontact',
  'przelewy24',
  'bank_transfer',
  /** Whatever else the provider's page offers for the currency and country. */
  'other',
] as const

export type PaymentMethodKind = (typeof PAYMENT_METHOD_KINDS)[number]

export function isPaymentMethodKind(text: string): text is PaymentMethodKind {
  return PAYMENT_METHOD_KINDS.some((kind) => kind === text)
}
