/**
 * Amounts as people type them: "1.234,50", "1,234.50", "1 234,50", "1'234.50", "١٬٢٣٤٫٥٠", with or without the
 * currency's sign. A text that could mean two amounts is refused, never guessed.
 */
import { getCurrencyExponent, type CurrencyCode } from '~/domain/currency'
import { parseDecimalToMinor } from '~/domain/money'
import { fail, succeed, type Result } from '~/domain/result'

export type AmountProblem =
  | 'empty'
  /** Not an amount: letters, a sign, separators in places where none belongs. */
  | 'malformed'
  /** "1.234" where the point might group thousands or begin the decimals. */
  | 'ambiguous'
  /** More decimals than the currency has. */
  | 'too_precise'
  | 'too_large'

/** Reads an amount as minor units (never negative). `locale` is the BCP 47 tag by which the reader's amounts are written. */
export function parseAmount(text: string, currency: CurrencyCode, locale: string): Result<number, AmountProblem> {
  const notation = getNotation(currency, locale)
  const number = removeCurrency(normalizeSigns(text), notation)
  if (number === '') return fail('empty')
  if (!/^[\d.,٫٬' ]+$/.test(number) || !/\d$/.test(number)) return fail('malformed')
  const read = splitNumber(number, getCurrencyExponent(currency), notation)
  if (!read.ok) return read
  const { whole, fraction } = read.value
  if (whole.length > MOST_DIGITS) return fail('too_large')
  if (/[1-9]/.test(fraction.slice(getCurrencyExponent(currency)))) return fail('too_precise')
  const minor = parseDecimalToMinor(fraction === '' ? whole : `${whole}.${fraction.slice(0, 3)}`, currency)
  return minor === null ? fail('too_large') : succeed(minor)
}

/**
 * Reads a quantity or a price as a plain decimal ("1234.5"), with all its decimals. The reader's own way of writing
 * decides what "1.234" is, where it has one sign for thousands and another for decimals.
 */
export function parseDecimalText(text: string, currency: CurrencyCode, locale: string): Result<string, AmountProblem> {
  const notation = getNotation(currency, locale)
  const number = removeCurrency(normalizeSigns(text), notation)
  if (number === '') return fail('empty')
  if (!/^[\d.,٫٬' ]+$/.test(number) || !/\d$/.test(number)) return fail('malformed')
  const read = splitNumber(number, null, notation)
  if (!read.ok) return read
  const { whole, fraction } = read.value
  if (whole.length > MOST_DIGITS) return fail('too_large')
  if (fraction.length > MOST_DECIMALS) return fail('too_precise')
  const plain = whole.replace(/^0+(?=\d)/, '')
  return succeed(fraction === '' ? plain : `${plain}.${fraction}`)
}

const MOST_DIGITS = 15
const MOST_DECIMALS = 8

/** One character for everything that is drawn or typed in its place: digits, spaces, apostrophes; marks of direction go. */
function normalizeSigns(text: string): string {
  return text
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
    .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replaceAll('\u060c', ',')
    .replace(/\s+/g, ' ')
    .trim()
}

/** How a locale writes amounts of a currency. */
interface Notation {
  /** The currency's code and signs, in upper case. */
  readonly currencySigns: readonly string[]
  readonly decimals: ReadonlySet<string>
  readonly groups: ReadonlySet<string>
}

const notations = new Map<string, Notation>()

function getNotation(currency: CurrencyCode, locale: string): Notation {
  const key = `${locale} ${currency}`
  let notation = notations.get(key)
  if (!notation) {
    // Locales come from requests: keep the memory bounded.
    if (notations.size >= 500) notations.clear()
    notation = describeNotation(currency, locale)
    notations.set(key, notation)
  }
  return notation
}

function describeNotation(currency: CurrencyCode, locale: string): Notation {
  // Separators in plain numbers and beside a currency differ in some countries, such as Austria.
  const parts = [
    new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }),
    ...(['symbol', 'narrowSymbol', 'code'] as const).map(
      (currencyDisplay) =>
        new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay, minimumFractionDigits: 1 }),
    ),
  ].flatMap((format) => format.formatToParts(1_234_567.8))
  const collect = (wanted: string) =>
    parts.filter(({ type }) => type === wanted).map(({ value }) => (/^\s$/.test(value) ? ' ' : normalizeSigns(value)))
  return {
    currencySigns: [...new Set(collect('currency').map((sign) => sign.toUpperCase()))].filter((sign) => sign !== ''),
    decimals: new Set(collect('decimal')),
    groups: new Set(collect('group')),
  }
}

/** Takes away the currency's code or sign from either end. */
function removeCurrency(text: string, { currencySigns }: Notation): string {
  const upper = text.toUpperCase()
  for (const sign of currencySigns) {
    if (upper.startsWith(sign)) return text.slice(sign.length).trim()
    if (upper.endsWith(sign)) return text.slice(0, -sign.length).trim()
  }
  return text
}

interface NumberParts {
  readonly whole: string
  readonly fraction: string
}

/** Thousands, or the Indian way of grouping. A group never begins the number with a nought. */
const GROUPED = /^[1-9]\d{0,2}(?:#\d{3})+$|^[1-9]\d?(?:#\d{2})*#\d{3}$/

/** `exponent` is the currency's, null where there may be any number of decimals. */
function splitNumber(number: string, exponent: number | null, own: Notation): Result<NumberParts, AmountProblem> {
  const used = Array.from(number.replace(/\d/g, ''))
  const last = used.at(-1)
  if (last === undefined) return succeed({ whole: number, fraction: '' })
  const kinds = new Set(used)
  if (kinds.size > 2) return fail('malformed')
  if (kinds.size === 2) {
    const position = number.lastIndexOf(last)
    const [group = ''] = kinds
    // The last one begins the decimals; it is there once, and the others group thousands.
    if (group === last || used.filter((sign) => sign === last).length > 1) return fail('malformed')
    return readDecimal(number.slice(0, position), number.slice(position + 1), last, group)
  }
  if (used.length > 1) return readGrouped(number, last)
  const [whole = '', fraction = ''] = number.split(last)
  if (ONLY_GROUPS.has(last)) return readGrouped(number, last)
  const mayGroup = last !== '٫' && readGrouped(number, last).ok
  if (!mayGroup) return readDecimal(whole, fraction, last, null)
  // "1.234": the reader's own way of writing decides, unless the currency makes both readings likely.
  const [groups, decimals] = [own.groups.has(last), own.decimals.has(last)]
  if (groups && !decimals && (exponent ?? 0) < 3) return readGrouped(number, last)
  if (decimals && !groups && (exponent ?? 3) === 3) return readDecimal(whole, fraction, last, null)
  return fail('ambiguous')
}

/** Signs that never begin decimals. */
const ONLY_GROUPS: ReadonlySet<string> = new Set([' ', "'", '٬'])

function readGrouped(number: string, group: string): Result<NumberParts, AmountProblem> {
  if (group === '٫' || !GROUPED.test(number.replaceAll(group, '#'))) return fail('malformed')
  return succeed({ whole: number.replaceAll(group, ''), fraction: '' })
}

function readDecimal(
  whole: string,
  fraction: string,
  decimal: string,
  group: string | null,
): Result<NumberParts, AmountProblem> {
  if (ONLY_GROUPS.has(decimal)) return fail('malformed')
  if (group === null) return succeed({ whole: whole === '' ? '0' : whole, fraction })
  const grouped = readGrouped(whole, group)
  return grouped.ok ? succeed({ whole: grouped.value.whole, fraction }) : grouped
}
