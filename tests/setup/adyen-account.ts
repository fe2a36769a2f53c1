/** A debtor who pays by Adyen: the use cases, the route of its webhooks on a port of its own, and the double behind them. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { PaymentId } from '~/domain/ids'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { createAdyenGateway } from '~/gateways/adyen/adyen-gateway.server'
import type { AdyenCapture } from '~/gateways/adyen/adyen-methods'
import { createLogger } from '~/platform/logger.server'
import { action } from '~/routes/webhooks.adyen'
import { capturePayment } from '~/use-cases/capture-payment'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import type { JobName, JobPayloads } from '~/use-cases/ports/jobs'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startPayment, type StartPaymentInput } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { startAdyenSimulator, type AdyenSimulator } from '../simulators/adyen/start-adyen-simulator'
import { useTestDatabase } from './database'
import { createPayer, createPaymentHarness, findContradictions } from './payment-harness'
import { serveWebhookRoute, type WebhookRoute } from './webhook-route'

export interface StartedAtAdyen {
  payment: Payment
  /** Of the session or the link. */
  checkoutId: string
}

interface Running {
  adyen: AdyenSimulator
  gateway: PaymentGateway
  services: PaymentServices
  webhooks: WebhookRoute
}

/** Call once, at the top of the file. After each test the books must agree with themselves. */
export async function useAdyenAccount({ capture = 'automatic' }: { capture?: AdyenCapture } = {}) {
  const test = await useTestDatabase()
  const harness = createPaymentHarness(test)
  const creditor = await createCreditor(test, { gateways: ['adyen'] })
  const debtor = await createDebtor(test, creditor)
  const payer = createPayer(creditor, debtor)

  const running: Running[] = []
  const current = () => {
    const [parts] = running
    if (!parts) throw new Error('The double of Adyen has not been started.')
    return parts
  }

  beforeAll(async () => {
    const adyen = await startAdyenSimulator({ now: () => test.clock.now(), capture })
    const { apiKey, merchantAccount, hmacKey, origin } = adyen
    const gateway = createAdyenGateway(
      {
        ...{ apiKey, merchantAccount, capture, hmacKeys: [hmacKey] },
        ...{ isLive: false, liveUrlPrefix: null, apiBase: origin, timeoutMs: 2_000 },
        appUrl: harness.services.appUrl,
      },
      { clock: test.clock, logger: createLogger('silent', 'test') },
    )
    const services = { ...harness.services, gateways: new Map([['adyen' as const, gateway]]) }
    const webhooks = await serveWebhookRoute(services, gateway, action)
    adyen.webhooks.sendTo(webhooks.url)
    running.push({ adyen, gateway, services, webhooks })
  }, 120_000)
  beforeEach(async () => {
    await test.reset()
    await createCreditor(test, creditor)
    await createDebtor(test, creditor, debtor)
  })
  afterEach(async () => {
    const { adyen } = current()
    adyen.faults.clear()
    await adyen.webhooks.settled()
    adyen.webhooks.configure({ mode: 'deliver', copies: 1, delayMs: 0 })
    await adyen.webhooks.release()
    expect(adyen.requests.filter(({ isKeyReused }) => isKeyReused)).toEqual([])
    expect(await findContradictions(test)).toEqual([])
  })
  afterAll(async () => {
    for (const { adyen, webhooks } of running) {
      await adyen.close()
      await webhooks.close()
    }
  })

  const readPayment = (payment: Pick<Payment, 'creditorId' | 'id'>) => harness.readPayment(payment)

  /** Jobs that are to run now, taken off the queue as a worker does. */
  async function takeJobs<Name extends JobName>(name: Name): Promise<JobPayloads[Name][]> {
    const rows = await test.inspect<{ id: string; data: JobPayloads[Name] }>(
      `select id, data from pgboss.job where name = $1 and state = 'created' order by created_on, id`,
      [name],
    )
    const ids = rows.map(({ id }) => id)
    await test.inspect(`update pgboss.job set state = 'completed' where id = any($1::uuid[])`, [ids])
    return rows.map(({ data }) => data)
  }

  /** Starts a payment. Throws when it was refused. */
  async function start(
    order: PaymentOrder,
    more: Partial<StartPaymentInput> = {},
    services = current().services,
  ): Promise<StartedAtAdyen> {
    const input = { payer, order, idempotencyKey: test.ids.uuid(), ...more }
    const started = await startPayment(services, input)
    if (!started.ok) throw new Error(`refused: ${JSON.stringify(started.failure)}`)
    if (started.value.kind !== 'gateway') throw new Error('it does not lead to a page of Adyen')
    const checkoutId = new URL(started.value.url).pathname.split('/').at(-1) ?? ''
    const [row] = await test.inspect<{ id: PaymentId }>('select id from payment where gateway_reference = $1', [
      checkoutId,
    ])
    if (!row) throw new Error('the checkout belongs to no payment')
    return { payment: await readPayment({ creditorId: creditor.id, id: row.id }), checkoutId }
  }

  /** Waits for what Adyen is sending, and processes it as the worker would; several at a time where asked for. */
  async function process({ concurrency = 1 } = {}): Promise<GatewayEventResult[]> {
    const { adyen, services } = current()
    const results: GatewayEventResult[] = []
    for (;;) {
      await adyen.webhooks.settled()
      const events = await takeJobs('process-gateway-event')
      const captures = await takeJobs('capture-payment')
      if (events.length === 0 && captures.length === 0) return results
      const lanes = Array.from({ length: concurrency }, async () => {
        for (let next = events.shift(); next; next = events.shift()) {
          results.push(await recordGatewayEvent(services, next.inboxEntryId))
        }
      })
      await Promise.all(lanes)
      for (const payload of captures) await capturePayment(services, payload)
    }
  }

  return {
    ...{ test, creditor, debtor, payer, start, process, takeJobs, readPayment },
    adyen: () => current().adyen,
    gateway: () => current().gateway,
    services: () => current().services,
    /** Where the double sends its webhooks. */
    webhookUrl: () => current().webhooks.url,
  }
}
