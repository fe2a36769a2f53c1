/** What an event tells of a payment plan, and of one of its instalments. */
import { z } from 'zod'
import { currency, day, instant, minor, sha256 } from './scalars'

export const planEvent = z
  .looseObject({
    id: z.uuid(),
    reference: z.string(),
    status: z.string(),
    currency,
    principalMinor: minor.meta({ description: 'Of the invoices' }),
    feeMinor: minor,
    interestMinor: minor,
    totalMinor: minor.meta({ description: 'Principal, fee and interest: what the instalments sum to' }),
    frequency: z.string(),
    autopay: z.boolean(),
    instalments: z
      .array(z.looseObject({ number: z.int(), dueOn: day, amountMinor: minor }))
      .meta({ description: 'Number 0 is a down payment' }),
    invoices: z
      .array(z.looseObject({ number: z.string(), amountMinor: minor }))
      .meta({ description: 'What it takes of which, without its charges; nothing of them moves by it' }),
    outside: z
      .array(z.string())
      .exactOptional()
      .meta({ description: 'The bounds of your policy that it crosses, for which it was not agreed at once' }),
    chargesNumber: z
      .string()
      .exactOptional()
      .meta({ description: 'Of the note that fee and interest were invoiced by' }),
    supersedes: z.string().exactOptional().meta({ description: 'Of the plan that it takes the place of' }),
    documentSha256: sha256.exactOptional().meta({ description: 'Of the agreement’s document, lower-case hex' }),
    agreedAt: instant.exactOptional(),
    side: z.enum(['debtor', 'creditor']).meta({ description: 'Whose step this event is' }),
    step: z.string().meta({ description: 'Of this event' }),
    text: z.string().exactOptional().meta({ description: 'What was said with it' }),
  })
  .meta({ description: 'A payment plan as it stands after the event' })

export const instalmentEvent = z
  .looseObject({ number: z.int(), dueOn: day, amountMinor: minor, paidMinor: minor, status: z.string() })
  .meta({ description: 'The instalment that the event is about, as it stands after it' })
