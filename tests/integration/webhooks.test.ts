import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { ReportedOutcomeEvent } from '~/domain/outcome-event'
import { verifyChain, type ChainLink } from '~/domain/outcome-event-chain'
import { RETRY_DELAYS_MS, type WebhookEndpoint } from '~/domain/webhook-delivery'
import { createWebhookSender } from '~/reporting/webhook-sender.server'
import { deliverWebhook } from '~/use-cases/deliver-webhook'
import { listOutcomeEvents } from '~/use-cases/list-outcome-events'
import { listWebhookEndpoints } from '~/use-cases/list-webhook-endpoints'
import { registerWebhookEndpoint } from '~/use-cases/register-webhook-endpoint'
import { removeWebhookEndpoint } from '~/use-cases/remove-webhook-endpoint'
import { continueReplay, replayWebhooks, retryParkedWebhooks } from '~/use-cases/replay-webhooks'
import { rotateWebhookSecret } from '~/use-cases/rotate-webhook-secret'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { startWebhookReceiver, type WebhookReceiver } from '../factories/webhook-receiver'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
const deps = {
  ...test,
  webhookSender: createWebhookSender({ targets: 'any' }),
  random: () => 0,
  retryScale: 1,
}

let receiver: WebhookReceiver
let creditor: Creditor
let debtor: Debtor
let endpoint: WebhookEndpoint

beforeEach(async () => {
  await test.reset()
  // eslint-disable-next-line no-restricted-syntax -- a signature's timestamp is judged by the receiver's own clock
  test.clock.set(new Date().toISOString())
  receiver = await startWebhookReceiver()
  creditor = await createCreditor(test)
  debtor = await createDebtor(test, creditor)
  endpoint = await register(receiver.url)
})
afterEach(() => receiver.close())

async function register(url: string): Promise<WebhookEndpoint> {
  const result = await registerWebhookEndpoint(deps, { creditorId: creditor.id, url })
  if (!result.ok) throw new Error(result.failure)
  return result.value
}

async function appendEvents(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    await test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, ({ outcomeLog }) =>
      outcomeLog.append({
        creditorId: creditor.id,
        debtorId: debtor.id,
        type: 'link.opened',
        occurredAt: test.clock.now(),
        data: { link: { id: test.ids.uuid(), scope: ['view', 'pay'], recipientName: 'Zoë' } },
      }),
    )
  }
}

/** For a receiver that is known to say nothing. */
const impatient = { ...deps, webhookSender: createWebhookSender({ targets: 'any', timeoutMs: 1_000 }) }

/** Takes the jobs that wait, once each, as the worker would; those of a later time included. */
async function runDeliveryJobs(services = deps): Promise<number> {
  const waiting = await test.listWaitingJobs('deliver-webhook')
  await test.inspect(`delete from pgboss.job where name = 'deliver-webhook'`)
  for (const { endpointId } of waiting) await deliverWebhook(services, { creditorId: creditor.id, endpointId })
  return waiting.length
}

async function runReplayJobs(): Promise<void> {
  for (;;) {
    const waiting = await test.listWaitingJobs('replay-webhooks')
    if (waiting.length === 0) return
    await test.inspect(`delete from pgboss.job where name = 'replay-webhooks'`)
    for (const { endpointId, after } of waiting) {
      await continueReplay(deps, { creditorId: creditor.id, endpointId, after })
    }
  }
}

const readDeliveries = () =>
  test.inspect<{ status: string; attempts: number; next: Date | null; error: string | null; http: number | null }>(
    `select status, attempt_count as attempts, next_attempt_at as next, last_error as error, last_status as http
     from webhook_delivery order by sequence, id`,
  )

const parseReceived = () => receiver.received.map(({ body }) => JSON.parse(body) as ReportedOutcomeEvent)

describe('delivering outcome events', () => {
  it('posts each event once, signed, under its own id, as the API lists it and as the chain needs it', async () => {
    await appendEvents(3)
    expect(await runDeliveryJobs()).toBe(3)
    const { events } = await listOutcomeEvents(test, { creditorId: creditor.id, after: 0, limit: 10 })
    expect(parseReceived()).toEqual(events)
    for (const { headers, body } of receiver.received) {
      const event = new Webhook(endpoint.secrets[0]!).verify(body, headers) as ReportedOutcomeEvent
      expect(headers['webhook-id']).toBe(event.id)
    }
    const links = parseReceived().map(({ previousHash, hash, ...body }): ChainLink => ({ body, previousHash, hash }))
    expect(verifyChain(links).whole).toBe(true)
    expect(await readDeliveries()).toEqual(
      Array.from({ length: 3 }, () => ({ status: 'delivered', attempts: 1, next: null, error: null, http: 204 })),
    )
    expect(await runDeliveryJobs()).toBe(0)
  })

  it('goes on after failures of every kind, with the same id and body, and stops once it got through', async () => {
    await appendEvents(1)
    receiver.answerWith((response, count) => {
      if (count === 0) response.writeHead(500).end()
      else if (count === 1) response.writeHead(301, { Location: receiver.url }).end()
      else if (count === 2) return
      else if (count === 3) response.socket?.destroy()
      else response.writeHead(200).end('thanks')
    })
    const errors: (string | null)[] = []
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect(await runDeliveryJobs(attempt === 3 ? impatient : deps)).toBe(1)
      const [delivery] = await readDeliveries()
      errors.push(delivery!.error)
      if (attempt < 5) {
        expect(delivery).toMatchObject({ status: 'pending', attempts: attempt })
        expect(delivery!.next!.getTime() - test.clock.now().getTime()).toBe(RETRY_DELAYS_MS[attempt])
        test.clock.set(delivery!.next!.toISOString())
      }
    }
    expect(errors).toEqual(['HTTP 500', 'HTTP 301', 'no answer in time', 'ECONNRESET', null])
    expect(receiver.received).toHaveLength(5)
    expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1)
    expect(new Set(receiver.received.map(({ headers }) => headers['webhook-id'])).size).toBe(1)
    expect(await readDeliveries()).toMatchObject([{ status: 'delivered', attempts: 5, http: 200 }])
    expect(await runDeliveryJobs()).toBe(0)
  })

  it('is parked after ten attempts, stands in the overview, and gets another round when asked', async () => {
    await appendEvents(1)
    receiver.answerWith((response) => response.writeHead(503).end())
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      expect(await runDeliveryJobs()).toBe(1)
      test.clock.advance({ days: 2 })
    }
    expect(await runDeliveryJobs()).toBe(0)
    const overview = await listWebhookEndpoints(test, { creditorId: creditor.id })
    expect(overview.endpoints).toMatchObject([{ deliveries: { pending: 0, delivered: 0, parked: 1 } }])
    expect(overview.troubled).toMatchObject([{ status: 'parked', attemptCount: 10, lastStatus: 503 }])

    receiver.answerWith((response) => response.writeHead(204).end())
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    expect(await retryParkedWebhooks(deps, target)).toEqual({ ok: true, value: { deliveryCount: 1 } })
    expect(await runDeliveryJobs()).toBe(1)
    expect(await readDeliveries()).toMatchObject([{ status: 'delivered', attempts: 1 }])
  })

  it('are all given another round, however many were parked', async () => {
    await appendEvents(450)
    await test.inspect(`update webhook_delivery set status = 'parked', attempt_count = 10`)
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    expect(await retryParkedWebhooks(deps, target)).toEqual({ ok: true, value: { deliveryCount: 450 } })
    expect(await test.inspect(`select distinct status, attempt_count as attempts from webhook_delivery`)).toEqual([
      { status: 'pending', attempts: 0 },
    ])
  })

  it('ends for an endpoint that answers 410, for what was already waiting too', async () => {
    await appendEvents(3)
    receiver.answerWith((response) => response.writeHead(410).end())
    await runDeliveryJobs()
    expect(receiver.received).toHaveLength(1)
    expect((await readDeliveries()).map(({ status }) => status)).toEqual(['parked', 'parked', 'parked'])
    const { endpoints } = await listWebhookEndpoints(test, { creditorId: creditor.id })
    expect(endpoints[0]?.endpoint).toMatchObject({ disabledReason: 'gone', disabledAt: test.clock.now() })
    await appendEvents(1)
    expect(await readDeliveries()).toHaveLength(3)
    const replay = { creditorId: creditor.id, endpointId: endpoint.id, after: 0 }
    expect(await replayWebhooks(deps, replay)).toEqual({ ok: false, failure: 'endpoint_disabled' })
  })

  it('repeats the same message when the process died before it could write down that it was sent', async () => {
    await appendEvents(1)
    const [job] = await test.listWaitingJobs('deliver-webhook')
    const dying = {
      ...deps,
      webhookSender: {
        ...deps.webhookSender,
        async send(message: Parameters<typeof deps.webhookSender.send>[0]) {
          await deps.webhookSender.send(message)
          throw new Error('killed')
        },
      },
    }
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    await expect(deliverWebhook(dying, target)).rejects.toThrow('killed')
    expect(receiver.received).toHaveLength(1)

    // The job comes again at once, while the dead process still holds the delivery: it is put off, not lost.
    await test.inspect(`delete from pgboss.job where name = 'deliver-webhook'`)
    await deliverWebhook(deps, target)
    expect(receiver.received).toHaveLength(1)
    expect(await test.listWaitingJobs('deliver-webhook')).toEqual([job])

    test.clock.advance({ seconds: 30 })
    expect(await runDeliveryJobs()).toBe(1)
    expect(receiver.received).toHaveLength(2)
    expect(receiver.received[1]?.body).toBe(receiver.received[0]?.body)
    expect(receiver.received[1]?.headers['webhook-id']).toBe(receiver.received[0]?.headers['webhook-id'])
    expect(await readDeliveries()).toMatchObject([{ status: 'delivered', attempts: 2 }])
  })

  it('is attempted by one process when two take it at the same time', async () => {
    await appendEvents(1)
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    await Promise.all(Array.from({ length: 6 }, () => deliverWebhook(deps, target)))
    expect(receiver.received).toHaveLength(1)
  })

  it('does not exist when the transaction of its event fails', async () => {
    const failing = test.unitOfWork.run({ kind: 'creditor', creditorId: creditor.id }, async ({ outcomeLog }) => {
      const own = { creditorId: creditor.id, debtorId: debtor.id, occurredAt: test.clock.now() }
      await outcomeLog.append({ ...own, type: 'link.opened', data: {} })
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    expect(await runDeliveryJobs()).toBe(0)
    expect(await readDeliveries()).toEqual([])
  })
})

describe('secrets', () => {
  it('both sign during a rotation, and only the new one after it', async () => {
    const [older] = endpoint.secrets
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    const rotated = await rotateWebhookSecret(deps, { ...target, keepPreviousHours: 24 })
    if (!rotated.ok) throw new Error(rotated.failure)
    const [newest] = rotated.value.secrets
    expect(newest).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/)

    await appendEvents(1)
    await runDeliveryJobs()
    const [during] = receiver.received
    expect(during!.headers['webhook-signature']?.split(' ')).toHaveLength(2)
    new Webhook(newest!).verify(during!.body, during!.headers)
    new Webhook(older!).verify(during!.body, during!.headers)

    await rotateWebhookSecret(deps, { ...target, keepPreviousHours: 0 })
    await appendEvents(1)
    await runDeliveryJobs()
    const after = receiver.received[1]!
    expect(() => new Webhook(newest!).verify(after.body, after.headers)).toThrow()
    expect(after.headers['webhook-signature']?.split(' ')).toHaveLength(1)
  })
})

describe('replay', () => {
  it('sends everything after a sequence again to one endpoint, with the same ids and bodies', async () => {
    const other = await startWebhookReceiver()
    try {
      await register(other.url)
      await appendEvents(5)
      await runDeliveryJobs()
      expect(receiver.received).toHaveLength(5)
      const before = receiver.received.slice(2).map(({ body }) => body)
      const replay = { creditorId: creditor.id, endpointId: endpoint.id, after: 2 }
      expect(await replayWebhooks(deps, replay)).toEqual({ ok: true, value: { eventCount: 3, lastSequence: 5 } })
      await runReplayJobs()
      await runDeliveryJobs()
      expect(receiver.received.slice(5).map(({ body }) => body)).toEqual(before)
      expect(other.received).toHaveLength(5)
    } finally {
      await other.close()
    }
  })

  it('brings a new endpoint everything from the beginning, in slices', async () => {
    await appendEvents(1)
    // Copies of the first event: the log's length is the point here, not its hashes.
    await test.inspect(
      `insert into outcome_event (creditor_id, sequence, id, type, debtor_id, occurred_at, body, previous_hash, hash)
       select creditor_id, n, gen_random_uuid(), type, debtor_id, occurred_at, body || jsonb_build_object('sequence', n), previous_hash, hash
       from outcome_event, generate_series(2, 450) n`,
    )
    await test.inspect('update outcome_log_head set sequence = 450')
    const late = await register(`${receiver.url}/late`)
    const replay = { creditorId: creditor.id, endpointId: late.id, after: 0 }
    expect(await replayWebhooks(deps, replay)).toMatchObject({ ok: true, value: { eventCount: 450 } })
    await runReplayJobs()
    expect(
      await test.inspect(
        `select count(*)::int as deliveries, count(distinct sequence)::int as events from webhook_delivery
         where endpoint_id = $1 and status = 'pending'`,
        [late.id],
      ),
    ).toEqual([{ deliveries: 450, events: 450 }])
    expect(await test.listWaitingJobs('deliver-webhook')).toHaveLength(451)
  })
})

describe('endpoints', () => {
  it('are refused where they cannot be used', async () => {
    const guarded = { ...deps, webhookSender: createWebhookSender({ targets: 'public' }) }
    const tryUrl = async (url: string) => registerWebhookEndpoint(guarded, { creditorId: creditor.id, url })
    expect(await tryUrl('http://example.com/hook')).toEqual({ ok: false, failure: 'not_https' })
    expect(await tryUrl('https://10.0.0.1/hook')).toEqual({ ok: false, failure: 'private_address' })
    expect(await registerWebhookEndpoint(deps, { creditorId: creditor.id, url: receiver.url })).toEqual({
      ok: false,
      failure: 'already_registered',
    })
  })

  it('that were removed get nothing more and are no longer listed', async () => {
    const target = { creditorId: creditor.id, endpointId: endpoint.id }
    await appendEvents(1)
    expect(await removeWebhookEndpoint(deps, target)).toMatchObject({ ok: true })
    await runDeliveryJobs()
    await appendEvents(1)
    await runDeliveryJobs()
    expect(receiver.received).toEqual([])
    expect((await listWebhookEndpoints(test, { creditorId: creditor.id })).endpoints).toEqual([])
    expect(await removeWebhookEndpoint(deps, target)).toEqual({ ok: false, failure: 'unknown_endpoint' })
    expect(await register(receiver.url)).toMatchObject({ disabledAt: null })
  })

  it('of another creditor cannot be touched', async () => {
    const other = await createCreditor(test)
    const target = { creditorId: other.id, endpointId: endpoint.id }
    expect(await removeWebhookEndpoint(deps, target)).toMatchObject({ ok: false })
    expect(await replayWebhooks(deps, { ...target, after: 0 })).toMatchObject({ ok: false })
    expect(await rotateWebhookSecret(deps, { ...target, keepPreviousHours: 0 })).toMatchObject({ ok: false })
  })
})
