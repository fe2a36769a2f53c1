/** What the owner of a kept method recognises it by. */
import { calendarDay, type CalendarDay } from '~/domain/calendar-day'

/** Names and digits alone, the same in every language: "Visa •••• 4242". */
export function labelMethod(name: string, lastDigits: string | null | undefined): string {
  return lastDigits ? `${name} •••• ${lastDigits}` : name
}

/** A card is good until the end of its month, which counts from 1. */
export function readCardExpiry(year: number, month: number): CalendarDay {
  return calendarDay(new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10))
}
