/** What an event tells of a promise to pay, and of a settlement. */
import { z } from 'zod'
import { currency, day, minor, sha256 } from './scalars'

const side = z.enum(['creditor', 'debtor'])

export const promiseEvent = z
  .looseObject({
    id: z.uuid(),
    reference: z.string(),
    status: z.string(),
    amountMinor: minor,
    currency,
    promisedOn: day,
    graceUntilOn: day.meta({ description: 'The last day on which the money may still come' }),
    invoices: z.array(z.string()),
    receivedMinor: minor.meta({ description: 'Of the money that came for its invoices since' }),
    madeBy: side,
    canceledBy: side.exactOptional(),
    outsideBounds: z
      .array(z.string())
      .exactOptional()
      .meta({ description: 'Of promise.made: the bounds of your own policy that somebody of yours went beyond' }),
  })
  .meta({ description: 'A promise to pay as it stands after the event' })

export const settlementEvent = z
  .looseObject({
    id: z.uuid(),
    reference: z.string(),
    status: z.string(),
    step: z.string().meta({ description: 'Of this event' }),
    side,
    currency,
    owedMinor: minor,
    offeredMinor: minor,
    waivedMinor: minor,
    payByOn: day,
    answerByOn: day,
    invoices: z.array(z.string()),
    agreementSha256: sha256.exactOptional(),
    paymentId: z.string().exactOptional(),
    replacesPlan: z.string().exactOptional().meta({ description: 'Reference of the plan that it takes the place of' }),
    reason: z.string().exactOptional().meta({ description: 'Why it was broken' }),
  })
  .meta({ description: 'A settlement offer as it stands after the event' })
