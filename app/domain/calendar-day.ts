/**
 * Calendar days: a day without a time or a zone, as invoices state them. Instants become days only through the
 * creditor's time zone, by `dayOfInstant`.
 */

/** A day of the Gregorian calendar written as ISO 8601 `YYYY-MM-DD`; such strings sort in time order. */
export type CalendarDay = string & { readonly __brand: 'CalendarDay' }

const ISO_DAY = /^(\d{4})-(\d{2})-(\d{2})$/

/** Reads `YYYY-MM-DD`; returns null when it is malformed or no such day exists. */
export function parseCalendarDay(text: string): CalendarDay | null {
  const match = ISO_DAY.exec(text)
  if (!match) return null
  const time = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]))
  return new Date(time).toISOString().slice(0, 10) === text ? (text as CalendarDay) : null
}

/** Like `parseCalendarDay` for a literal known to be right; throws a RangeError otherwise. */
export function calendarDay(text: string): CalendarDay {
  const day = parseCalendarDay(text)
  if (day === null) throw new RangeError(`not a calendar day: ${text}`)
  return day
}

/** The day that `days` (may be negative) after `day`. */
export function addDays(day: CalendarDay, days: number): CalendarDay {
  return new Date(utcTime(day) + days * 86_400_000).toISOString().slice(0, 10) as CalendarDay
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function countDaysBetween(from: CalendarDay, to: CalendarDay): number {
  return Math.round((utcTime(to) - utcTime(from)) / 86_400_000)
}

/** Every zone's offset is a multiple of a quarter of an hour, so a day begins with one. */
const QUARTER_HOUR_MS = 15 * 60_000

interface ZoneClock {
  formatter: Intl.DateTimeFormat
  /** The quarter of an hour that was asked for last, and its day: nearly everyone asks about now. */
  quarter: number
  day: CalendarDay
}

const clockByZone = new Map<string, ZoneClock>()

/** The calendar day that it is in `timeZone` (an IANA name) at the given instant. */
export function dayOfInstant(instant: Date, timeZone: string): CalendarDay {
  const quarter = Math.floor(instant.getTime() / QUARTER_HOUR_MS)
  const known = clockByZone.get(timeZone)
  if (known?.quarter === quarter) return known.day
  const formatter =
    known?.formatter ??
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const day = calendarDay(formatter.format(instant))
  clockByZone.set(timeZone, { formatter, quarter, day })
  return day
}

/** An instant in the middle of a day as it is in `timeZone`: for what is known to the day only. */
export function instantOfDay(day: CalendarDay, timeZone: string): Date {
  const noon = new Date(`${day}T12:00:00Z`)
  // Far east of Greenwich noon there is already tomorrow, and midnight is not.
  return dayOfInstant(noon, timeZone) === day ? noon : new Date(`${day}T00:00:00Z`)
}

/** The instant at which a day begins in `timeZone`: midnight, or the first moment where the clocks skip it. */
export function startOfDay(day: CalendarDay, timeZone: string): Date {
  const formatter = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  // No zone is further from Greenwich than 14 hours, and each day begins on a quarter of an hour.
  let [before, after] = [utcTime(day) / QUARTER_HOUR_MS - 60, utcTime(day) / QUARTER_HOUR_MS + 60]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (formatter.format(new Date(middle * QUARTER_HOUR_MS)) < day) before = middle
    else after = middle
  }
  return new Date(after * QUARTER_HOUR_MS)
}

/** Of days that were asked about lately: a page asks about the same few hundred again and again. */
const utcTimes = new Map<CalendarDay, number>()
const MOST_UTC_TIMES = 5_000

function utcTime(day: CalendarDay): number {
  let time = utcTimes.get(day)
  if (time === undefined) {
    time = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)))
    if (utcTimes.size >= MOST_UTC_TIMES) utcTimes.clear()
    utcTimes.set(day, time)
  }
  return time
}
