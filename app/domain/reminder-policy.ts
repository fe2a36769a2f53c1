/**
 * The portal's own reminders: on which days around the due date, until a formal demand letter and at last the hand-over to
 * the creditor's collection. Off until the creditor turns them on.
 */
import { findDuplicates, findOutOfRange, type PolicyFault } from './policy-fault'

export interface ReminderPolicy {
  readonly isOn: boolean
  /** Days from the due date on which a reminder goes out; negative before it. */
  readonly reminderDays: readonly number[]
  /** Days after the due date on which a formal demand letter goes out. */
  readonly demandDays: readonly number[]
  /** Days that a demand letter gives to pay or to answer. */
  readonly demandTermDays: number
  /** Days after the due date on which what is unanswered is reported as handed over; null for never. */
  readonly handOverDay: number | null
  /** Whether copies of the invoices go with the mail. */
  readonly enclosesCopies: boolean
  /** Monday to Friday alone. What falls on another day goes out on the next one. */
  readonly weekdaysOnly: boolean
  /** Whole hours of the day in the creditor's time zone: from the first until before the second. */
  readonly fromHour: number
  readonly untilHour: number
  /** The creditor's own words in a reader's language, at most one a language; the mail is complete without. */
  readonly notes: readonly ReminderNote[]
}

export interface ReminderNote {
  /** One of the portal's languages. */
  readonly language: string
  readonly text: string
}

export const DEFAULT_REMINDER_POLICY: ReminderPolicy = {
  isOn: false,
  reminderDays: [-5, 0, 7, 15, 30],
  demandDays: [60],
  demandTermDays: 14,
  handOverDay: 90,
  enclosesCopies: true,
  weekdaysOnly: true,
  fromHour: 9,
  untilHour: 17,
  notes: [],
}

export const EARLIEST_REMINDER_DAY = -60
export const LATEST_REMINDER_DAY = 365
export const MOST_REMINDERS = 12
export const MOST_DEMANDS = 6
/** A demand leaves time to answer it. */
export const LEAST_TERM_DAYS = 7
export const MOST_TERM_DAYS = 60
/** Nothing is handed over before it is three months late. */
export const EARLIEST_HAND_OVER_DAY = 90
export const LATEST_HAND_OVER_DAY = 1095
export const LONGEST_NOTE = 500

/** What is wrong with when debtors are reminded, each at its JSON pointer into the policy; empty where nothing is. */
export function findReminderPolicyFaults(policy: ReminderPolicy): PolicyFault[] {
  const { reminderDays, demandDays, demandTermDays, handOverDay, fromHour, untilHour, notes } = policy
  const days = (pointer: string, list: readonly number[], earliest: number, most: number) => [
    ...findOutOfRange(pointer, list.length, 0, most),
    ...findDuplicates(pointer, list.map(String)),
    ...list.flatMap((day, index) => findOutOfRange(`${pointer}/${index}`, day, earliest, LATEST_REMINDER_DAY)),
  ]
  return [
    ...days('/reminderDays', reminderDays, EARLIEST_REMINDER_DAY, MOST_REMINDERS),
    ...days('/demandDays', demandDays, 1, MOST_DEMANDS),
    ...findOutOfRange('/demandTermDays', demandTermDays, LEAST_TERM_DAYS, MOST_TERM_DAYS),
    ...(handOverDay === null
      ? []
      : findOutOfRange('/handOverDay', handOverDay, findEarliestHandOver(policy), LATEST_HAND_OVER_DAY)),
    ...findOutOfRange('/fromHour', fromHour, 0, 23),
    ...findOutOfRange('/untilHour', untilHour, fromHour + 1, 24),
    ...findDuplicates(
      '/notes',
      notes.map(({ language }) => language),
    ),
    ...notes.flatMap(({ text }, index) => findOutOfRange(`/notes/${index}/text`, text.trim().length, 1, LONGEST_NOTE)),
  ]
}

/** The first day after the due date on which the term of the last demand letter is over and the account may be handed over. */
function findEarliestHandOver({
  demandDays,
  demandTermDays,
}: Pick<ReminderPolicy, 'demandDays' | 'demandTermDays'>): number {
  const lastDemand = demandDays.length === 0 ? 0 : Math.max(...demandDays) + demandTermDays + 1
  return Math.max(EARLIEST_HAND_OVER_DAY, lastDemand)
}

/** The creditor's own words for a reader of `language`; null where it has none. */
export function findReminderNote({ notes }: Pick<ReminderPolicy, 'notes'>, language: string): string | null {
  return notes.find((note) => note.language === language)?.text ?? null
}
