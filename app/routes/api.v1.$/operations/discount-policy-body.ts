/** What a creditor lets go for being paid early, as the API takes and gives it. */
import { z } from 'zod'
import {
  DEFAULT_DISCOUNT_POLICY,
  DISCOUNT_CORRECTIONS,
  DISCOUNT_RULES,
  DISCOUNT_TAX_MODES,
  MOST_DISCOUNT_BPS,
  MOST_DISCOUNT_DAYS,
  MOST_GRACE_DAYS,
  MOST_SLIDING_DEBTORS,
  MOST_TRANSFER_DAYS,
  MOST_YEARLY_DISCOUNT_BPS,
} from '~/domain/discount-policy'

const defaults = DEFAULT_DISCOUNT_POLICY

export const discountPolicy = z
  .strictObject({
    honoursDocuments: z
      .boolean()
      .default(defaults.honoursDocuments)
      .meta({ description: 'Whether what an invoice itself promises is granted' }),
    tiers: z
      .array(
        z.strictObject({
          days: z
            .int()
            .meta({ description: `After the issue date, 0 to ${MOST_DISCOUNT_DAYS}; the last day is whole` }),
          rateBps: z.int().meta({ description: `200 is 2 %; 1 to ${MOST_DISCOUNT_BPS}` }),
        }),
      )
      .default([...defaults.tiers])
      .meta({ description: 'For invoices that promise nothing themselves' }),
    rule: z.enum(DISCOUNT_RULES).default(defaults.rule).meta({
      description: 'full_only: a payment of all that is undisputed takes it; pro_rata: each payment in time its part',
    }),
    taxMode: z.enum(DISCOUNT_TAX_MODES).default(defaults.taxMode).meta({
      description:
        'included: of the gross amount, the tax is reduced with it; excluded: of the net amount, the tax stays; mixed: of the net amount, the invoice charged its tax as if the discount were always taken',
    }),
    correction: z.enum(DISCOUNT_CORRECTIONS).default(defaults.correction).meta({
      description: 'Whether a credit note with a number of its own states each discount that is taken',
    }),
    transferDays: z
      .int()
      .default(defaults.transferDays)
      .meta({ description: `That a transfer ordered in time may take to arrive, 0 to ${MOST_TRANSFER_DAYS}` }),
    disputeGraceDays: z
      .int()
      .default(defaults.disputeGraceDays)
      .meta({ description: `That a disputed part keeps its discount after the decision, 0 to ${MOST_GRACE_DAYS}` }),
    sliding: z
      .strictObject({
        yearlyRateBps: z
          .int()
          .meta({ description: `For each day before the due date, 1 to ${MOST_YEARLY_DISCOUNT_BPS}` }),
        leastDays: z.int().meta({ description: `Fewer days earn nothing, 1 to ${MOST_DISCOUNT_DAYS}` }),
        mostRateBps: z.int().meta({ description: `However early, 1 to ${MOST_DISCOUNT_BPS}` }),
        debtors: z.array(z.string()).meta({ description: `Your numbers of them, 1 to ${MOST_SLIDING_DEBTORS}` }),
      })
      .nullable()
      .default(null),
  })
  .meta({ id: 'DiscountPolicy' })
