/** What plans may be, as the API takes and gives it. Amounts are minor units of the band's currency. */
import { z } from 'zod'
import { isCurrencyCode } from '~/domain/currency'
import { INTEREST_METHODS, PLAN_FREQUENCIES } from '~/domain/instalment-schedule'
import { PLAN_LIMITS } from '~/domain/plan-policy'
import { day, minor } from '../scalars'

const currency = z
  .string()
  .refine(isCurrencyCode, 'not the ISO 4217 code of a circulating currency')
  .meta({ description: 'ISO 4217 code', example: 'EUR' })

const frequency = z.enum(PLAN_FREQUENCIES)

const terms = {
  mostInstalments: z.int().meta({ description: `Beside the down payment, 1 to ${PLAN_LIMITS.instalments}` }),
  mostDays: z.int().meta({ description: `From the agreement to the last instalment, 1 to ${PLAN_LIMITS.days}` }),
  frequencies: z.array(frequency),
  leastInstalmentMinor: minor,
  leastDownPaymentBps: z.int().meta({ description: 'Of what is planned, paid on the day of the agreement' }),
  mostDaysToFirst: z.int().meta({ description: `To the first instalment, 1 to ${PLAN_LIMITS.daysToFirst}` }),
  feeMinor: minor.meta({ description: 'Once, spread over the instalments' }),
  yearlyRateBps: z.int().meta({ description: `Interest in a year, 0 to ${PLAN_LIMITS.yearlyRateBps}` }),
  interestMethod: z.enum(INTEREST_METHODS).meta({ description: 'On what is left, or on the whole all through' }),
  autopay: z.enum(['required', 'optional']),
  mostDateMoves: z.int().meta({ description: 'Instalments that the debtor may move by itself; 0 for none' }),
  mostMoveDays: z.int(),
  graceDays: z.int().meta({ description: 'After the due day, before an instalment is missed' }),
  missesUntilDefault: z.int(),
  retryDays: z.array(z.int()).meta({ description: 'Days after the due day, ascending, within the grace days' }),
  noticeDays: z.int().meta({ description: 'Before an instalment, on which it is announced by mail' }),
}

const band = z
  .strictObject({
    currency,
    leastTotalMinor: minor.meta({ description: 'What is planned, from this on' }),
    mostTotalMinor: minor.nullable().meta({ description: 'Up to this and with it; null for no bound' }),
    ...terms,
    interestMethod: terms.interestMethod.default('declining_balance'),
    autopay: terms.autopay.default('optional'),
    leastDownPaymentBps: terms.leastDownPaymentBps.default(0),
    feeMinor: terms.feeMinor.default(0),
    yearlyRateBps: terms.yearlyRateBps.default(0),
    mostDateMoves: terms.mostDateMoves.default(0),
    mostMoveDays: terms.mostMoveDays.default(0),
    graceDays: terms.graceDays.default(5),
    missesUntilDefault: terms.missesUntilDefault.default(2),
    retryDays: terms.retryDays.default([]),
    noticeDays: terms.noticeDays.default(3),
  })
  .meta({ id: 'PlanBand' })

const override = z
  .strictObject({
    debtor: z.string().min(1).max(200).meta({ description: 'Your own number of the debtor' }),
    currency,
    isPermitted: z.boolean().default(true).meta({ description: 'false: no plans for this debtor' }),
    change: z
      .strictObject({
        mostInstalments: terms.mostInstalments.exactOptional(),
        mostDays: terms.mostDays.exactOptional(),
        frequencies: terms.frequencies.exactOptional(),
        leastInstalmentMinor: terms.leastInstalmentMinor.exactOptional(),
        leastDownPaymentBps: terms.leastDownPaymentBps.exactOptional(),
        mostDaysToFirst: terms.mostDaysToFirst.exactOptional(),
        feeMinor: terms.feeMinor.exactOptional(),
        yearlyRateBps: terms.yearlyRateBps.exactOptional(),
        interestMethod: terms.interestMethod.exactOptional(),
        autopay: terms.autopay.exactOptional(),
        mostDateMoves: terms.mostDateMoves.exactOptional(),
        mostMoveDays: terms.mostMoveDays.exactOptional(),
        graceDays: terms.graceDays.exactOptional(),
        missesUntilDefault: terms.missesUntilDefault.exactOptional(),
        retryDays: terms.retryDays.exactOptional(),
        noticeDays: terms.noticeDays.exactOptional(),
      })
      .default({})
      .meta({ description: 'What is different for this debtor; the rest is as the band has it' }),
  })
  .meta({ id: 'PlanOverride' })

export const planPolicy = z
  .strictObject({
    bands: z.array(band).max(50).meta({ description: 'A currency without a band has no plans' }),
    overrides: z.array(override).max(500).default([]).meta({ description: 'At most one a debtor and currency' }),
  })
  .meta({ id: 'PlanPolicy' })

const instalment = z.object({
  number: z.int().meta({ description: '0 for the down payment' }),
  dueOn: day,
  amountMinor: minor,
  principalMinor: minor,
  chargesMinor: minor,
})

export const shapedPlan = z
  .object({
    frequency,
    autopay: z.boolean(),
    principalMinor: minor,
    feeMinor: minor,
    interestMinor: minor,
    totalMinor: minor,
    downPaymentMinor: minor,
    isAgreedAtOnce: z.boolean(),
    schedule: z.array(instalment),
  })
  .meta({ id: 'ShapedPlan' })
