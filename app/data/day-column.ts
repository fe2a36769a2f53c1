/** Columns of the type date come and go as midnight in Greenwich. */
import { calendarDay, type CalendarDay } from '~/domain/calendar-day'

export function toDay(date: Date): CalendarDay {
  return calendarDay(date.toISOString().slice(0, 10))
}

/** Nowhere is a day further ahead of UTC. */
const LONGEST_OFFSET_MS = 14 * 60 * 60_000

/** The latest day that it is anywhere: for queries over creditors of every time zone, which then look closer. */
export function findLatestDay(at: Date): CalendarDay {
  return toDay(new Date(at.getTime() + LONGEST_OFFSET_MS))
}

export function toDate(day: CalendarDay): Date {
  return new Date(`${day}T00:00:00Z`)
}
