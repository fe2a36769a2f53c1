/**
 * The same double under a client that nobody here wrote: Stripe's own command line, which speaks its own version of the
 * API. It needs no network.
 */
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startWebhookReceiver } from '../../factories/webhook-receiver'
import type { WebhookReceiver } from '../../factories/webhook-receiver'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { connect } from './test-client'

// Its package for this machine is optional, and there is not one for every machine.
const isInstalled = existsSync(`node_modules/@stripe/cli-${process.platform}-${process.arch}`)

let simulator: StripeSimulator
let receiver: WebhookReceiver
let home: string

beforeAll(async () => {
  home = mkdtempSync(path.join(tmpdir(), 'stripe-cli-'))
  receiver = await startWebhookReceiver()
  simulator = await startStripeSimulator({ isLenient: true, webhookUrl: receiver.url })
})

afterAll(async () => {
  await simulator.close()
  await receiver.close()
  rmSync(home, { recursive: true })
})

async function trigger(event: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'node_modules/.bin/stripe',
    ['trigger', event, '--api-base', simulator.origin, '--api-key', simulator.secretKey],
    { env: { ...process.env, HOME: home, XDG_CONFIG_HOME: home }, timeout: 50_000 },
  )
  return stdout
}

it
  .skipIf(!isInstalled)
  .each([
    'checkout.session.completed',
    'checkout.session.async_payment_succeeded',
    'checkout.session.async_payment_failed',
    'checkout.session.expired',
    'payment_intent.payment_failed',
    'payment_intent.requires_action',
    'charge.refunded',
    'charge.dispute.created',
  ])('stripe trigger %s', async (event) => {
  receiver.received.length = 0
  expect(await trigger(event)).toContain('Trigger succeeded!')
  await simulator.webhooks.settle()
  const events = receiver.received.map(({ body, headers }) =>
    connect(simulator).webhooks.constructEvent(body, headers['stripe-signature']!, simulator.webhookSecret),
  )
  expect(events.map(({ type }) => type)).toContain(event)
})
