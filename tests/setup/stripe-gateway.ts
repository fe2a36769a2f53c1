/** The gateway against the double of Stripe, which takes only what the installed SDK's own types allow. */
import { afterAll, afterEach } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createStripeGateway } from '~/gateways/stripe/stripe-gateway.server'
import { createLogger } from '~/platform/logger.server'
import type { CheckoutRequest, GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { createCheckoutRequest } from '../factories/checkout-request'
import { startStripeSimulator } from '../simulators/stripe/stripe-simulator'

export const EUR = parseCurrencyCode('EUR')!

/** Of one file: its own double, whose faults end with each test. Euros are settled as they are, dollars at 0.9. */
export async function useStripeGateway() {
  const simulator = await startStripeSimulator({
    settlement: { currency: 'eur', rates: { usd: 0.9 }, feeBps: 100, feeFixed: 30 },
  })
  afterEach(() => simulator.faults.clear())
  afterAll(() => simulator.close())
  const gateway = createStripeGateway(
    {
      secretKey: simulator.secretKey,
      apiBase: simulator.origin,
      timeoutMs: 1_000,
      secrets: [simulator.webhookSecret],
      isLive: false,
    },
    { clock: { now: () => new Date() }, logger: createLogger('silent', 'test') },
  )
  let counter = 0
  function createId(): string {
    counter += 1
    return `01900000-0000-7000-8000-${String(counter).padStart(12, '0')}`
  }

  function describeRequest(overrides: Partial<CheckoutRequest> = {}): CheckoutRequest {
    const paymentId = createId()
    return createCheckoutRequest({ paymentId, payerEmail: 'anouk@example.com', ...overrides })
  }

  async function openCheckout(overrides: Partial<CheckoutRequest> = {}) {
    const request = describeRequest(overrides)
    const checkout = await gateway.createCheckout(request)
    if (!checkout.ok) throw new Error(checkout.failure.detail)
    return { request, ...checkout.value }
  }

  /** What Stripe has told of a payment, read as a webhook; signed anew. */
  async function readEvents({ paymentId }: { paymentId: string }): Promise<GatewayEvent[]> {
    const events: GatewayEvent[] = []
    for (const event of simulator.webhooks.events) {
      const { body, headers } = simulator.webhooks.sign(event)
      const read = await gateway.readWebhook(body, new Headers(headers))
      if (!read.ok) throw new Error(read.failure.detail)
      events.push(...read.value)
    }
    const transactions = new Set(
      events.flatMap((event) => (event.paymentId === paymentId ? [event.transactionReference] : [])),
    )
    return events.filter((event) => event.paymentId === paymentId || transactions.has(event.transactionReference))
  }

  const kindsOf = async (request: { paymentId: string }) => (await readEvents(request)).map(({ kind }) => kind)

  async function read(gatewayReference: string) {
    const state = await gateway.readPayment!({ paymentId: '', gatewayReference, transactionReference: null })
    if (!state.ok) throw new Error(state.failure.detail)
    return state.value
  }

  const nameIntent = (sessionId: string) => simulator.read('checkout.session', sessionId).payment_intent!

  return { simulator, gateway, createId, describeRequest, openCheckout, readEvents, kindsOf, read, nameIntent }
}
