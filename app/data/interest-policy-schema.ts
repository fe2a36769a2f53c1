import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { CHARGE_ORDERS, type InterestPolicy } from '~/domain/interest-policy'
import { REFERENCE_RATES } from '~/domain/reference-rates'
import { parseStoredCurrency } from './currency-column'

const day = z.string().transform(calendarDay)

/** What late interest a creditor asks for, as its policy is kept. */
export const interestPolicySchema: z.ZodType<InterestPolicy> = z.object({
  enabled: z.boolean(),
  interest: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('none') }),
    z.object({
      kind: z.literal('contract'),
      rateBps: z.int(),
      per: z.enum(['month', 'year']),
      graceDays: z.int(),
    }),
    z.object({
      kind: z.literal('contract_reference'),
      reference: z.enum(REFERENCE_RATES),
      marginBps: z.int(),
      graceDays: z.int(),
    }),
    z.object({ kind: z.literal('statute') }),
  ]),
  statute: z.string().nullable(),
  compensation: z.boolean(),
  dueFromOn: day.nullable(),
  order: z.enum(CHARGE_ORDERS),
  billsRemainder: z.boolean(),
  transferDays: z.int(),
  quoteDays: z.int(),
  // Policies from before they could be entered have none.
  margins: z.array(z.object({ country: z.string(), fromOn: day, marginBps: z.int(), source: z.string() })).default([]),
  fixedSums: z
    .array(
      z.object({
        ...{ country: z.string(), fromOn: day, currency: z.string().transform(parseStoredCurrency) },
        ...{ belowMinor: z.int().nullable(), amountMinor: z.int(), source: z.string() },
      }),
    )
    .default([]),
  rates: z.array(z.object({ reference: z.enum(REFERENCE_RATES), fromOn: day, rateBps: z.int(), source: z.string() })),
})
