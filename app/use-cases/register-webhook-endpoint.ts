import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { WebhookEndpoint } from '~/domain/webhook-delivery'
import { createWebhookSecret } from './create-webhook-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'
import type { WebhookSender, WebhookUrlFault } from './ports/webhook-sender'

/** Each event is delivered to each endpoint: a handful serves every system a creditor has. */
const MOST_ENDPOINTS = 10

export type RegisterEndpointFailure = WebhookUrlFault | 'already_registered' | 'too_many_endpoints'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  webhookSender: WebhookSender
}

/** Adds an endpoint that is sent every outcome event from now on; its secret is in the answer. */
export async function registerWebhookEndpoint(
  { unitOfWork, clock, ids, webhookSender }: Dependencies,
  { creditorId, url }: { creditorId: CreditorId; url: string },
): Promise<Result<WebhookEndpoint, RegisterEndpointFailure>> {
  const fault = webhookSender.findUrlFault(url)
  if (fault) return fail(fault)
  const endpoint: WebhookEndpoint = {
    id: ids.uuid(),
    creditorId,
    url: new URL(url).href,
    secrets: [createWebhookSecret(ids)],
    previousSecretsExpireAt: null,
    createdAt: clock.now(),
    disabledAt: null,
    disabledReason: null,
  }
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ webhooks }) => {
    const active = (await webhooks.listEndpoints(creditorId)).filter((existing) => existing.disabledAt === null)
    if (active.some((existing) => existing.url === endpoint.url)) return fail('already_registered')
    if (active.length >= MOST_ENDPOINTS) return fail('too_many_endpoints')
    await webhooks.insertEndpoint(endpoint)
    return succeed(endpoint)
  })
}
