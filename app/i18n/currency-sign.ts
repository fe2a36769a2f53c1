import type { CurrencyCode } from '~/domain/currency'

/** The currency's sign as a locale writes it beside an amount: "€", "RON", "د.إ.". */
export function getCurrencySign(currency: CurrencyCode, locale: string): string {
  const parts = new Intl.NumberFormat(locale, { style: 'currency', currency }).formatToParts(0)
  return parts.find(({ type }) => type === 'currency')?.value ?? currency
}
