/**
 * When the next word about an invoice is due. The stages of a policy are walked in order: a reminder that was missed is
 * skipped for the latest one, but a demand letter never comes sooner after the word before it than the cadence leaves
 * between the two, and nothing is handed over that was not demanded by a mail that went out, nor before the demand's term is
 * over. So an old debt
 * begins with a reminder on the day that reminders are turned on.
 */
import { addDays, countDaysBetween, type CalendarDay } from './calendar-day'
import type { ReminderPolicy } from './reminder-policy'

export const REMINDER_STAGE_KINDS = ['reminder', 'demand', 'hand_over'] as const
export type ReminderStageKind = (typeof REMINDER_STAGE_KINDS)[number]

export interface ReminderStage {
  readonly kind: ReminderStageKind
  /** Days after the due date; negative before it. */
  readonly day: number
}

/** The last word about an invoice. */
export interface ToldStage extends ReminderStage {
  /** When it was sent, in the creditor's zone. */
  readonly on: CalendarDay
  /** Of a demand: the last day of its term. */
  readonly payByOn: CalendarDay | null
  /** Its mail has not gone out yet. */
  readonly isWaiting?: boolean
}

/** Days that are left between an invoice and the first word about it, and between any two reminders, whatever slips. */
const LEAST_DAYS_BETWEEN = 3

type Cadence = Pick<ReminderPolicy, 'reminderDays' | 'demandDays' | 'handOverDay'>

/** The stages of a policy in order; of several on one day the gravest comes last. */
export function listStages({ reminderDays, demandDays, handOverDay }: Cadence): ReminderStage[] {
  const stages: ReminderStage[] = [
    ...reminderDays.map((day) => ({ kind: 'reminder' as const, day })),
    ...demandDays.map((day) => ({ kind: 'demand' as const, day })),
    ...(handOverDay === null ? [] : [{ kind: 'hand_over' as const, day: handOverDay }]),
  ]
  return stages.sort(compareStages)
}

/** Orders stages by their day, and the graver after the milder on one day. */
export function compareStages(left: ReminderStage, right: ReminderStage): number {
  return left.day - right.day || REMINDER_STAGE_KINDS.indexOf(left.kind) - REMINDER_STAGE_KINDS.indexOf(right.kind)
}

/** The stage that is due on `today`; null where none is. `last` is the last word about the invoice, null for none yet. */
export function findDueStage(
  policy: Cadence,
  invoice: { issueOn: CalendarDay; dueOn: CalendarDay; last: ToldStage | null },
  today: CalendarDay,
): ReminderStage | null {
  const { issueOn, dueOn, last } = invoice
  if (last?.kind === 'hand_over') return null
  const stages = listStages(policy)
  const daysLate = countDaysBetween(dueOn, today)
  const reached = stages.filter((stage) => stage.day <= daysLate && (last === null || compareStages(last, stage) < 0))
  const sinceLast = countDaysBetween(last?.on ?? issueOn, today)
  const isAdmissible = (stage: ReminderStage) => {
    if (stage.kind === 'reminder') return sinceLast >= LEAST_DAYS_BETWEEN
    if (last === null) return stage.kind === 'demand' && !stages.some((earlier) => compareStages(earlier, stage) < 0)
    if (sinceLast < Math.max(LEAST_DAYS_BETWEEN, stage.day - last.day)) return false
    if (stage.kind === 'demand') return true
    if (last.isWaiting) return false
    if (last.kind === 'demand') return last.payByOn === null || last.payByOn < today
    return policy.demandDays.length === 0
  }
  return reached.findLast(isAdmissible) ?? null
}

/** Whether anything is sent on a day. */
export function isSendingDay({ weekdaysOnly }: Pick<ReminderPolicy, 'weekdaysOnly'>, day: CalendarDay): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay()
  return !weekdaysOnly || (weekday !== 0 && weekday !== 6)
}

/** Whether it is an hour at which the creditor sends, in its time zone. */
export function isSendingHour(
  { fromHour, untilHour }: Pick<ReminderPolicy, 'fromHour' | 'untilHour'>,
  now: Date,
  timeZone: string,
): boolean {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now))
  return hour >= fromHour && hour < untilHour
}

/** The first day on which a demand that is sent on `today` is no longer open: its term ends the day before. */
export function findPayByDay(
  { demandTermDays }: Pick<ReminderPolicy, 'demandTermDays'>,
  today: CalendarDay,
): CalendarDay {
  return addDays(today, demandTermDays)
}
