import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'

/** A currency as a column holds it. Throws where the column holds none: only currencies are ever written. */
export function parseStoredCurrency(text: string): CurrencyCode {
  const currency = parseCurrencyCode(text)
  if (currency === null) throw new Error(`not a currency in the database: ${text}`)
  return currency
}
