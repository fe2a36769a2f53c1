/** The exchange rate of a line of Adyen's settlement details report, and whether its amounts agree with it. */
import { getCurrencyExponent } from '~/domain/currency'
import type { Money } from '~/domain/money'

const PLAIN_RATE = /^\d{1,12}(?:\.\d{1,18})?$/

/** A positive plain decimal without needless zeros; null for anything else. */
export function parseRate(text: string): string | null {
  if (!PLAIN_RATE.test(text)) return null
  const [whole = '', fraction = ''] = text.split('.')
  const digits = fraction.replace(/0+$/, '')
  const rate = `${whole.replace(/^0+(?=\d)/, '')}${digits === '' ? '' : `.${digits}`}`
  return rate === '0' ? null : rate
}

/** Of the gross amount: a rate is written with fewer digits than it is applied with. */
const TOLERANCE_DIVISOR = 200n

/**
 * Whether `gross` is what was paid at the rate. Without a rate both are the same amount. With one, a part of 200 and a
 * unit are let pass: what is looked for are columns that were mistaken for one another and rates that are upside down.
 */
export function agrees(paid: Money, gross: Money, rate: string | null): boolean {
  if (rate === null) return paid.amountMinor === gross.amountMinor
  const [whole = '', fraction = ''] = rate.split('.')
  const toUnits = 10n ** BigInt(getCurrencyExponent(gross.currency))
  const fromUnits = 10n ** BigInt(getCurrencyExponent(paid.currency) + fraction.length)
  const expected = BigInt(paid.amountMinor) * BigInt(`${whole}${fraction}`) * toUnits
  const stated = BigInt(gross.amountMinor) * fromUnits
  const difference = expected > stated ? expected - stated : stated - expected
  return difference <= fromUnits + stated / TOLERANCE_DIVISOR
}
