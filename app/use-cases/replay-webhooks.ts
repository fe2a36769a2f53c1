import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

/** Deliveries made pending in one transaction: a long replay never holds locks for long. */
const SLICE = 200

export type ReplayFailure = 'unknown_endpoint' | 'endpoint_disabled'

/**
 * Has every event after a sequence delivered again to one endpoint, as if it were new. Each keeps its id and body.
 * Returns how many events that is now; the work is done by jobs.
 */
export async function replayWebhooks(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, endpointId, after }: { creditorId: CreditorId; endpointId: string; after: number },
): Promise<Result<{ eventCount: number; lastSequence: number }, ReplayFailure>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const failure = await findReplayFailure(transaction, creditorId, endpointId)
    if (failure) return fail(failure)
    const head = await transaction.outcomeLog.readHead(creditorId)
    const eventCount = Math.max(head.sequence - after, 0)
    if (eventCount > 0) await transaction.jobs.enqueue('replay-webhooks', { creditorId, endpointId, after })
    return succeed({ eventCount, lastSequence: head.sequence })
  })
}

/** Does one slice of a replay and leaves the next to another job, both or neither. */
export async function continueReplay(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, endpointId, after }: { creditorId: CreditorId; endpointId: string; after: number },
): Promise<void> {
  await unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    if (await findReplayFailure(transaction, creditorId, endpointId)) return
    const options = { after, limit: SLICE, now: clock.now() }
    const { count, lastSequence } = await transaction.webhooks.requeueAfter(creditorId, endpointId, options)
    await enqueueDeliveries(transaction, creditorId, endpointId, count)
    if (count === SLICE) {
      await transaction.jobs.enqueue('replay-webhooks', { creditorId, endpointId, after: lastSequence })
    }
  })
}

/** Gives all parked deliveries of an endpoint another full round of attempts; returns how many. */
export async function retryParkedWebhooks(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, endpointId }: { creditorId: CreditorId; endpointId: string },
): Promise<Result<{ deliveryCount: number }, ReplayFailure>> {
  const options = { limit: SLICE, now: clock.now() }
  let deliveryCount = 0
  for (;;) {
    const slice = await unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
      const failure = await findReplayFailure(transaction, creditorId, endpointId)
      if (failure) return fail(failure)
      const count = await transaction.webhooks.requeueParked(creditorId, endpointId, options)
      await enqueueDeliveries(transaction, creditorId, endpointId, count)
      return succeed(count)
    })
    if (!slice.ok) return slice
    deliveryCount += slice.value
    // One that is parked anew meanwhile is another's to retry: each pass leaves fewer.
    if (slice.value < SLICE) return succeed({ deliveryCount })
  }
}

async function findReplayFailure(
  { webhooks }: Transaction,
  creditorId: CreditorId,
  endpointId: string,
): Promise<ReplayFailure | null> {
  const endpoint = await webhooks.findEndpoint(creditorId, endpointId)
  if (!endpoint || endpoint.disabledReason === 'removed') return 'unknown_endpoint'
  return endpoint.disabledAt === null ? null : 'endpoint_disabled'
}

async function enqueueDeliveries({ jobs }: Transaction, creditorId: CreditorId, endpointId: string, count: number) {
  for (let index = 0; index < count; index += 1)
    await jobs.enqueue('deliver-webhook', { creditorId, endpointId }, { group: endpointId })
}
