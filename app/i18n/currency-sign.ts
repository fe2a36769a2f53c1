import type { CurrencyCode } from '~/domain/currency'

/** The currency's sign as a locale writes it beside an amount: "€", "RON", "د.إ.". */
export function getCurrencySign(currency: CurrencyCode, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(0)
  return holdCurrencySign(parts.find(({ type }) => type === 'currency')?.value ?? currency)
}

/** Between right-to-left texts the "$" of "US$" and the "£" of "UK£" would leave their letters: a mark holds them. */
export function holdCurrencySign(text: string): string {
  return text.replace(/[A-Za-z]+\p{Sc}/u, '$&\u200e')
}
