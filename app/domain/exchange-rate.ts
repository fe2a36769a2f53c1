/**
 * Reference rates and exact conversion at them. Rates are decimals as text; all arithmetic is on integers.
 *
 * The European Central Bank publishes units of a currency for one euro; a rate between two others is computed through
 * the euro, as article 4 of Regulation (EC) No 1103/97 has it done.
 */
import { countDaysBetween, type CalendarDay } from './calendar-day'
import { getCurrencyExponent, parseCurrencyCode, type CurrencyCode } from './currency'
import type { CurrencyPolicy } from './currency-policy'
import type { Money } from './money'

/** `ecb`: fetched from the European Central Bank. `bundled`: the dated table that comes with the portal. */
export const RATE_SOURCES = ['ecb', 'bundled'] as const

export type RateSourceName = (typeof RATE_SOURCES)[number]

/** What a source published for one day. */
export interface RateTable {
  readonly source: RateSourceName
  readonly rateOn: CalendarDay
  /** Units of the currency for one euro: positive plain decimals. The euro itself is not among them. */
  readonly perEuro: ReadonlyMap<CurrencyCode, string>
}

/** Enough that an amount of a billion minor units is converted to within a thousandth of one. */
const SIGNIFICANT_DIGITS = 12

const RATE_TEXT = /^\d{1,24}(?:\.\d{1,40})?$/

interface Decimal {
  readonly digits: bigint
  /** Of the digits, how many stand behind the point. */
  readonly scale: number
}

const ONE: Decimal = { digits: 1n, scale: 0 }

/** Whether a text is a rate: a positive plain decimal ("1.0556"). */
export function isRateText(text: string): boolean {
  return RATE_TEXT.test(text) && /[1-9]/.test(text)
}

/**
 * Units of `to` for one of `from`, as a plain decimal: exact where it can be, else rounded half up to twelve
 * significant digits. Null when the table lacks one of the two.
 */
export function findReferenceRate(table: RateTable, from: CurrencyCode, to: CurrencyCode): string | null {
  const [fromRate, toRate] = [findEuroRate(table, from), findEuroRate(table, to)]
  if (!fromRate || !toRate) return null
  if (from === to) return '1'
  return writeDecimal(divide(toRate, fromRate))
}

/** The rate with the margin on top: exact. */
export function addMargin(rate: string, marginBps: number): string {
  const { digits, scale } = readDecimal(rate)
  return writeDecimal({ digits: digits * BigInt(10_000 + marginBps), scale: scale + 4 })
}

/**
 * What an amount is in another currency at `rate` (units of `to` for one of the amount's currency), in minor units of
 * `to`: the nearest multiple of `stepMinor`, halves away from zero. Null where that is no safe integer.
 */
export function convertAtRate(amount: Money, rate: string, to: CurrencyCode, stepMinor = 1): number | null {
  const { digits, scale } = readDecimal(rate)
  const step = BigInt(stepMinor)
  const numerator = BigInt(amount.amountMinor) * digits * 10n ** BigInt(getCurrencyExponent(to))
  const denominator = 10n ** BigInt(scale + getCurrencyExponent(amount.currency)) * step
  const magnitude = ((numerator < 0n ? -numerator : numerator) * 2n + denominator) / (denominator * 2n)
  const converted = Number((numerator < 0n ? -magnitude : magnitude) * step)
  if (!Number.isSafeInteger(converted)) return null
  return converted === 0 ? 0 : converted
}

/** Currencies that a table can convert, the euro first and the others by their codes. */
export function listRateCurrencies(table: RateTable): CurrencyCode[] {
  const euro = parseCurrencyCode('EUR')
  return [...(euro ? [euro] : []), ...[...table.perEuro.keys()].sort()]
}

/** Whole days since the rates were published; 0 on their own day, and where a zone is behind the bank's. */
export function countRateAgeDays({ rateOn }: Pick<RateTable, 'rateOn'>, today: CalendarDay): number {
  return Math.max(0, countDaysBetween(rateOn, today))
}

/** The table that a creditor lets be quoted today: a fetched one that is fresh enough, else the bundled one if it may be. */
export function chooseQuotableTable(
  tables: readonly RateTable[],
  policy: Pick<CurrencyPolicy, 'oldestRateDays' | 'quotesBundledRates'>,
  today: CalendarDay,
): RateTable | null {
  const fresh = tables.filter(
    (table) => table.source !== 'bundled' && countRateAgeDays(table, today) <= policy.oldestRateDays,
  )
  const newest = findNewestTable(fresh)
  if (newest || !policy.quotesBundledRates) return newest
  return findNewestTable(tables.filter(({ source }) => source === 'bundled'))
}

/** The table of the latest day: enough for figures that bind nobody, where that day is shown. */
export function findNewestTable(tables: readonly RateTable[]): RateTable | null {
  return tables.reduce<RateTable | null>(
    (newest, table) => (newest === null || table.rateOn > newest.rateOn ? table : newest),
    null,
  )
}

function findEuroRate(table: RateTable, currency: CurrencyCode): Decimal | null {
  if (currency === 'EUR') return ONE
  const rate = table.perEuro.get(currency)
  return rate === undefined ? null : readDecimal(rate)
}

function readDecimal(text: string): Decimal {
  if (!isRateText(text)) throw new RangeError(`not a rate: ${text}`)
  const [whole = '', fraction = ''] = text.split('.')
  return { digits: BigInt(whole + fraction), scale: fraction.length }
}

/** The quotient to `SIGNIFICANT_DIGITS`; both are positive. */
function divide(dividend: Decimal, divisor: Decimal): Decimal {
  const numerator = dividend.digits * 10n ** BigInt(divisor.scale)
  const denominator = divisor.digits * 10n ** BigInt(dividend.scale)
  const wholeDigits = (numerator / denominator).toString().length
  let scale = Math.max(0, SIGNIFICANT_DIGITS - wholeDigits)
  // Zeros behind the point of a quotient below one are not significant.
  while (numerator * 10n ** BigInt(scale) < denominator * 10n ** BigInt(SIGNIFICANT_DIGITS - 1)) scale += 1
  const digits = (numerator * 10n ** BigInt(scale) * 2n + denominator) / (denominator * 2n)
  return { digits, scale }
}

function writeDecimal({ digits, scale }: Decimal): string {
  const text = digits.toString().padStart(scale + 1, '0')
  const whole = text.slice(0, text.length - scale)
  const fraction = text.slice(text.length - scale).replace(/0+$/, '')
  return fraction === '' ? whole : `${whole}.${fraction}`
}
