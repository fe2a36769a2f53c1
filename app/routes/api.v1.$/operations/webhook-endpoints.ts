import { z } from 'zod'
import type { WebhookEndpoint } from '~/domain/webhook-delivery'
import type { RegisterEndpointFailure } from '~/use-cases/register-webhook-endpoint'
import { defineOperation } from '../operation'
import type { Problem } from '../problem'
import { instant, sequence } from '../schemas'

const secret = z.string().meta({ description: 'Shown only now: whsec_ and base64, for checking signatures' })

const endpoint = z
  .object({
    id: z.uuid(),
    url: z.url(),
    createdAt: instant,
    disabledAt: instant.nullable(),
    disabledReason: z
      .enum(['gone', 'removed'])
      .nullable()
      .meta({ description: 'gone: it answered 410. removed: you took it away' }),
  })
  .meta({ id: 'WebhookEndpoint' })

const idPath = z.object({ id: z.uuid() })

function toBody({ id, url, createdAt, disabledAt, disabledReason }: WebhookEndpoint): z.input<typeof endpoint> {
  return {
    id,
    url,
    createdAt: createdAt.toISOString(),
    disabledAt: disabledAt?.toISOString() ?? null,
    disabledReason,
  }
}

function toProblem(failure: RegisterEndpointFailure): Problem {
  switch (failure) {
    case 'already_registered':
      return { problem: 'endpoint-exists' }
    case 'too_many_endpoints':
      return { problem: 'too-many-endpoints' }
    case 'malformed':
      return { problem: 'unusable-url', detail: 'not an http(s) URL' }
    case 'not_https':
      return { problem: 'unusable-url', detail: 'https is needed' }
    case 'private_address':
      return { problem: 'unusable-url', detail: 'the host is not on the public internet' }
    case 'has_credentials':
      return { problem: 'unusable-url', detail: 'a user name or password cannot be part of it' }
  }
}

export const createEndpoint = defineOperation({
  method: 'POST',
  path: '/webhook-endpoints',
  id: 'createWebhookEndpoint',
  summary: 'Have every outcome event from now on sent to a URL',
  body: z.strictObject({ url: z.string().max(2000) }),
  output: { status: 201, schema: endpoint.extend({ secret }) },
  problems: ['unusable-url', 'endpoint-exists', 'too-many-endpoints'],
  async handle({ app, creditor, body }) {
    const registered = await app.registerWebhookEndpoint({ creditorId: creditor.id, url: body.url })
    if (!registered.ok) return toProblem(registered.failure)
    return { body: { ...toBody(registered.value), secret: registered.value.secrets[0] ?? '' } }
  },
})

export const listEndpoints = defineOperation({
  method: 'GET',
  path: '/webhook-endpoints',
  id: 'listWebhookEndpoints',
  summary: 'Webhook endpoints and how far they got',
  output: {
    status: 200,
    schema: z.object({
      endpoints: z.array(
        endpoint.extend({
          deliveries: z.object({ pending: z.int(), delivered: z.int(), parked: z.int() }),
        }),
      ),
    }),
  },
  async handle({ app, creditor }) {
    const { endpoints } = await app.listWebhookEndpoints({ creditorId: creditor.id })
    return {
      body: { endpoints: endpoints.map((entry) => ({ ...toBody(entry.endpoint), deliveries: entry.deliveries })) },
    }
  },
})

export const deleteEndpoint = defineOperation({
  method: 'DELETE',
  path: '/webhook-endpoints/{id}',
  id: 'deleteWebhookEndpoint',
  summary: 'Stop sending to an endpoint',
  pathSchema: idPath,
  output: { status: 204, schema: null },
  problems: ['unknown-endpoint'],
  async handle({ app, creditor, path }) {
    const removed = await app.removeWebhookEndpoint({ creditorId: creditor.id, endpointId: path.id })
    return removed.ok ? { body: null } : { problem: 'unknown-endpoint' }
  },
})

export const rotateSecret = defineOperation({
  method: 'POST',
  path: '/webhook-endpoints/{id}/rotate-secret',
  id: 'rotateWebhookSecret',
  summary: 'Give an endpoint a new secret',
  description: 'Until keepPreviousHours have passed each message is signed with the previous secret as well.',
  pathSchema: idPath,
  body: z.strictObject({ keepPreviousHours: z.int().min(0).max(168).default(24) }),
  output: { status: 200, schema: endpoint.extend({ secret, previousSecretExpiresAt: instant.nullable() }) },
  problems: ['unknown-endpoint'],
  async handle({ app, creditor, path, body }) {
    const rotated = await app.rotateWebhookSecret({ creditorId: creditor.id, endpointId: path.id, ...body })
    if (!rotated.ok) return { problem: 'unknown-endpoint' }
    const { secrets, previousSecretsExpireAt } = rotated.value
    const previousSecretExpiresAt = previousSecretsExpireAt?.toISOString() ?? null
    return { body: { ...toBody(rotated.value), secret: secrets[0] ?? '', previousSecretExpiresAt } }
  },
})

export const replay = defineOperation({
  method: 'POST',
  path: '/webhook-endpoints/{id}/replay',
  id: 'replayWebhooks',
  isRepeatable: true,
  summary: 'Send every event after a sequence again to one endpoint',
  pathSchema: idPath,
  body: z.strictObject({ after: sequence }),
  output: { status: 202, schema: z.object({ eventCount: z.int(), lastSequence: sequence }) },
  problems: ['unknown-endpoint', 'endpoint-disabled'],
  async handle({ app, creditor, path, body }) {
    const replayed = await app.replayWebhooks({ creditorId: creditor.id, endpointId: path.id, after: body.after })
    if (replayed.ok) return { body: replayed.value }
    return { problem: replayed.failure === 'unknown_endpoint' ? 'unknown-endpoint' : 'endpoint-disabled' }
  },
})
