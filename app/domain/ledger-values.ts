/** Amounts and days as ledgers write them, in whatever country. */
import { parseCalendarDay, type CalendarDay } from './calendar-day'
import { parseCurrencyCode, type CurrencyCode } from './currency'
import { writeAsciiDigits } from './ledger-number'
import { parseDecimalToMinor } from './money'

export const DECIMAL_SIGNS = ['.', ','] as const

export type DecimalSign = (typeof DECIMAL_SIGNS)[number]

/** Of a day in figures; one that begins with the year is read whatever the order. */
export const DATE_ORDERS = ['dmy', 'mdy'] as const

export type DateOrder = (typeof DATE_ORDERS)[number]

const AMOUNT = /^\d{1,3}(?:[.,' ]\d{3})+(?:[.,]\d+)?$|^\d+(?:[.,]\d*)?$|^[.,]\d+$/

/** Takes away what stands around the figures: signs of currencies, spaces, brackets, a minus behind. */
function readFigures(text: string): { figures: string; isNegative: boolean } | null {
  const plain = writeAsciiDigits(text)
    .replace(/[\u200e\u200f\u061c\u2066-\u2069]/g, '')
    .replaceAll('٫', ',')
    .replaceAll('٬', "'")
    .replace(/[\u2018\u2019\u02bc]/g, "'")
    .replace(/[\u2212\u2013]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
  const isBracketed = /^\(.*\)$/.test(plain)
  const match = SURROUNDED.exec(isBracketed ? plain.slice(1, -1).trim() : plain)
  if (match === null) return null
  const [, before = '', prefix = '', inside = '', figures = '', behind = '', suffix = '', last = ''] = match
  const minuses = [before, inside, behind, last].filter((sign) => sign !== '')
  if (minuses.length > 1 || ![prefix, suffix].every(isCurrencySign) || !AMOUNT.test(figures)) return null
  return { figures, isNegative: isBracketed || minuses[0] === '-' }
}

/** Sign, currency, sign, figures, sign, currency, sign. */
const SURROUNDED =
  /^([+-]?) ?([\p{Sc}\p{L}.]*?) ?([+-]?) ?(\d(?:[\d.,' ]*\d)?|[.,]\d+) ?([+-]?) ?([\p{Sc}\p{L}.]*) ?([+-]?)$/u

function isCurrencySign(text: string): boolean {
  return text === '' || /^\p{Sc}$/u.test(text) || parseLedgerCurrency(text) !== null
}

/** Null where the text is no amount, or has more decimals than the currency. */
export function parseLedgerAmount(text: string, currency: CurrencyCode, decimalSign: DecimalSign): number | null {
  const read = readFigures(text)
  if (read === null) return null
  const grouping = decimalSign === '.' ? ',' : '.'
  const [whole = '', fraction = '', ...more] = read.figures.split(decimalSign)
  if (more.length > 0 || fraction.includes(grouping)) return null
  const isGrouped = /[.,' ]/.test(whole)
  if (isGrouped && !/^\d{1,3}(?:([.,' ])\d{3})(?:\1\d{3})*$/.test(whole)) return null
  const digits = whole.replace(/\D/g, '')
  const minor = parseDecimalToMinor(`${digits === '' ? '0' : digits}.${fraction === '' ? '0' : fraction}`, currency)
  return minor === null ? null : read.isNegative && minor !== 0 ? -minor : minor
}

/** Whether the text could be an amount, whichever its currency and decimal sign. */
export function isAmountLike(text: string): boolean {
  return readFigures(text) !== null
}

/** Which sign begins the decimals, by amounts that can be read one way only; null where none can. */
export function guessDecimalSign(texts: readonly string[]): DecimalSign | null {
  let points = 0
  for (const text of texts) {
    const figures = readFigures(text)?.figures ?? ''
    const [point, comma] = [figures.lastIndexOf('.'), figures.lastIndexOf(',')]
    const last = Math.max(point, comma)
    if (last < 0) continue
    const isPoint = point > comma
    const sign = isPoint ? '.' : ','
    const behind = figures.length - last - 1
    const isGrouping = point < 0 || comma < 0 ? behind === 3 : false
    if (figures.split(sign).length > 2) points += isPoint ? -1 : 1
    else if (!isGrouping) points += isPoint ? 1 : -1
  }
  return points === 0 ? null : points > 0 ? '.' : ','
}

const SEPARATED_DAY = /^(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})\.?$/
const NAMED_DAY = /^(\d{1,2})[.\s/-]+(?:de\s+)?(\p{L}+)\.?[.\s/-]+(?:de\s+)?(\d{2,4})$/u

/** A day in figures, or with the month's name in a language of those whose ledgers are read. A time is left out. */
export function parseLedgerDay(text: string, order: DateOrder): CalendarDay | null {
  const plain = writeAsciiDigits(text)
    .replace(/[\u200e\u200f\u061c]/g, '')
    .trim()
    .replace(/(?<=\d)(?:T|,?\s+)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?Z?$/i, '')
  const solid = /^(\d{4})(\d{2})(\d{2})$/.exec(plain)
  if (solid !== null) return writeDay(solid[1], solid[2], solid[3])
  const named = NAMED_DAY.exec(plain)
  if (named !== null) return writeDay(named[3], findMonth(named[2] ?? ''), named[1])
  const match = SEPARATED_DAY.exec(plain)
  if (match === null) return null
  const [, first = '', second = '', third = ''] = match
  if (first.length === 4) return writeDay(first, second, third)
  return order === 'mdy' ? writeDay(third, first, second) : writeDay(third, second, first)
}

function writeDay(year = '', month = '', day = ''): CalendarDay | null {
  const century = year.length === 2 ? `20${year}` : year
  if (century < '1990' || century > '2099') return null
  return parseCalendarDay(`${century}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

const LANGUAGES = ['en', 'de', 'ro', 'fy', 'ar', 'fr', 'es', 'it', 'nl', 'pl'] as const

let monthNames: ReadonlyMap<string, string> | null = null

function findMonth(name: string): string {
  monthNames ??= listMonthNames()
  return monthNames.get(simplifyMonth(name)) ?? ''
}

function listMonthNames(): Map<string, string> {
  const names = new Map<string, string>()
  for (const language of LANGUAGES) {
    for (const style of ['long', 'short'] as const) {
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month: style, timeZone: 'UTC' })
      for (let month = 0; month < 12; month += 1) {
        const parts = format.formatToParts(new Date(Date.UTC(2026, month, 1)))
        const name = parts.find(({ type }) => type === 'month')?.value ?? ''
        if (/^\p{L}/u.test(name)) names.set(simplifyMonth(name), String(month + 1))
      }
    }
  }
  return names
}

function simplifyMonth(name: string): string {
  return name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
}

/** Whether day or month stands first, by days that can be read one way only; null where all can be read both ways. */
export function guessDateOrder(texts: readonly string[]): DateOrder | null {
  let days = 0
  for (const text of texts) {
    const match = SEPARATED_DAY.exec(
      writeAsciiDigits(text)
        .trim()
        .split(/[T ]\d{1,2}:/)[0] ?? '',
    )
    if (match === null || match[1]?.length === 4) continue
    // Nobody writes the month first between points.
    if (text.includes('.') || Number(match[1]) > 12) days += 1
    else if (Number(match[2]) > 12) days -= 1
  }
  return days === 0 ? null : days > 0 ? 'dmy' : 'mdy'
}

/** A code, or one of the few signs that mean one currency alone. */
export function parseLedgerCurrency(text: string): CurrencyCode | null {
  const plain = text.trim()
  return parseCurrencyCode(SIGNS.get(plain.toLowerCase()) ?? plain)
}

const SIGNS: ReadonlyMap<string, string> = new Map([
  ['€', 'EUR'],
  ['euro', 'EUR'],
  ['£', 'GBP'],
  ['lei', 'RON'],
  ['zł', 'PLN'],
  ['zl', 'PLN'],
  ['sfr', 'CHF'],
  ['sfr.', 'CHF'],
])
