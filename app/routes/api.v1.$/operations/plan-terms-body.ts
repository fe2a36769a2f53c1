/** The terms of a plan as the creditor's programs put them forward. */
import { z } from 'zod'
import { parseCalendarDay } from '~/domain/calendar-day'
import { PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { PLAN_LIMITS } from '~/domain/plan-policy'
import { findUnstorableText } from '~/domain/storable-text'
import { day, minor } from '../schemas'

/** What the debtor reads with them. */
export const words = z
  .string()
  .trim()
  .max(5000)
  .refine((text) => findUnstorableText(text) === null, 'has a NUL character or half a surrogate pair')

export const termFields = {
  downPaymentMinor: minor.min(0).default(0).meta({ description: 'Due on the day of the agreement' }),
  frequency: z.enum(PLAN_FREQUENCIES),
  instalments: z.int().min(1).max(PLAN_LIMITS.instalments).meta({ description: 'Beside a down payment' }),
  firstOn: day.meta({ description: 'After today' }),
  autopay: z.boolean().default(false).meta({ description: 'Collected from a method that the debtor has saved' }),
  feeMinor: minor.min(0).optional().meta({ description: 'That of your policy where it is absent' }),
  yearlyRateBps: z.int().min(0).max(PLAN_LIMITS.yearlyRateBps).optional(),
}

export function readPlanTerms(body: z.output<z.ZodObject<typeof termFields>>) {
  const { downPaymentMinor, frequency, instalments, autopay, feeMinor, yearlyRateBps } = body
  const firstOn = parseCalendarDay(body.firstOn)
  if (!firstOn) throw new Error('a day that was checked is none')
  return {
    shape: { downPaymentMinor, frequency, instalmentCount: instalments, firstOn, isAutopay: autopay },
    charges: {
      ...(feeMinor === undefined ? {} : { feeMinor }),
      ...(yearlyRateBps === undefined ? {} : { yearlyRateBps }),
    },
  }
}
