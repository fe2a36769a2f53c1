/** A debtor who pays by Stripe: the use cases, the route of its webhooks on a port of its own, and the double behind them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { createStripeGateway } from '~/gateways/stripe/stripe-gateway.server'
import { createLogger } from '~/platform/logger.server'
import { action } from '~/routes/webhooks.stripe'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startPayment, type StartPaymentInput } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { startStripeSimulator, type StripeSimulator } from '../simulators/stripe/stripe-simulator'
import { useTestDatabase } from './database'
import { createPayer, createPaymentHarness, findContradictions } from './payment-harness'
import { serveWebhookRoute, type WebhookRoute } from './webhook-route'

export interface StartedAtStripe {
  payment: Payment
  /** Of the Checkout Session. */
  sessionId: string
}

/** Call once, at the top of the file. After each test the books must agree with themselves. */
export async function useStripeAccount() {
  const test = await useTestDatabase()
  const harness = createPaymentHarness(test)
  const creditor = await createCreditor(test, { gateways: ['stripe'] })
  const debtor = await createDebtor(test, creditor)
  const payer = createPayer(creditor, debtor)
  const logger = createLogger('silent', 'test')

  const running: {
    stripe: StripeSimulator
    gateway: PaymentGateway
    services: PaymentServices
    webhooks: WebhookRoute
  }[] = []
  const current = () => {
    const [parts] = running
    if (!parts) throw new Error('The double of Stripe has not been started.')
    return parts
  }

  beforeAll(async () => {
    const now = () => test.clock.now()
    const stripe = await startStripeSimulator({ now, settlement: { currency: 'eur', rates: { usd: 0.9 } } })
    const access = { secretKey: stripe.secretKey, apiBase: stripe.origin, timeoutMs: 2_000 }
    const gateway = createStripeGateway(
      { ...access, secrets: [stripe.webhookSecret], isLive: false },
      { clock: test.clock, logger },
    )
    const services = { ...harness.services, gateways: new Map([['stripe' as const, gateway]]) }
    const webhooks = await serveWebhookRoute(services, gateway, action)
    stripe.webhooks.sendTo(webhooks.url)
    running.push({ stripe, gateway, services, webhooks })
    // Schemas made for the first time take a while.
  }, 120_000)
  beforeEach(async () => {
    await test.reset()
    await createCreditor(test, creditor)
    await createDebtor(test, creditor, debtor)
  })
  afterEach(async () => {
    const { stripe } = current()
    stripe.faults.clear()
    stripe.webhooks.behave(null)
    await stripe.webhooks.release()
    await stripe.webhooks.settle()
    expect(await findContradictions(test)).toEqual([])
  })
  afterAll(async () => {
    for (const { stripe, webhooks } of running) {
      await stripe.close()
      await webhooks.close()
    }
  })

  const readPayment = (payment: Pick<Payment, 'creditorId' | 'id'>) => harness.readPayment(payment)

  return {
    test,
    creditor,
    debtor,
    payer,
    readPayment,
    stripe: () => current().stripe,
    gateway: () => current().gateway,
    services: () => current().services,
    /** Where the double sends its webhooks. */
    webhookUrl: () => current().webhooks.url,
    /** Starts a payment. Throws when it was refused. */
    start: async (order: PaymentOrder, more: Partial<StartPaymentInput> = {}): Promise<StartedAtStripe> => {
      const input = { payer, order, idempotencyKey: test.ids.uuid(), ...more }
      const started = await startPayment(current().services, input)
      if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`)
      if (started.value.kind !== 'gateway') throw new Error('it does not lead to a page of Stripe')
      const sessionId = new URL(started.value.url).pathname.split('/').at(-1) ?? ''
      const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where gateway_reference = $1', [
        sessionId,
      ])
      if (!row) throw new Error('the checkout belongs to no payment')
      return { payment: await readPayment({ creditorId: creditor.id, id: row.id }), sessionId }
    },
    /** Waits for what Stripe is sending, and processes it as the worker would; several at a time where asked for. */
    process: async ({ concurrency = 1 } = {}): Promise<GatewayEventResult[]> => {
      const { stripe, services } = current()
      await stripe.webhooks.settle()
      const results: GatewayEventResult[] = []
      const processed = new Set<string>()
      for (let open = await listOpen(processed); open.length > 0; open = await listOpen(processed)) {
        const lanes = Array.from({ length: concurrency }, async () => {
          for (let id = open.shift(); id !== undefined; id = open.shift()) {
            const result = await recordGatewayEvent(services, id)
            results.push(result)
            // Whatever waits is looked at again when something new has become known.
            if (result === 'applied') processed.clear()
            processed.add(id)
          }
        })
        await Promise.all(lanes)
      }
      return results
    },
    /** The payment intent of a session. */
    nameIntent: (sessionId: string) => current().stripe.read('checkout.session', sessionId).payment_intent ?? '',
  }

  async function listOpen(processed: ReadonlySet<string>): Promise<string[]> {
    const rows = await test.inspect<{ id: string }>(
      `select id from gateway_inbox_entry
       where result is null or result in ('waiting', 'unknown_payment') order by received_at, id`,
    )
    return rows.map(({ id }) => id).filter((id) => !processed.has(id))
  }
}
