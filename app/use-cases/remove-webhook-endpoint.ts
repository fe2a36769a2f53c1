import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/** Takes an endpoint away. What was delivered to it stays on record. */
export async function removeWebhookEndpoint(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, endpointId }: { creditorId: CreditorId; endpointId: string },
): Promise<Result<null, 'unknown_endpoint'>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ webhooks }) => {
    const removed = await webhooks.removeEndpoint(creditorId, endpointId, clock.now())
    return removed ? succeed(null) : fail('unknown_endpoint')
  })
}
