/** How old open items are: five buckets by days past the due date, counted on the creditor's calendar. */
import { countDaysBetween, type CalendarDay } from './calendar-day'

/**
 * The day past due on which each bucket after the first begins: due today is not yet late. The one definition of the
 * buckets; the database is given this list where it counts for us.
 */
export const AGEING_THRESHOLDS_DAYS = [1, 31, 61, 91] as const

export const AGEING_BUCKETS = ['not_due', 'days_1_30', 'days_31_60', 'days_61_90', 'days_over_90'] as const

export type AgeingBucket = (typeof AGEING_BUCKETS)[number]

export interface AgeingLine {
  readonly bucket: AgeingBucket
  /** Number of invoices. */
  readonly count: number
  /** Sum of what is open, disputed and pending parts included. */
  readonly openMinor: number
}

/** The bucket of an item that fell due on `dueOn`; `today` is the creditor's. */
export function chooseAgeingBucket(dueOn: CalendarDay, today: CalendarDay): AgeingBucket {
  const daysPastDue = countDaysBetween(dueOn, today)
  return getAgeingBucket(AGEING_THRESHOLDS_DAYS.filter((threshold) => daysPastDue >= threshold).length)
}

/** The bucket at a position: how many thresholds have been reached. Throws a RangeError for any other number. */
export function getAgeingBucket(position: number): AgeingBucket {
  const bucket = AGEING_BUCKETS[position]
  if (bucket === undefined) throw new RangeError(`no ageing bucket ${position}`)
  return bucket
}

/** All buckets in order, those without items too. */
export function ageItems(
  items: Iterable<{ readonly bucket: AgeingBucket; readonly count: number; readonly openMinor: number }>,
): AgeingLine[] {
  const lines = AGEING_BUCKETS.map((bucket) => ({ bucket, count: 0, openMinor: 0 }))
  for (const { bucket, count, openMinor } of items) {
    const line = lines[AGEING_BUCKETS.indexOf(bucket)]
    if (!line) continue
    line.count += count
    line.openMinor += openMinor
  }
  return lines
}
