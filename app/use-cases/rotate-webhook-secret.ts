import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { WebhookEndpoint } from '~/domain/webhook-delivery'
import { createWebhookSecret } from './create-webhook-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Gives an endpoint a new secret. For `keepPreviousHours` the one before it signs too, so that the receiver can change
 * over at its leisure; 0 ends it at once, for a secret that leaked.
 */
export async function rotateWebhookSecret(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  {
    creditorId,
    endpointId,
    keepPreviousHours,
  }: { creditorId: CreditorId; endpointId: string; keepPreviousHours: number },
): Promise<Result<WebhookEndpoint, 'unknown_endpoint'>> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ webhooks }) => {
    const endpoint = await webhooks.findEndpoint(creditorId, endpointId)
    if (!endpoint || endpoint.disabledReason === 'removed') return fail('unknown_endpoint')
    const kept = keepPreviousHours > 0 ? endpoint.secrets.slice(0, 1) : []
    const rotated: WebhookEndpoint = {
      ...endpoint,
      secrets: [createWebhookSecret(ids), ...kept],
      previousSecretsExpireAt: kept.length > 0 ? new Date(clock.now().getTime() + keepPreviousHours * 3_600_000) : null,
    }
    await webhooks.saveSecrets(rotated)
    return succeed(rotated)
  })
}
