import { z } from 'zod'
import { DIFFERENCE_KINDS } from '~/domain/reconciliation'
import type { NamedDifference, ReconciliationRun } from '~/use-cases/ports/reconciliation-repository'
import { defineOperation } from '../operation'
import { instant } from '../schemas'

const run = z
  .object({
    id: z.uuid(),
    gateway: z.string(),
    startedAt: instant,
    endedAt: instant.nullable().meta({ description: 'Null while it is under way' }),
    checkedCount: z.int().meta({ description: 'Payments that were asked about' }),
    correctedCount: z.int().meta({ description: 'Payments that followed what the provider said' }),
    unansweredCount: z.int().meta({ description: 'Payments that the provider could not be asked about' }),
  })
  .meta({ id: 'ReconciliationRun' })

/** What one side's books say. */
export const side = z
  .looseObject({
    ...{ status: z.string(), amountMinor: z.int(), currency: z.string(), reference: z.string() },
    feeMinor: z.int().meta({ description: 'Where a settlement differs: what the provider keeps' }),
  })
  .partial()

const difference = z
  .object({
    id: z.uuid(),
    runId: z.uuid(),
    gateway: z.string(),
    paymentId: z.uuid(),
    paymentReference: z.string(),
    debtor: z.string().meta({ description: 'External id' }),
    kind: z.enum(DIFFERENCE_KINDS),
    ours: side,
    theirs: side.meta({ description: 'Empty where the provider knows nothing of it' }),
    foundAt: instant,
    resolvedAt: instant.nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: 'ReconciliationDifference' })

export const startReconciliation = defineOperation({
  method: 'POST',
  path: '/reconciliations',
  id: 'startReconciliation',
  summary: 'Compare the books with those of every provider that can be asked',
  description: 'It happens every night by itself. One that is under way is answered instead of a second one.',
  isRepeatable: true,
  body: z.strictObject({}),
  output: { status: 202, schema: z.object({ runs: z.array(run) }) },
  async handle({ app, creditor, apiKeyId }) {
    const runs = await app.startReconciliation({ creditorId: creditor.id, startedBy: `key:${apiKeyId}` })
    return { body: { runs: runs.map(describeRun) } }
  },
})

export const listReconciliations = defineOperation({
  method: 'GET',
  path: '/reconciliations',
  id: 'listReconciliations',
  summary: 'The latest comparisons, newest first',
  output: { status: 200, schema: z.object({ runs: z.array(run) }) },
  async handle({ app, creditor }) {
    const { runs } = await app.readReconciliations({ creditorId: creditor.id })
    return { body: { runs: runs.map(describeRun) } }
  },
})

export const listDifferences = defineOperation({
  method: 'GET',
  path: '/reconciliation-differences',
  id: 'listReconciliationDifferences',
  summary: 'Where a provider’s books say something else, of the state asked for',
  querySchema: z.strictObject({ state: z.enum(['open', 'resolved']).default('open') }),
  output: { status: 200, schema: z.object({ differences: z.array(difference) }) },
  async handle({ app, creditor, query }) {
    const { open, resolved } = await app.readReconciliations({ creditorId: creditor.id })
    const differences = query.state === 'open' ? open : resolved
    return { body: { differences: differences.map(describeDifference) } }
  },
})

function describeRun({ startedAt, endedAt, ...made }: ReconciliationRun): z.input<typeof run> {
  const { id, gateway, checkedCount, correctedCount, unansweredCount } = made
  return {
    ...{ id, gateway, checkedCount, correctedCount, unansweredCount },
    startedAt: startedAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
  }
}

function describeDifference(found: NamedDifference): z.input<typeof difference> {
  const { id, runId, gateway, paymentId, paymentReference, kind, ours, theirs, note } = found
  return {
    ...{ id, runId, gateway, paymentId, paymentReference, kind, note },
    debtor: found.debtorExternalId,
    ours: { ...ours },
    theirs: { ...theirs },
    foundAt: found.foundAt.toISOString(),
    resolvedAt: found.resolvedAt?.toISOString() ?? null,
  }
}
