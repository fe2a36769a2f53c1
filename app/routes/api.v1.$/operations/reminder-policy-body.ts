import { z } from 'zod'
import {
  DEFAULT_REMINDER_POLICY,
  EARLIEST_HAND_OVER_DAY,
  EARLIEST_REMINDER_DAY,
  LATEST_HAND_OVER_DAY,
  LATEST_REMINDER_DAY,
  LEAST_TERM_DAYS,
  LONGEST_NOTE,
  MOST_DEMANDS,
  MOST_REMINDERS,
  MOST_TERM_DAYS,
} from '~/domain/reminder-policy'
import { LANGUAGES } from '~/i18n/languages'

const { reminderDays, demandDays, ...defaults } = DEFAULT_REMINDER_POLICY

export const reminderPolicy = z
  .strictObject({
    isOn: z.boolean().default(defaults.isOn),
    reminderDays: z
      .array(z.int())
      .max(MOST_REMINDERS)
      .default([...reminderDays])
      .meta({
        description: `Days from the due date, ${EARLIEST_REMINDER_DAY} to ${LATEST_REMINDER_DAY}; negative before it`,
      }),
    demandDays: z
      .array(z.int())
      .max(MOST_DEMANDS)
      .default([...demandDays])
      .meta({ description: `Days after the due date on which a formal letter goes out, 1 to ${LATEST_REMINDER_DAY}` }),
    demandTermDays: z
      .int()
      .default(defaults.demandTermDays)
      .meta({
        description: `Days that such a letter gives to pay or to answer, ${LEAST_TERM_DAYS} to ${MOST_TERM_DAYS}`,
      }),
    handOverDay: z
      .int()
      .nullable()
      .default(defaults.handOverDay)
      .meta({
        description: `Days after the due date on which what is unanswered is reported as account.handed_over, ${EARLIEST_HAND_OVER_DAY} to ${LATEST_HAND_OVER_DAY} and after the term of the last letter; null for never`,
      }),
    enclosesCopies: z.boolean().default(defaults.enclosesCopies).meta({ description: 'Copies of the invoices' }),
    weekdaysOnly: z.boolean().default(defaults.weekdaysOnly).meta({ description: 'Monday to Friday' }),
    fromHour: z.int().default(defaults.fromHour).meta({ description: 'Of your time zone, 0 to 23' }),
    untilHour: z.int().default(defaults.untilHour).meta({ description: 'Sent before it, 1 to 24' }),
    notes: z
      .array(z.strictObject({ language: z.enum(LANGUAGES), text: z.string().trim().max(LONGEST_NOTE) }))
      .default([])
      .meta({ description: 'Words of your own, at most one entry a language' }),
  })
  .meta({ id: 'ReminderPolicy' })
