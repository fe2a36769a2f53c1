/** What can be done on the webhooks page, and what came of it. */
import { z } from 'zod'
import type { AppLoadContext } from '~/load-context'
import type { CreditorId } from '~/domain/ids'
import type { RegisterEndpointFailure } from '~/use-cases/register-webhook-endpoint'
import type { ReplayFailure } from '~/use-cases/replay-webhooks'

const intentSchema = z.discriminatedUnion('intent', [
  z.object({ intent: z.literal('add'), url: z.string().trim().max(2000) }),
  z.object({ intent: z.literal('rotate'), endpoint: z.uuid() }),
  z.object({ intent: z.literal('remove'), endpoint: z.uuid() }),
  z.object({ intent: z.literal('retry'), endpoint: z.uuid() }),
  z.object({ intent: z.literal('replay'), endpoint: z.uuid(), after: z.string().trim() }),
])

export type EndpointFailure = RegisterEndpointFailure | ReplayFailure | 'bad_number'

export type EndpointChange =
  | { kind: 'secret'; secret: string }
  | { kind: 'removed' }
  | { kind: 'replayed'; count: number }
  /** At the field of the form it came from; `endpointId` is null for the form that adds one. */
  | { kind: 'failed'; failure: EndpointFailure; endpointId: string | null; url: string }

const KEEP_PREVIOUS_HOURS = 24

/** Carries out what the form asks for; null when it asks for nothing known. */
export async function changeEndpoint(
  app: AppLoadContext['app'],
  creditorId: CreditorId,
  form: URLSearchParams,
): Promise<EndpointChange | null> {
  const parsed = intentSchema.safeParse(Object.fromEntries(form))
  if (!parsed.success) return null
  const wanted = parsed.data
  if (wanted.intent === 'add') {
    const added = await app.registerWebhookEndpoint({ creditorId, url: wanted.url })
    return added.ok
      ? { kind: 'secret', secret: added.value.secrets[0] ?? '' }
      : { kind: 'failed', failure: added.failure, endpointId: null, url: wanted.url }
  }
  const target = { creditorId, endpointId: wanted.endpoint }
  const fail = (failure: EndpointFailure): EndpointChange => ({
    kind: 'failed',
    failure,
    endpointId: wanted.endpoint,
    url: '',
  })
  switch (wanted.intent) {
    case 'rotate': {
      const rotated = await app.rotateWebhookSecret({ ...target, keepPreviousHours: KEEP_PREVIOUS_HOURS })
      return rotated.ok ? { kind: 'secret', secret: rotated.value.secrets[0] ?? '' } : fail(rotated.failure)
    }
    case 'remove': {
      const removed = await app.removeWebhookEndpoint(target)
      return removed.ok ? { kind: 'removed' } : fail(removed.failure)
    }
    case 'retry': {
      const retried = await app.retryParkedWebhooks(target)
      return retried.ok ? { kind: 'replayed', count: retried.value.deliveryCount } : fail(retried.failure)
    }
    case 'replay': {
      if (!/^\d{1,15}$/.test(wanted.after)) return fail('bad_number')
      const replayed = await app.replayWebhooks({ ...target, after: Number(wanted.after) })
      return replayed.ok ? { kind: 'replayed', count: replayed.value.eventCount } : fail(replayed.failure)
    }
  }
}
