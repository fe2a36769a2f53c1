import { z } from 'zod'
import { isOutcomeEventType } from '~/domain/outcome-event'
import { defineOperation } from '../operation'
import { outcomeEvent } from '../outcome-event-schema'
import { pageLimit, sequence } from '../schemas'

const types = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.string().refine(isOutcomeEventType, 'not a type of event')))

export const listEvents = defineOperation({
  method: 'GET',
  path: '/events',
  id: 'listEvents',
  summary: 'The outcome log in order, after a sequence',
  description:
    'The same events as the webhooks, byte for byte in canonical form. Keep `nextAfter` and ask for what follows it; without `type` every sequence is there. With `type` it moves on over the events of other types too, so it is where to go on even when the page is empty.',
  querySchema: z.strictObject({
    after: z.coerce
      .number()
      .int()
      .min(0)
      .default(0)
      .meta({ description: 'Sequence after which to begin', type: 'integer' }),
    limit: pageLimit(500, 100),
    type: types.optional().meta({ description: 'Only these types, comma-separated', type: 'string' }),
  }),
  output: {
    status: 200,
    schema: z.object({
      events: z.array(outcomeEvent),
      nextAfter: sequence.meta({
        description:
          'The `after` of the next page: the last event of this one while there are more, else the end of the log',
      }),
      hasMore: z.boolean(),
      headSequence: sequence.meta({ description: 'The last event of the log now' }),
    }),
  },
  async handle({ app, creditor, query: { after, limit, type } }) {
    const page = await app.listOutcomeEvents({
      creditorId: creditor.id,
      after,
      limit,
      ...(type ? { types: type } : {}),
    })
    return { body: page }
  },
})
