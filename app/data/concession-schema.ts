import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import type { Charge } from '~/domain/charge'
import type { Concession } from '~/domain/concession'
import { DISCOUNT_CORRECTIONS, DISCOUNT_TAX_MODES } from '~/domain/discount-policy'
import { assertMinor } from '~/domain/money'

const day = z.string().transform(calendarDay)

/** A charge as an intent keeps it. */
export const chargeSchema: z.ZodType<Charge> = z.object({
  interestMinor: z.number().transform(assertMinor),
  compensationMinor: z.number().transform(assertMinor),
  throughOn: day,
})

/** A concession as an intent keeps it. */
export const concessionSchema: z.ZodType<Concession> = z.object({
  kind: z.enum(['discount', 'write_off']),
  amountMinor: z.number().transform(assertMinor),
  rule: z.enum(['full_only', 'pro_rata']),
  receivedByOn: day.nullable(),
  grounds: z.discriminatedUnion('source', [
    z.object({
      source: z.enum(['document', 'policy', 'sliding']),
      rateBps: z.number().int(),
      deadlineOn: day,
      baseMinor: z.number().transform(assertMinor),
      taxMode: z.enum(DISCOUNT_TAX_MODES),
      correction: z.enum(DISCOUNT_CORRECTIONS),
    }),
    z.object({ source: z.literal('settlement_offer'), offerId: z.string() }),
    z.object({ source: z.literal('payoff_quote'), quoteId: z.string() }),
  ]),
})
