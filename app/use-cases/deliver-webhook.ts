import { toReportedEvent } from '~/domain/outcome-event'
import { toCanonicalJson } from '~/domain/outcome-event-chain'
import type { CreditorId } from '~/domain/ids'
import {
  judgeAttempt,
  listSigningSecrets,
  type DeliveryAttempt,
  type DeliveryVerdict,
  type WebhookDelivery,
} from '~/domain/webhook-delivery'
import type { Clock } from './ports/clock'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import type { WebhookSender } from './ports/webhook-sender'

/** Longer than a sender waits for an answer. A process that died holds a delivery up no longer than this. */
const LEASE_MS = 30_000

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  webhookSender: WebhookSender
  /** In [0, 1): spreads retries. */
  random: () => number
  /** Multiplies the delays between attempts; 1 but for tests. */
  retryScale: number
}

/**
 * Attempts one delivery and writes down what came of it. The attempt stands between two transactions: a crash before
 * the second repeats it under the same `webhook-id` and with the same body, by which the receiver knows it again.
 *
 * A job is not tied to a delivery but takes the first that is due, so that an endpoint gets its events in their order
 * as long as it answers. Nothing is lost by that, because there is a job for each pending delivery: one that succeeds
 * ends with its job, one that fails leaves another, and a job that finds nothing due comes again when something is.
 */
export async function deliverWebhook(
  { unitOfWork, clock, webhookSender, random, retryScale }: Dependencies,
  { creditorId, endpointId }: { creditorId: CreditorId; endpointId: string },
): Promise<void> {
  const scope = { kind: 'creditor', creditorId } as const
  const claim = await unitOfWork.run(scope, async (transaction) => {
    const now = clock.now()
    const leaseEndsAt = new Date(now.getTime() + LEASE_MS)
    const answer = await transaction.webhooks.claimNextDelivery(creditorId, endpointId, now, leaseEndsAt)
    if (answer.kind === 'later') {
      await transaction.jobs.enqueue(
        'deliver-webhook',
        { creditorId, endpointId },
        { startAt: answer.at, group: endpointId },
      )
    }
    return answer
  })
  if (claim.kind !== 'claimed') return

  const { delivery, endpoint, event } = claim.claimed
  const sentAt = clock.now()
  const attempt = await webhookSender.send({
    url: endpoint.url,
    id: event.id,
    sentAt,
    body: toCanonicalJson(toReportedEvent(event)),
    secrets: listSigningSecrets(endpoint, sentAt),
  })
  const verdict = judgeAttempt(attempt, delivery.attemptCount, { random: random(), scale: retryScale })
  await unitOfWork.run(scope, (transaction) => recordVerdict(transaction, delivery, attempt, verdict, clock.now()))
}

async function recordVerdict(
  transaction: Transaction,
  delivery: WebhookDelivery,
  attempt: DeliveryAttempt,
  verdict: DeliveryVerdict,
  now: Date,
): Promise<void> {
  const { creditorId, endpointId } = delivery
  const outcome = {
    ...delivery,
    nextAttemptAt: null,
    lastStatus: attempt.kind === 'answered' ? attempt.status : null,
    lastError: describeFailure(attempt),
  }
  switch (verdict.kind) {
    case 'delivered':
      await transaction.webhooks.saveDelivery({ ...outcome, status: 'delivered', deliveredAt: now, lastError: null })
      return
    case 'retry': {
      const nextAttemptAt = new Date(now.getTime() + verdict.delayMs)
      await transaction.webhooks.saveDelivery({ ...outcome, status: 'pending', nextAttemptAt })
      await transaction.jobs.enqueue(
        'deliver-webhook',
        { creditorId, endpointId },
        { startAt: nextAttemptAt, group: endpointId },
      )
      return
    }
    case 'park':
      await transaction.webhooks.saveDelivery({ ...outcome, status: 'parked' })
      return
    case 'disable':
      await transaction.webhooks.saveDelivery({ ...outcome, status: 'parked' })
      await transaction.webhooks.disableEndpoint(creditorId, endpointId, now)
  }
}

function describeFailure(attempt: DeliveryAttempt): string {
  return attempt.kind === 'answered' ? `HTTP ${attempt.status}` : attempt.error
}
