/** The reminders that a sample creditor has sent so far. */
import { addDays, dayOfInstant } from '~/domain/calendar-day'
import { isSendingDay } from '~/domain/reminder-cadence'
import type { ReminderPolicy } from '~/domain/reminder-policy'
import { momentOf, type HistoryStep, type ScenarioContext } from './sample-account'

/** Weeks back to the first of them: it begins with a week's distance, as the portal was set up then. */
const WEEKS = [5, 4, 3, 2, 1]

/** From the mornings on which the samples' other steps are played to an hour at which reminders go out. */
const TO_SENDING_HOUR_MINUTES = 150

/** On the first day of each week on which the creditor sends. */
export function listReminderSteps(policy: ReminderPolicy, context: ScenarioContext): HistoryStep[] {
  if (!policy.isOn) return []
  return WEEKS.map((weeks) => {
    let daysAgo = weeks * 7
    while (!isSendingDay(policy, addDays(context.anchorOn, -daysAgo))) daysAgo -= 1
    const at = momentOf(context, daysAgo, TO_SENDING_HOUR_MINUTES)
    return {
      at,
      play: (seeder) => seeder.sendReminders({ creditorId: context.creditorId, on: dayOfInstant(at, 'UTC') }),
    }
  })
}
