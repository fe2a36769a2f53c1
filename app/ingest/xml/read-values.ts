/** Typed values of elements; each refuses what it cannot read, naming element and line. */
import { addDays, parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode, type CurrencyCode } from '~/domain/currency'
import { roundDecimalToMinor } from '~/domain/money'
import { normalizeDecimal, percentToBps } from '../decimal-text'
import { isPlausibleYear } from '../plausible-year'
import { refuse } from '../ingest-refusal'
import { placeOf, type XmlElement } from './xml-element'

/** More decimals cannot change how an amount rounds, and `roundDecimalToMinor` reads no more. */
const ROUNDING_DECIMALS = 12

/**
 * An amount in minor units. Where the document states more decimals than its currency has, the amount is rounded half
 * away from zero: nobody can pay the rest. A `currencyID` other than the document's currency is refused.
 */
export function readAmount(element: XmlElement, currency: CurrencyCode): number {
  const stated = element.attributes.get('currencyID')
  if (stated !== undefined && stated !== currency) {
    refuse('currency_mismatch', `the amount is in ${stated}, the document in ${currency}`, placeOf(element))
  }
  const decimal = readDecimal(element)
  const [whole = '', fraction = ''] = decimal.split('.')
  const minor = roundDecimalToMinor(`${whole}.${(fraction || '0').slice(0, ROUNDING_DECIMALS)}`, currency)
  return minor ?? refuse('invalid_field', `"${element.text.slice(0, 40)}" is too large an amount`, placeOf(element))
}

export function readOptionalAmount(element: XmlElement | undefined, currency: CurrencyCode): number | undefined {
  return element === undefined || element.text === '' ? undefined : readAmount(element, currency)
}

/** A plain decimal with the document's own decimals. */
function readDecimal(element: XmlElement): string {
  return (
    normalizeDecimal(element.text) ??
    refuse('invalid_field', `"${element.text.slice(0, 40)}" is not a number`, placeOf(element))
  )
}

export function readOptionalDecimal(element: XmlElement | undefined): string | undefined {
  return element === undefined || element.text === '' ? undefined : readDecimal(element)
}

/** An ISO 4217 code. */
export function readCurrency(element: XmlElement): CurrencyCode {
  return (
    parseCurrencyCode(element.text) ??
    refuse('invalid_field', `"${element.text.slice(0, 40)}" is not a currency of ISO 4217`, placeOf(element))
  )
}

/** A day written `YYYY-MM-DD` (a time or zone after it is left out) or `YYYYMMDD`, as UN/EDIFACT 2379 codes 102, 203 and 204. */
export function readDay(element: XmlElement): CalendarDay {
  const match =
    /^(\d{4})-(\d{2})-(\d{2})(?:T.*|Z|[+-]\d{2}:\d{2})?$/.exec(element.text) ??
    /^(\d{4})(\d{2})(\d{2})(?:\d{4}|\d{6})?$/.exec(element.text)
  const day = match && isPlausibleYear(match[1]) ? parseCalendarDay(`${match[1]}-${match[2]}-${match[3]}`) : null
  return day ?? refuse('invalid_field', `"${element.text.slice(0, 40)}" is not a date`, placeOf(element))
}

export function readOptionalDay(element: XmlElement | undefined): CalendarDay | undefined {
  return element === undefined || element.text === '' ? undefined : readDay(element)
}

/** `true` or `false` as XML Schema writes them. */
export function readBoolean(element: XmlElement): boolean {
  if (element.text === 'true' || element.text === '1') return true
  if (element.text === 'false' || element.text === '0') return false
  return refuse('invalid_field', `"${element.text.slice(0, 40)}" is neither true nor false`, placeOf(element))
}

/** The bytes of a base64 element; undefined where it is absent or empty. */
export function readBase64(element: XmlElement | undefined): Uint8Array | undefined {
  if (element === undefined || element.text === '') return undefined
  const packed = element.text.replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(packed)) refuse('invalid_field', 'the attachment is not base64', placeOf(element))
  return new Uint8Array(Buffer.from(packed, 'base64'))
}

/** A discount rate in basis points, from more than nothing up to all of it; null for a rate of nothing. */
export function readDiscountRate(element: XmlElement): number | null {
  const rateBps = percentToBps(element.text)
  if (rateBps === null || rateBps < 0 || rateBps > 10_000) {
    refuse(
      'invalid_field',
      `"${element.text.slice(0, 40)}" is not a discount in per cent with at most two decimals`,
      placeOf(element),
    )
  }
  return rateBps === 0 ? null : rateBps
}

/** The day a period after `from`; units of UN/ECE Recommendation 20: DAY, WEE, MON, ANN. */
export function addMeasuredPeriod(from: CalendarDay, measure: XmlElement): CalendarDay {
  const count = /^\d{1,4}(?:\.0+)?$/.test(measure.text) ? Number.parseInt(measure.text, 10) : null
  const unit = measure.attributes.get('unitCode') ?? 'DAY'
  if (count !== null && unit === 'DAY') return addDays(from, count)
  if (count !== null && unit === 'WEE') return addDays(from, count * 7)
  if (count !== null && unit === 'MON') return addMonths(from, count)
  if (count !== null && unit === 'ANN') return addMonths(from, count * 12)
  return refuse(
    'invalid_field',
    `"${measure.text.slice(0, 20)} ${unit}" is not a period of days, weeks, months or years`,
    placeOf(measure),
  )
}

/** The same day of a later month, or the month's last day where it has no such day. */
function addMonths(from: CalendarDay, months: number): CalendarDay {
  const [year = 0, month = 1, day = 1] = from.split('-').map(Number)
  const lastOfTarget = new Date(Date.UTC(year, month + months, 0))
  const target = new Date(
    Date.UTC(lastOfTarget.getUTCFullYear(), lastOfTarget.getUTCMonth(), Math.min(day, lastOfTarget.getUTCDate())),
  )
  const text = target.toISOString().slice(0, 10)
  return parseCalendarDay(text) ?? refuse('invalid_field', `a period ends beyond the calendar: ${text}`)
}
