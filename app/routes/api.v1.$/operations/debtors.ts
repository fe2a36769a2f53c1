import { z } from 'zod'
import type { DebtorSummary } from '~/domain/debtor-summary'
import { defineOperation } from '../operation'
import { eventType } from '../outcome-event-schema'
import { balance, day, externalIdPath, instant, pageLimit, sequence } from '../schemas'

const debtor = z
  .object({
    externalId: z.string(),
    name: z.string(),
    countryCode: z.string().nullable(),
    locale: z.string().nullable(),
    balances: z.array(balance).meta({ description: 'One for each currency in which anything is open' }),
    oldestOverdueOn: day.nullable(),
    lastEvent: z.object({ sequence, type: eventType, occurredAt: instant }).nullable(),
  })
  .meta({ id: 'Debtor' })

/** Opaque to the caller: the external id after which to go on. */
const cursor = z
  .base64url()
  .max(1000)
  .transform((text) => Buffer.from(text, 'base64url').toString('utf8'))
  .pipe(z.string().refine((text) => !text.includes('\0')))

function toBody({ id: _, lastEvent, ...summary }: DebtorSummary): z.input<typeof debtor> {
  return {
    ...summary,
    lastEvent: lastEvent && { ...lastEvent, occurredAt: lastEvent.occurredAt.toISOString() },
  }
}

export const listDebtors = defineOperation({
  method: 'GET',
  path: '/debtors',
  id: 'listDebtors',
  summary: 'Debtors in the order of their external ids',
  querySchema: z.strictObject({
    cursor: cursor.optional().meta({ description: 'nextCursor of the page before', type: 'string' }),
    limit: pageLimit(200, 50),
  }),
  output: {
    status: 200,
    schema: z.object({ debtors: z.array(debtor), nextCursor: z.string().nullable() }),
  },
  async handle({ app, creditor, query }) {
    const page = await app.listDebtors({ creditorId: creditor.id, after: query.cursor ?? null, limit: query.limit })
    const last = page.debtors.at(-1)
    const nextCursor = page.hasMore && last ? Buffer.from(last.externalId, 'utf8').toString('base64url') : null
    return { body: { debtors: page.debtors.map(toBody), nextCursor } }
  },
})

export const getDebtor = defineOperation({
  method: 'GET',
  path: '/debtors/{externalId}',
  id: 'getDebtor',
  summary: 'One debtor and where it stands',
  pathSchema: externalIdPath,
  output: { status: 200, schema: debtor },
  problems: ['unknown-debtor'],
  async handle({ app, creditor, path }) {
    const found = await app.findDebtor({ creditorId: creditor.id, externalId: path.externalId })
    return found ? { body: toBody(found) } : { problem: 'unknown-debtor' }
  },
})
