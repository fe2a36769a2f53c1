/** What an outcome event says of an account that was handed over. */
import { z } from 'zod'
import { REMINDER_STAGE_KINDS } from '~/domain/reminder-cadence'
import { currency, day, minor } from './scalars'

export const handOverEvent = z.looseObject({
  id: z.uuid().meta({ description: 'The whole file: GET /hand-overs/{id}/file.zip' }),
  reference: z.string(),
  handedOverOn: day,
  invoices: z.array(
    z.looseObject({
      number: z.string(),
      currency,
      dueOn: day,
      daysLate: z.int(),
      dueMinor: minor.meta({ description: 'What is due of it; the event moves nothing' }),
    }),
  ),
  notices: z
    .array(
      z
        .looseObject({
          reference: z.string(),
          kind: z.enum(REMINDER_STAGE_KINDS),
          noticedOn: day,
          payByOn: day.meta({ description: 'Of a demand: the last day of its term' }),
        })
        .partial({ payByOn: true }),
    )
    .meta({ description: 'What was said before, oldest first' }),
})
