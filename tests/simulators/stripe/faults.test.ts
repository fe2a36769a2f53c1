/** What goes wrong on request, and what a repeated key makes of it. */
import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FaultKind } from './faults'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { catchRefusal, connect, describeSession } from './test-client'

let simulator: StripeSimulator
let stripe: Stripe

beforeEach(async () => {
  simulator = await startStripeSimulator()
  stripe = connect(simulator)
})

afterEach(() => simulator.close())

const create = (idempotencyKey: string, email = 'clerk@debtor.example') =>
  stripe.customers.create({ email }, { idempotencyKey })
const made = () => simulator.readAll('customer').length

describe('an idempotency key', () => {
  it('brings the same answer for the same request', async () => {
    const first = await create('key-1')
    const second = await create('key-1')
    expect(second.id).toBe(first.id)
    expect(second.lastResponse.headers['idempotent-replayed']).toBe('true')
    expect(second.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
    expect(second.lastResponse.requestId).not.toBe(first.lastResponse.requestId)
    expect(made()).toBe(1)
    expect(simulator.requests.map(({ isReplay }) => isReplay)).toEqual([false, true])
  })

  it('is refused for another request', async () => {
    await create('key-1')
    const other = await catchRefusal(create('key-1', 'other@debtor.example'))
    expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
    expect(other.statusCode).toBe(400)
    const elsewhere = await catchRefusal(
      stripe.checkout.sessions.create(describeSession(), { idempotencyKey: 'key-1' }),
    )
    expect(elsewhere.message).toContain('same endpoint')
    expect((await catchRefusal(create('k'.repeat(256)))).statusCode).toBe(400)
  })

  it('is a conflict while the first is on its way', async () => {
    simulator.faults.next('slow', { delayMs: 500 })
    const onItsWay = create('key-1')
    while (simulator.requests.length === 0) await sleep(5)
    const [second, first] = await Promise.allSettled([create('key-1'), onItsWay])
    expect(first.status).toBe('fulfilled')
    expect(second).toMatchObject({ status: 'rejected', reason: { statusCode: 409, code: 'idempotency_key_in_use' } })
    expect(made()).toBe(1)
  })

  it('is free again after a request that failed validation', async () => {
    expect((await catchRefusal(create('key-1', ''))).statusCode).toBe(400)
    expect((await create('key-1')).email).toBe('clerk@debtor.example')
  })

  it('keeps a declined charge', async () => {
    const charge = () =>
      stripe.paymentIntents.create(
        {
          ...{ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_chargeDeclined' },
          return_url: 'https://portal.example/back',
        },
        { idempotencyKey: 'key-1' },
      )
    const [first, second] = [await catchRefusal(charge()), await catchRefusal(charge())]
    expect([first.statusCode, second.statusCode]).toEqual([402, 402])
    expect(second.payment_intent?.id).toBe(first.payment_intent?.id)
    expect(simulator.readAll('payment_intent')).toHaveLength(1)
  })
})

describe('a fault', () => {
  it.each<[FaultKind, number, object, object]>([
    ['timeout_before', 0, { type: 'StripeConnectionError' }, { status: null, isDone: false }],
    ['timeout_after', 1, { type: 'StripeConnectionError' }, { status: null, isDone: true }],
    ['reset_before', 0, { type: 'StripeConnectionError' }, { status: null, isDone: false }],
    ['reset_after', 1, { type: 'StripeConnectionError' }, { status: null, isDone: true }],
    ['server_error_before', 0, { type: 'StripeAPIError', statusCode: 500 }, { status: 500, isDone: false }],
    ['server_error_after', 1, { type: 'StripeAPIError', statusCode: 500 }, { status: 500, isDone: true }],
    ['conflict', 0, { type: 'StripeAPIError', statusCode: 409 }, { status: 409, isDone: false }],
    ['rate_limited', 0, { type: 'StripeRateLimitError', statusCode: 429 }, { status: 429, isDone: false }],
  ])('%s leaves %d objects, and the next try succeeds once', async (kind, count, error, logged) => {
    // The SDK tries once more by itself where the connection broke.
    const tries = kind.startsWith('reset_') ? 2 : 1
    simulator.faults.next(kind, { times: tries })
    const client = kind.startsWith('timeout_') ? connect(simulator, { timeout: 300 }) : stripe
    const email = 'clerk@debtor.example'
    const request = client.customers.create({ email }, { idempotencyKey: 'key-1' })
    expect(await catchRefusal(request)).toMatchObject(error)
    expect(made()).toBe(count)
    expect(simulator.requests).toHaveLength(tries)
    expect(simulator.requests[0]).toMatchObject({ fault: kind, ...logged })
    const again = await create('key-1')
    expect(again.object).toBe('customer')
    expect(made()).toBe(1)
    expect(simulator.requests.at(-1)).toMatchObject({ isReplay: count === 1, status: 200 })
  })

  it('server_error_kept is answered for ever, though the work was done', async () => {
    simulator.faults.next('server_error_kept')
    expect((await catchRefusal(create('key-1'))).statusCode).toBe(500)
    expect((await catchRefusal(create('key-1'))).statusCode).toBe(500)
    expect(made()).toBe(1)
  })

  it('rate_limited says when to come back', async () => {
    simulator.faults.next('rate_limited', { retryAfterSeconds: 7 })
    expect((await catchRefusal(create('key-1'))).headers?.['retry-after']).toBe('7')
  })

  it('card_declined refuses the charge of this request alone', async () => {
    const customer = (await create('key-1')).id
    const charge = () =>
      stripe.paymentIntents.create({
        ...{ amount: 500, currency: 'eur', confirm: true, payment_method: 'pm_card_visa' },
        return_url: `https://portal.example/${customer}`,
      })
    simulator.faults.next('card_declined', { on: 'POST /v1/payment_intents' })
    expect((await catchRefusal(charge())).statusCode).toBe(402)
    expect((await charge()).status).toBe('succeeded')
  })

  it('meets the requests it was planned for, so often as it was told', async () => {
    simulator.faults.next('server_error_before', { on: /^POST \/v1\/refunds/ })
    simulator.faults.next('rate_limited', { on: 'POST /v1/customers', times: 2 })
    const statuses: (number | undefined)[] = []
    for (let round = 0; round < 2; round += 1) statuses.push((await catchRefusal(create('key-1'))).statusCode)
    await create('key-1')
    expect(statuses).toEqual([429, 429])
    expect((await catchRefusal(stripe.refunds.create({ payment_intent: 'pi_1' }))).statusCode).toBe(500)
    expect((await catchRefusal(stripe.refunds.create({ payment_intent: 'pi_1' }))).statusCode).toBe(400)
  })

  it('comes by chance, which a seed repeats', async () => {
    const play = async () => {
      simulator.faults.randomly({ seed: 11, share: 0.4, kinds: ['conflict', 'server_error_after', 'rate_limited'] })
      const before = simulator.requests.length
      for (let round = 0; round < 60; round += 1) await create(`${before}-${round}`).catch(() => null)
      simulator.faults.clear()
      return simulator.requests.slice(before).map(({ fault }) => fault)
    }
    const first = await play()
    expect(await play()).toEqual(first)
    expect(new Set(first)).toEqual(new Set([null, 'conflict', 'server_error_after', 'rate_limited']))
  })

  it('is survived by the retries of the SDK', async () => {
    const patient = connect(simulator, { maxNetworkRetries: 3 })
    simulator.faults.next('reset_after')
    simulator.faults.next('conflict')
    const session = await patient.checkout.sessions.create(describeSession())
    expect(simulator.readAll('checkout.session').map(({ id }) => id)).toEqual([session.id])
  })
})

it('ends while requests hang, and leaves nothing behind', async () => {
  const hanging = await startStripeSimulator({ webhookUrl: 'http://127.0.0.1:9/', webhookRetryDelayMs: 60_000 })
  hanging.faults.next('timeout_after')
  const request = connect(hanging).customers.create()
  const outcome = catchRefusal(request)
  while (hanging.readAll('customer').length === 0) await sleep(5)
  await hanging.close()
  expect((await outcome).type).toBe('StripeConnectionError')
})
