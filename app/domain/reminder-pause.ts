/**
 * A pause of reminders: for a bounded time a debtor that cannot pay now is not reminded. It changes nothing of what is
 * due, nor of what lateness costs.
 */
import { addDays, countDaysBetween, dayOfInstant, type CalendarDay } from './calendar-day'
import { MOST_PAUSE_DAYS, type ContactPolicy } from './contact-policy'
import type { CreditorId, DebtorId } from './ids'

export interface ReminderPause {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** The request it was granted on. */
  readonly requestId: string
  readonly startsAt: Date
  /** The first instant after it. */
  readonly endsAt: Date
  /** Its last day, in the creditor's zone. */
  readonly untilOn: CalendarDay
  /** 'policy' | 'user:<id>' | 'key:<id>' */
  readonly grantedBy: string
  /** When somebody ended it before its time; null while it runs, and once it ran its course. */
  readonly endedAt: Date | null
  /** 'user:<id>' | 'key:<id>' | 'link:<id>' */
  readonly endedBy: string | null
  /** In the creditor's words; null where the debtor ended it itself. */
  readonly endedReason: string | null
}

/** What a pause has of an end before its time when it begins. */
export const RUNS_ITS_COURSE = { endedAt: null, endedBy: null, endedReason: null } as const

type PauseTimes = Pick<ReminderPause, 'startsAt' | 'endsAt' | 'endedAt'>

/** The last day asked for is past, today, or further away than any pause reaches. */
export type PauseDayFault = 'not_future' | 'too_far'

/** What keeps a pause from lasting through `untilOn`; both are days of the creditor's calendar. Null for nothing. */
export function findPauseDayFault(untilOn: CalendarDay, today: CalendarDay): PauseDayFault | null {
  const days = countDaysBetween(today, untilOn)
  if (days < 1) return 'not_future'
  return days > MOST_PAUSE_DAYS ? 'too_far' : null
}

/** Why a pause is not granted at once and the creditor decides. */
export type PauseObstacle = 'by_creditor' | 'too_long' | 'too_often' | 'running' | 'part_of_account'

/** What keeps a pause until a day from being granted at once; null where nothing does. */
export function findPauseObstacle(
  { pauses, mostPauseDays, pausesPerYear }: ContactPolicy,
  asked: {
    untilOn: CalendarDay
    today: CalendarDay
    now: Date
    /** Of the debtor, in any order. */
    earlier: readonly PauseTimes[]
    /** Asked for by somebody who sees chosen invoices alone: a pause is of the whole account. */
    isLimited: boolean
  },
): PauseObstacle | null {
  if (pauses !== 'at_once') return 'by_creditor'
  if (asked.isLimited) return 'part_of_account'
  if (countDaysBetween(asked.today, asked.untilOn) > mostPauseDays) return 'too_long'
  if (findPauseAt(asked.earlier, asked.now) !== null) return 'running'
  const yearAgo = asked.now.getTime() - 365 * 86_400_000
  const recent = asked.earlier.filter(({ startsAt }) => startsAt.getTime() > yearAgo)
  return recent.length >= pausesPerYear ? 'too_often' : null
}

/** Whether it holds at an instant: it has begun, is not over, and nobody has ended it by then. */
export function isPausedBy({ startsAt, endsAt, endedAt }: PauseTimes, at: Date): boolean {
  return startsAt <= at && at < endsAt && (endedAt === null || at < endedAt)
}

/** The pause that holds at an instant; of several the one that ends last. Null where none does. */
export function findPauseAt<Pause extends PauseTimes>(pauses: readonly Pause[], at: Date): Pause | null {
  return pauses
    .filter((pause) => isPausedBy(pause, at))
    .reduce<Pause | null>((last, pause) => (last === null || pause.endsAt > last.endsAt ? pause : last), null)
}

/** The first instant of a day in a zone, to the quarter of an hour. */
export function findStartOfDay(day: CalendarDay, timeZone: string): Date {
  const quarter = 15 * 60_000
  // No zone is further than fifteen hours from Greenwich.
  let time = Date.parse(`${addDays(day, -1)}T09:00:00Z`)
  while (dayOfInstant(new Date(time), timeZone) < day) time += quarter
  return new Date(time)
}
