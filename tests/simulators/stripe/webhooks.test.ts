/** How events reach the product. */
import type { ServerResponse } from 'node:http'
import Stripe from 'stripe'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { startWebhookReceiver } from '../../factories/webhook-receiver'
import type { WebhookReceiver } from '../../factories/webhook-receiver'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { connect, describeSession } from './test-client'

let receiver: WebhookReceiver
let simulator: StripeSimulator
let stripe: Stripe

beforeEach(async () => {
  receiver = await startWebhookReceiver()
  simulator = await startStripeSimulator({ webhookUrl: receiver.url, webhookRetryDelayMs: 1 })
  stripe = connect(simulator)
})

afterEach(async () => {
  await simulator.close()
  await receiver.close()
})

async function pay(): Promise<void> {
  const { id } = await stripe.checkout.sessions.create(describeSession())
  simulator.payer.payByCard(id)
}

const happened = () => simulator.webhooks.events.map(({ id }) => id)
const received = () => receiver.received.map(({ body }) => (JSON.parse(body) as { id: string }).id)

it('signs what it sends, as the SDK verifies it', async () => {
  await pay()
  await simulator.webhooks.settle()
  expect(received().toSorted()).toEqual(happened().toSorted())
  for (const { body, headers } of receiver.received) {
    const event = stripe.webhooks.constructEvent(body, headers['stripe-signature']!, simulator.webhookSecret)
    expect(event.api_version).toBe(Stripe.API_VERSION)
    const wrong = () =>
      stripe.webhooks.constructEvent(`${body} `, headers['stripe-signature']!, simulator.webhookSecret)
    expect(wrong).toThrow(Stripe.errors.StripeSignatureVerificationError)
  }
})

it('shows an object as it was when the event happened', async () => {
  const { id } = await stripe.checkout.sessions.create(describeSession())
  simulator.payer.payByCard(id, { decline: 'generic_decline' })
  simulator.payer.payByCard(id)
  const event = await stripe.events.retrieve(
    simulator.webhooks.events.find(({ type }) => type === 'payment_intent.payment_failed')!.id,
  )
  expect(event.data.object).toMatchObject({ status: 'requires_payment_method' })
  const { data } = await stripe.events.list({ types: ['payment_intent.succeeded', 'charge.failed'] })
  expect(data.map(({ type }) => type)).toEqual(['payment_intent.succeeded', 'charge.failed'])
})

it('tries again until it is answered 2xx, and no more than it was told', async () => {
  receiver.answerWith((response, count) => response.writeHead(count < 2 ? 500 : 200).end())
  await stripe.customers.create()
  await simulator.webhooks.settle()
  expect(simulator.webhooks.deliveries.map(({ status }) => status)).toEqual([500, 500, 200])
  receiver.answerWith((response) => response.writeHead(503).end())
  await stripe.customers.create()
  await simulator.webhooks.settle()
  expect(simulator.webhooks.deliveries.slice(3).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503])
})

it('holds events back, and sends them out of order, often, and several at a time', async () => {
  simulator.webhooks.hold()
  await pay()
  await simulator.webhooks.settle()
  expect(receiver.received).toEqual([])
  await simulator.webhooks.release({ order: 'shuffled', seed: 7, copies: 3 })
  const first = received()
  expect(first.toSorted()).toEqual([...happened(), ...happened(), ...happened()].toSorted())
  expect(first).not.toEqual([...happened(), ...happened(), ...happened()])

  // The same seed gives the same order.
  receiver.received.length = 0
  await simulator.webhooks.deliver(undefined, { order: 'shuffled', seed: 7, copies: 3 })
  expect(received()).toEqual(first)

  // None is answered before eight are there: fewer at a time would never end.
  const waiting: ServerResponse[] = []
  receiver.answerWith((response, count) => {
    waiting.push(response)
    if (count >= 7) for (const each of waiting.splice(0)) each.writeHead(200).end()
  })
  receiver.received.length = 0
  await simulator.webhooks.deliver(undefined, { copies: 4, concurrency: 8 })
  expect(receiver.received).toHaveLength(4 * happened().length)
  receiver.received.length = 0
  receiver.answerWith((response) => response.writeHead(200).end())
  await simulator.webhooks.deliver(undefined, { order: 'reversed' })
  expect(received()).toEqual(happened().toReversed())
})

it('loses events, which can still be delivered', async () => {
  simulator.webhooks.lose(1, 'payment_intent.succeeded')
  await pay()
  await simulator.webhooks.settle()
  const lost = simulator.webhooks.events.filter(({ id }) => !received().includes(id))
  expect(lost.map(({ type }) => type)).toEqual(['payment_intent.succeeded'])
  const deliveries = await simulator.webhooks.deliver(lost)
  expect(deliveries).toMatchObject([{ status: 204 }])
})

it('has habits that a seed repeats', async () => {
  simulator.webhooks.behave({ seed: 3, losses: 0.3, duplicates: 0.5, delayMs: [0, 5] })
  for (let round = 0; round < 8; round += 1) await pay()
  await simulator.webhooks.settle()
  const counts = happened().map((id) => received().filter((other) => other === id).length)
  expect(new Set(counts)).toEqual(new Set([0, 1, 2]))
  simulator.webhooks.behave(null)
  receiver.received.length = 0
  await stripe.customers.create()
  await simulator.webhooks.settle()
  expect(received()).toHaveLength(1)
})

it('sends only the types that the endpoint listens to, and where it is told', async () => {
  const listening = await startStripeSimulator({ webhookTypes: ['checkout.session.completed'] })
  try {
    listening.webhooks.sendTo(receiver.url)
    const { id } = await connect(listening).checkout.sessions.create(describeSession())
    listening.payer.payByCard(id)
    await listening.webhooks.settle()
    expect(receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type)).toEqual([
      'checkout.session.completed',
    ])
  } finally {
    await listening.close()
  }
})
