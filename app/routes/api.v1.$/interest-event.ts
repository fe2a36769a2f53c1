/** What an outcome event says of late interest. */
import { z } from 'zod'
import { currency, day, minor } from './scalars'

export const interestEvent = z
  .looseObject({
    invoice: z.string().meta({ description: 'Number of the invoice that was late' }),
    currency,
    note: z.string().meta({ description: 'Number of the note that bills it' }),
    interestMinor: minor,
    compensationMinor: minor,
    throughOn: day.meta({ description: 'The last day whose interest it is' }),
    reason: z.string().meta({
      description: 'Why it was let go: your words, or the reference of the settlement or the number of the quote',
    }),
    waiverId: z.string().meta({ description: 'The same where it is let go and where it is owed again' }),
    waivedBy: z.enum(['creditor', 'settlement', 'quote']),
  })
  .partial({ note: true, interestMinor: true, compensationMinor: true, throughOn: true, reason: true })
  .partial({ waiverId: true, waivedBy: true })
  .meta({
    description:
      'Late interest that a note billed (interest.charged), that was let go (interest.waived), or that is owed again because the money that a waiver hung on went back (interest.reinstated)',
  })
