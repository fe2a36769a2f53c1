/**
 * Amounts of money as integers of the currency's minor unit.
 *
 * `Money` is a plain object, because it crosses the border between server and browser. Every function asserts that
 * what it returns is a safe integer.
 */
import currency from 'currency.js'
import { getCurrencyExponent, type CurrencyCode } from './currency'

export interface Money {
  /** Integer minor units (cents for EUR, yen for JPY, fils for KWD). */
  readonly amountMinor: number
  readonly currency: CurrencyCode
}

/** Builds an amount. Throws a RangeError when `amountMinor` is not a safe integer. */
export function createMoney(amountMinor: number, currencyCode: CurrencyCode): Money {
  return { amountMinor: assertMinor(amountMinor), currency: currencyCode }
}

/** Returns `amountMinor` without negative zero; throws a RangeError when it is not a safe integer. */
export function assertMinor(amountMinor: number): number {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`not a whole amount of minor units: ${amountMinor}`)
  return amountMinor === 0 ? 0 : amountMinor
}

/** Divides two safe integers to the nearest integer, halves away from zero. `denominator` must be positive. */
export function divideRounded(numerator: number, denominator: number): number {
  const [n, d] = [BigInt(numerator), BigInt(denominator)]
  if (d <= 0n) throw new RangeError('denominator must be positive')
  const doubled = (n < 0n ? -n : n) * 2n + d
  const magnitude = doubled / (d * 2n)
  return assertMinor(Number(n < 0n ? -magnitude : magnitude))
}

/** `amountMinor * numerator / denominator`, rounded half away from zero, exact however large the product. */
export function multiplyRatio(amountMinor: number, numerator: number, denominator: number): number {
  return multiplyRatios(amountMinor, [[numerator, denominator]])
}

/** A numerator and a positive denominator. */
export type Ratio = readonly [number, number]

/** An amount times several ratios, exact and rounded once, half away from zero. */
export function multiplyRatios(amountMinor: number, ratios: readonly Ratio[]): number {
  let product = BigInt(assertMinor(amountMinor))
  let d = 1n
  for (const [numerator, denominator] of ratios) {
    product *= BigInt(numerator)
    d *= BigInt(denominator)
  }
  if (d <= 0n) throw new RangeError('denominator must be positive')
  const magnitude = ((product < 0n ? -product : product) * 2n + d) / (d * 2n)
  return assertMinor(Number(product < 0n ? -magnitude : magnitude))
}

/** A share of an amount in basis points (1 bps = 0.01 %), rounded half away from zero. */
export function multiplyBps(amountMinor: number, rateBps: number): number {
  return multiplyRatio(amountMinor, rateBps, 10_000)
}

/**
 * Splits `totalMinor` in proportion to `weights` by largest remainder, so that the parts always sum to the whole.
 * Weights are non-negative integers with a positive sum; ties go to the earlier part.
 */
export function splitMinor(totalMinor: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + BigInt(weight), 0n)
  if (sum <= 0n || weights.some((weight) => weight < 0))
    throw new RangeError('weights must be non-negative with a positive sum')
  const sign = totalMinor < 0 ? -1n : 1n
  const total = BigInt(assertMinor(totalMinor)) * sign
  const parts = weights.map((weight, index) => {
    const share = total * BigInt(weight)
    return { index, floor: share / sum, remainder: share % sum }
  })
  let rest = total - parts.reduce((acc, part) => acc + part.floor, 0n)
  const byRemainder = [...parts].sort((a, b) =>
    a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1,
  )
  for (const part of byRemainder) {
    if (rest === 0n) break
    part.floor += 1n
    rest -= 1n
  }
  return parts.map((part) => assertMinor(Number(part.floor * sign)))
}

const PLAIN_DECIMAL = /^[+-]?\d{1,15}(?:\.\d{1,12})?$/

/**
 * Reads a plain decimal ("1234.5", "-0.01": dot, no grouping) as minor units.
 * Returns null when the text is not such a number, has more significant decimals than the currency, or is too large.
 */
export function parseDecimalToMinor(text: string, currencyCode: CurrencyCode): number | null {
  const trimmed = text.trim()
  if (!PLAIN_DECIMAL.test(trimmed)) return null
  const exponent = getCurrencyExponent(currencyCode)
  const [whole = '', fraction = ''] = trimmed.split('.')
  if (/[1-9]/.test(fraction.slice(exponent))) return null
  const digits = `${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`
  const minor = Number(digits)
  return Number.isSafeInteger(minor) ? assertMinor(minor) : null
}

/**
 * Rounds a plain decimal of any precision to minor units, half away from zero. For figures a document states more
 * precisely than the currency (quantity times unit price). Returns null when the text is not a plain decimal.
 */
export function roundDecimalToMinor(text: string, currencyCode: CurrencyCode): number | null {
  const trimmed = text.trim()
  if (!PLAIN_DECIMAL.test(trimmed)) return null
  const exponent = getCurrencyExponent(currencyCode)
  const negative = trimmed.startsWith('-')
  const [whole = '', fraction = ''] = trimmed.replace(/^[+-]/, '').split('.')
  const kept = BigInt(`${whole}${fraction.slice(0, exponent).padEnd(exponent, '0')}`)
  const up = Number(fraction[exponent] ?? '0') >= 5
  const magnitude = Number(up ? kept + 1n : kept)
  return Number.isSafeInteger(magnitude) ? assertMinor(negative ? -magnitude : magnitude) : null
}

/** Writes minor units as a plain decimal with the currency's decimals ("1234.50"): for files and APIs, not for people. */
export function formatMinorAsDecimal(amountMinor: number, currencyCode: CurrencyCode): string {
  const exponent = getCurrencyExponent(currencyCode)
  const scale = 10 ** exponent
  const magnitude = Math.abs(assertMinor(amountMinor))
  const fraction = magnitude % scale
  // Whole units by themselves: beyond 2 ** 46 a float has no room for two decimals beside them.
  const whole = currency((magnitude - fraction) / scale, { precision: 0 }).format({ symbol: '', separator: '' })
  const decimals = exponent === 0 ? '' : `.${String(fraction).padStart(exponent, '0')}`
  return `${amountMinor < 0 ? '-' : ''}${whole}${decimals}`
}
