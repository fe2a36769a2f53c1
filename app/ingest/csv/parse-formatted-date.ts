import type { DATE_FORMATS } from '~/domain/bank-table'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import { isPlausibleYear } from '../plausible-year'

export type DateFormat = (typeof DATE_FORMATS)[number]

const patternByFormat: Record<DateFormat, RegExp> = {
  'YYYY-MM-DD': /^(?<year>\d{4})-(?<month>\d{1,2})-(?<day>\d{1,2})$/,
  'YYYY/MM/DD': /^(?<year>\d{4})\/(?<month>\d{1,2})\/(?<day>\d{1,2})$/,
  YYYYMMDD: /^(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})$/,
  'DD.MM.YYYY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})$/,
  'DD.MM.YY': /^(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{2})$/,
  'DD/MM/YYYY': /^(?<day>\d{1,2})\/(?<month>\d{1,2})\/(?<year>\d{4})$/,
  'DD-MM-YYYY': /^(?<day>\d{1,2})-(?<month>\d{1,2})-(?<year>\d{4})$/,
  'MM/DD/YYYY': /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{4})$/,
}

/** Reads a day written in that order; a time after a space or a T is left out. Null when it is no such day. */
export function parseFormattedDate(text: string, format: DateFormat): CalendarDay | null {
  const [date = ''] = text.trim().split(/[T ]/)
  const groups = patternByFormat[format].exec(date)?.groups
  // Two digits are of this century: what is imported is invoices and bookings.
  const year = groups?.year?.padStart(4, '20')
  if (groups === undefined || !isPlausibleYear(year)) return null
  return parseCalendarDay(`${year}-${groups.month?.padStart(2, '0')}-${groups.day?.padStart(2, '0')}`)
}
