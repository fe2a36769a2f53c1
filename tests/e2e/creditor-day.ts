/** Days as a sample creditor counts them: at some hours its day is not that of UTC, nor of the machine. */
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { getSampleCreditor } from '../../prisma/samples/sample-creditors'

/** Days from today, where the creditor of that slug is. */
export function findCreditorDay(slug: string, days: number): string {
  return addDays(dayOfInstant(new Date(), getSampleCreditor(slug).timeZone), days)
}
