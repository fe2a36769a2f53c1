/**
 * The integers in which Stripe and Adyen want amounts, which are not always ISO 4217's minor units.
 *
 * Stripe: https://docs.stripe.com/currencies (zero-decimal, three-decimal and special-case currencies), and, for ISK,
 * https://support.stripe.com/questions/deprecation-of-fractional-isk-charges-and-refunds.
 * Adyen: https://docs.adyen.com/development-resources/currency-codes. Read in November 2026.
 */
import { getCurrencyExponent, type CurrencyCode } from '~/domain/currency'
import { assertMinor, type Money } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'

export type UnitProvider = 'stripe' | 'adyen'

/** How a provider counts a currency. */
interface ProviderUnit {
  /** Decimals of the integer that is sent. */
  readonly exponent: number
  /** That integer must be a multiple of this. */
  readonly multiple: number
}

/**
 * `between_units`: the provider's units are coarser than the amount. The nearest amounts that it can take are given in
 * ISO minor units; `lowerMinor` may be zero. `unit_unknown`: the provider does not say reliably how it counts this
 * currency, so nothing is sent in it.
 */
export type InexpressibleAmount =
  | { readonly kind: 'between_units'; readonly lowerMinor: number; readonly upperMinor: number }
  | { readonly kind: 'unit_unknown' }
  | { readonly kind: 'too_large' }

/** `malformed`: no plain decimal with a point. `too_precise`: with more decimals than the provider has of the currency. */
export type UnreadableDecimal = InexpressibleAmount | { readonly kind: 'malformed' | 'too_precise' }

interface ProviderTable {
  /** Decimals of currencies that are not named. */
  readonly usualExponent: number
  readonly units: ReadonlyMap<string, ProviderUnit>
  readonly unknown: ReadonlySet<string>
}

const TABLES: Readonly<Record<UnitProvider, ProviderTable>> = {
  stripe: {
    usualExponent: 2,
    units: new Map([
      ...nameUnits('BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF', { exponent: 0, multiple: 1 }),
      ...nameUnits('BHD JOD KWD OMR TND', { exponent: 3, multiple: 10 }),
      // Two decimals for compatibility's sake, which must be zero.
      ...nameUnits('ISK UGX', { exponent: 2, multiple: 100 }),
    ]),
    unknown: new Set(),
  },
  adyen: {
    usualExponent: 2,
    units: new Map([
      ...nameUnits('CVE DJF GNF IDR JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF', { exponent: 0, multiple: 1 }),
      ...nameUnits('BHD IQD JOD KWD LYD OMR TND', { exponent: 3, multiple: 1 }),
    ]),
    // Sent in the wrong unit, a payment would be a hundred times what it should be.
    unknown: new Set(['BIF', 'MGA']),
  },
}

/** An ISO amount as the integer the provider wants. Never rounds: what cannot be said exactly is a failure. */
export function toProviderAmount(provider: UnitProvider, amount: Money): Result<number, InexpressibleAmount> {
  const step = findChargeStep(provider, amount.currency)
  if (step === null) return fail({ kind: 'unit_unknown' })
  const minor = BigInt(assertMinor(amount.amountMinor))
  const beyond = modulo(minor, BigInt(step))
  if (beyond !== 0n) {
    const lower = minor - beyond
    return fail({ kind: 'between_units', lowerMinor: Number(lower), upperMinor: Number(lower + BigInt(step)) })
  }
  const { exponent } = getUnit(provider, amount.currency)
  const shift = exponent - getCurrencyExponent(amount.currency)
  const value = shift >= 0 ? minor * 10n ** BigInt(shift) : minor / 10n ** BigInt(-shift)
  return isSafe(value) ? succeed(Number(value)) : fail({ kind: 'too_large' })
}

/**
 * A provider's integer as an ISO amount. Fails where the provider counts in finer units than ISO and the integer is
 * between two of them, which money that was asked for by `toProviderAmount` never is.
 */
export function fromProviderAmount(
  provider: UnitProvider,
  value: number,
  currency: CurrencyCode,
): Result<Money, InexpressibleAmount> {
  if (findChargeStep(provider, currency) === null) return fail({ kind: 'unit_unknown' })
  const { exponent } = getUnit(provider, currency)
  const shift = exponent - getCurrencyExponent(currency)
  const units = BigInt(assertMinor(value))
  const scale = 10n ** BigInt(Math.abs(shift))
  if (shift > 0) {
    const beyond = modulo(units, scale)
    const lower = (units - beyond) / scale
    if (beyond !== 0n) {
      return fail({ kind: 'between_units', lowerMinor: Number(lower), upperMinor: Number(lower + 1n) })
    }
    return succeed({ amountMinor: assertMinor(Number(lower)), currency })
  }
  const minor = units * scale
  return isSafe(minor) ? succeed({ amountMinor: Number(minor), currency }) : fail({ kind: 'too_large' })
}

const PLAIN_DECIMAL = /^-?\d{1,15}(?:\.\d{1,12})?$/

/** An amount of a provider's report, in units of the currency with a decimal point ("12.5"), as an ISO amount. Never rounds. */
export function parseProviderDecimal(
  provider: UnitProvider,
  text: string,
  currency: CurrencyCode,
): Result<Money, UnreadableDecimal> {
  if (!PLAIN_DECIMAL.test(text)) return fail({ kind: 'malformed' })
  const { exponent } = getUnit(provider, currency)
  const [whole = '', fraction = ''] = text.split('.')
  if (/[1-9]/.test(fraction.slice(exponent))) return fail({ kind: 'too_precise' })
  const value = Number(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`)
  return Number.isSafeInteger(value) ? fromProviderAmount(provider, value, currency) : fail({ kind: 'too_large' })
}

/**
 * What an amount must be a multiple of, in ISO minor units, for the provider to take it exactly: 10 for KWD with
 * Stripe, 100 for IDR with Adyen. Null where the provider's unit is unknown. A gateway's `getChargeStep` says this.
 */
export function findChargeStep(provider: UnitProvider, currency: CurrencyCode): number | null {
  if (TABLES[provider].unknown.has(currency)) return null
  const { exponent, multiple } = getUnit(provider, currency)
  const shift = exponent - getCurrencyExponent(currency)
  if (shift < 0) return multiple * 10 ** -shift
  return multiple / greatestCommonDivisor(multiple, 10 ** shift)
}

function getUnit(provider: UnitProvider, currency: CurrencyCode): ProviderUnit {
  const { units, usualExponent } = TABLES[provider]
  return units.get(currency) ?? { exponent: usualExponent, multiple: 1 }
}

function nameUnits(codes: string, unit: ProviderUnit): [string, ProviderUnit][] {
  return codes.split(' ').map((code) => [code, unit])
}

/** The remainder that is never negative. */
function modulo(value: bigint, divisor: bigint): bigint {
  return ((value % divisor) + divisor) % divisor
}

function isSafe(value: bigint): boolean {
  return Number.isSafeInteger(Number(value))
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
