/** A debtor who pays by Stripe. */
import { afterEach, expect } from 'vitest'
import { createStripeGateway } from '~/gateways/stripe/stripe-gateway.server'
import { createLogger } from '~/platform/logger.server'
import { action } from '~/routes/webhooks.stripe'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startStripeSimulator } from '../simulators/stripe/stripe-simulator'
import { findContradictions } from './payment-harness'
import { useProviderAccount } from './provider-account'

/** Call once, at the top of the file. After each test the books must agree with themselves. */
export async function useStripeAccount() {
  const { simulator: stripe, ...account } = await useProviderAccount({
    name: 'stripe',
    action,
    startSimulator: ({ clock }) =>
      startStripeSimulator({ now: () => clock.now(), settlement: { currency: 'eur', rates: { usd: 0.9 } } }),
    createGateway: ({ secretKey, origin, webhookSecret }, { clock }) =>
      createStripeGateway(
        { secretKey, apiBase: origin, timeoutMs: 2_000, secrets: [webhookSecret], isLive: false },
        { clock, logger: createLogger('silent', 'test') },
      ),
  })
  const { test } = account

  afterEach(async () => {
    const { faults, webhooks } = stripe()
    faults.clear()
    webhooks.behave(null)
    await webhooks.release()
    await webhooks.settle()
    expect(await findContradictions(test)).toEqual([])
  })

  return {
    ...account,
    stripe,
    /** Waits for what Stripe is sending, and processes it as the worker would; several at a time where asked for. */
    process: async ({ concurrency = 1 } = {}): Promise<GatewayEventResult[]> => {
      const services = account.services()
      await stripe().webhooks.settle()
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
    nameIntent: (sessionId: string) => stripe().read('checkout.session', sessionId).payment_intent ?? '',
  }

  async function listOpen(processed: ReadonlySet<string>): Promise<string[]> {
    const rows = await test.inspect<{ id: string }>(
      `select id from gateway_inbox_entry
       where result is null or result in ('waiting', 'unknown_payment') order by received_at, id`,
    )
    return rows.map(({ id }) => id).filter((id) => !processed.has(id))
  }
}
