import { addDays, countDaysBetween, calendarDay, dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { RateSource, RateSourceFailure } from './ports/rate-source'
import type { UnitOfWork } from './ports/unit-of-work'

/** Rates of a day are published around 16:00 on TARGET working days; this long before they are asked for. */
const PUBLISHED_BY = '16:15'

const BANK_TIME_ZONE = 'Europe/Berlin'

export type RefreshFailure = RateSourceFailure | { kind: 'future'; detail: string }

/**
 * Fetches the newest reference rates, unless those that are kept are as new as any that can have been published.
 * `added` names the day that is new; null where there was none. A failure changes nothing: what is kept stays in use as
 * long as creditors allow, and the next run tries again.
 */
export async function refreshExchangeRates({
  unitOfWork,
  clock,
  rateSource,
}: {
  unitOfWork: UnitOfWork
  clock: Clock
  rateSource: RateSource
}): Promise<Result<{ added: CalendarDay | null }, RefreshFailure>> {
  const now = clock.now()
  const kept = await unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.findNewest())
  if (kept && kept.rateOn >= findLastPublicationDay(now)) return succeed({ added: null })
  const fetched = await rateSource.fetchRates()
  if (!fetched.ok) return fetched
  const { rateOn } = fetched.value
  if (rateOn > addDays(dayOfInstant(now, 'UTC'), 1)) {
    return fail({ kind: 'future', detail: `rates of ${rateOn}, which is to come` })
  }
  const isNew = await unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) =>
    exchangeRates.insert(fetched.value, now),
  )
  return succeed({ added: isNew ? rateOn : null })
}

/** The last day from Monday to Friday whose rates should be out. The bank's few holidays merely cost a request. */
export function findLastPublicationDay(now: Date): CalendarDay {
  let day = dayOfInstant(now, BANK_TIME_ZONE)
  const time = now.toLocaleTimeString('en-GB', { timeZone: BANK_TIME_ZONE, hour: '2-digit', minute: '2-digit' })
  if (time < PUBLISHED_BY) day = addDays(day, -1)
  while (countWeekday(day) > 4) day = addDays(day, -1)
  return day
}

const A_MONDAY = calendarDay('2024-01-01')

/** 0 for Monday to 6 for Sunday. */
function countWeekday(day: CalendarDay): number {
  return ((countDaysBetween(A_MONDAY, day) % 7) + 7) % 7
}
