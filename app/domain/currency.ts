/**
 * ISO 4217 currencies and their minor units.
 *
 * The exponent is ISO 4217's own; `Intl` is never asked for it, because CLDR's display digits differ from the
 * standard's for some currencies. Payment providers disagree with ISO too: each gateway converts by its own table.
 */

/** A three-letter ISO 4217 code of a circulating currency, upper case. */
export type CurrencyCode = string & { readonly __brand: 'CurrencyCode' }

const NO_DECIMALS = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const TWO_DECIMALS =
  'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK ' +
  'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
  'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON ' +
  'RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST ' +
  'XCD XCG YER ZAR ZMW ZWG'
const THREE_DECIMALS = 'BHD IQD JOD KWD LYD OMR TND'

const exponentByCurrency: ReadonlyMap<string, 0 | 2 | 3> = new Map(
  (
    [
      [NO_DECIMALS, 0],
      [TWO_DECIMALS, 2],
      [THREE_DECIMALS, 3],
    ] as const
  ).flatMap(([codes, exponent]) => codes.split(' ').map((code) => [code, exponent] as const)),
)

/** Tells whether `code` is a circulating ISO 4217 currency, upper case. */
export function isCurrencyCode(code: string): code is CurrencyCode {
  return exponentByCurrency.has(code)
}

/** Reads an ISO 4217 code, or returns null for anything else. Surrounding space and lower case are accepted. */
export function parseCurrencyCode(text: string): CurrencyCode | null {
  const code = text.trim().toUpperCase()
  return isCurrencyCode(code) ? code : null
}

/** Number of decimals of the currency's minor unit by ISO 4217: 0, 2 or 3. */
export function getCurrencyExponent(currency: CurrencyCode): 0 | 2 | 3 {
  const exponent = exponentByCurrency.get(currency)
  if (exponent === undefined) throw new RangeError(`not an ISO 4217 currency: ${currency}`)
  return exponent
}
