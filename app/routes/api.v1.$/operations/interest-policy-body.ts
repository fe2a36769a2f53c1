/** What late interest a creditor asks for, as the API takes and gives it. */
import { z } from 'zod'
import { parseCalendarDay, type CalendarDay } from '~/domain/calendar-day'
import {
  CHARGE_ORDERS,
  DEFAULT_INTEREST_POLICY,
  MOST_GRACE_DAYS,
  MOST_QUOTE_DAYS,
  MOST_TRANSFER_DAYS,
  MOST_YEARLY_RATE_BPS,
} from '~/domain/interest-policy'
import { isCurrencyCode } from '~/domain/currency'
import { REFERENCE_RATES } from '~/domain/reference-rates'
import { currency } from '../schemas'

const defaults = DEFAULT_INTEREST_POLICY
const isDay = (text: string): text is CalendarDay => parseCalendarDay(text) !== null
const day = z.string().refine(isDay, 'not a calendar day').meta({ format: 'date', example: '2027-01-01' })
const graceDays = z
  .int()
  .default(0)
  .meta({ description: `After the due date, that bear none, 0 to ${MOST_GRACE_DAYS}` })

const source = z.string().max(200).meta({ description: 'Who published it; not empty' })
const country = z.string().meta({ description: 'Whose law: GB or a member of the EU', example: 'RO' })
const fromOn = day.meta({ description: 'For debts that fall due from this day on' })

export const interestPolicy = z
  .strictObject({
    enabled: z.boolean().default(defaults.enabled).meta({ description: 'Nothing is asked for while this is false' }),
    interest: z
      .discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('none') }),
        z.strictObject({
          kind: z.literal('contract'),
          rateBps: z.int().meta({ description: `150 is 1.5 %; at most ${MOST_YEARLY_RATE_BPS} a year` }),
          per: z.enum(['month', 'year']),
          graceDays,
        }),
        z.strictObject({
          kind: z.literal('contract_reference'),
          reference: z.enum(REFERENCE_RATES),
          marginBps: z.int().meta({ description: 'Percentage points above the reference' }),
          graceDays,
        }),
        z.strictObject({ kind: z.literal('statute') }),
      ])
      .default(defaults.interest),
    statute: z
      .string()
      .nullable()
      .default(defaults.statute)
      .meta({ description: 'Whose law it is: GB or a member of the EU, ISO 3166-1 alpha-2', example: 'DE' }),
    compensation: z
      .boolean()
      .default(defaults.compensation)
      .meta({ description: 'Whether the fixed sum of that law is asked for, once an invoice' }),
    dueFromOn: day
      .nullable()
      .default(defaults.dueFromOn)
      .meta({ description: 'Only for invoices that fall due on this day or later' }),
    order: z
      .enum(CHARGE_ORDERS)
      .default(defaults.order)
      .meta({ description: 'What money settles first of an invoice and what is charged beside it' }),
    billsRemainder: z
      .boolean()
      .default(defaults.billsRemainder)
      .meta({ description: 'Whether interest that is left when an invoice is paid is billed, at night' }),
    transferDays: z
      .int()
      .default(defaults.transferDays)
      .meta({ description: `That a transfer may take and count as of its order, 0 to ${MOST_TRANSFER_DAYS}` }),
    quoteDays: z
      .int()
      .default(defaults.quoteDays)
      .meta({ description: `That a payoff quote may reach ahead, 1 to ${MOST_QUOTE_DAYS}` }),
    rates: z
      .array(
        z.strictObject({
          reference: z.enum(REFERENCE_RATES),
          fromOn: day,
          rateBps: z.int().meta({ description: 'May be negative' }),
          source,
        }),
      )
      .max(500)
      .default([...defaults.rates])
      .meta({ description: 'Your own entries to the tables; one of the same day takes the place of a bundled one' }),
    margins: z
      .array(z.strictObject({ country, fromOn, marginBps: z.int(), source }))
      .max(500)
      .default([...defaults.margins])
      .meta({ description: 'Percentage points above the reference, in place of those that a law has here' }),
    fixedSums: z
      .array(
        z.strictObject({
          ...{ country, fromOn, currency: currency.refine(isCurrencyCode, 'not a currency') },
          belowMinor: z.int().nullable().meta({ description: 'For debts below this; null for all others' }),
          ...{ amountMinor: z.int(), source },
        }),
      )
      .max(500)
      .default([...defaults.fixedSums])
      .meta({ description: 'For debts in that currency, in place of the fixed sum that a law has here' }),
  })
  .meta({ id: 'InterestPolicy' })
