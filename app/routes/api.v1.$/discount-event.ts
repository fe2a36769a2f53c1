/** What an outcome event, and a payment, say of a settlement discount. */
import { z } from 'zod'
import { DISCOUNT_TAX_MODES } from '~/domain/discount-policy'
import { currency, day, minor } from './scalars'

export const discountSource = z
  .enum(['document', 'policy', 'sliding'])
  .meta({ description: 'The invoice’s own terms, yours, or your sliding rate' })

const taxPart = z
  .looseObject({ category: z.string(), percent: z.string(), netMinor: minor, taxMinor: minor })
  .partial({ percent: true })

export const discountEvent = z
  .looseObject({
    invoice: z.string().meta({ description: 'Number' }),
    currency,
    amountMinor: minor.meta({ description: 'Negative where an earlier one is taken back' }),
    baseMinor: minor.meta({ description: 'What the rate applied to' }),
    source: discountSource,
    rateBps: z.int(),
    deadlineOn: day.meta({ description: 'The last day on which it could be taken' }),
    taxMode: z.enum(DISCOUNT_TAX_MODES),
    tax: z.array(taxPart).meta({ description: 'By rate: what it takes off the taxable amount and off the tax' }),
    noteNumber: z.string().meta({ description: 'Of the credit note that states it, or of the one that cancels it' }),
  })
  .partial({ noteNumber: true })
  .meta({
    description: 'A settlement discount that was taken; what it settles is told by the event of the payment before it',
  })
