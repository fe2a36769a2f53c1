/** A debtor who pays by a provider: the use cases, the route of its webhooks on a port of its own, and the double behind them. */
import type { ActionFunctionArgs } from '@remix-run/node'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import type { GatewayName } from '~/domain/gateway-name'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import type { StartPaymentInput } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { useTestDatabase, type TestDatabase } from './database'
import { createPayer, createPaymentHarness, startAtProvider, type StartedAtProvider } from './payment-harness'
import { serveWebhookRoute, type WebhookRoute } from './webhook-route'

interface Double {
  readonly webhooks: { sendTo(url: string): void }
  close(): Promise<void>
}

interface Running<Simulator> {
  simulator: Simulator
  gateway: PaymentGateway
  services: PaymentServices
  webhooks: WebhookRoute
}

interface Provider<Simulator> {
  readonly name: GatewayName
  readonly action: (given: ActionFunctionArgs) => Promise<Response>
  startSimulator(test: TestDatabase): Promise<Simulator>
  createGateway(simulator: Simulator, test: TestDatabase, appUrl: PaymentServices['appUrl']): PaymentGateway
}

/** Call once, at the top of the file. */
export async function useProviderAccount<Simulator extends Double>(provider: Provider<Simulator>) {
  const test = await useTestDatabase()
  const harness = createPaymentHarness(test)
  const creditor = await createCreditor(test, { gateways: [provider.name] })
  const debtor = await createDebtor(test, creditor)
  const payer = createPayer(creditor, debtor)

  const running: Running<Simulator>[] = []
  const current = () => {
    const [parts] = running
    if (!parts) throw new Error(`The double of ${provider.name} has not been started.`)
    return parts
  }

  beforeAll(async () => {
    const simulator = await provider.startSimulator(test)
    const gateway = provider.createGateway(simulator, test, harness.services.appUrl)
    const services = { ...harness.services, gateways: new Map([[provider.name, gateway]]) }
    const webhooks = await serveWebhookRoute(services, gateway, provider.action)
    simulator.webhooks.sendTo(webhooks.url)
    running.push({ simulator, gateway, services, webhooks })
    // Schemas made for the first time take a while.
  }, 120_000)
  beforeEach(async () => {
    await test.reset()
    await createCreditor(test, creditor)
    await createDebtor(test, creditor, debtor)
  })
  afterAll(async () => {
    for (const { simulator, webhooks } of running) {
      await simulator.close()
      await webhooks.close()
    }
  })

  return {
    ...{ test, creditor, debtor, payer },
    simulator: () => current().simulator,
    gateway: () => current().gateway,
    services: () => current().services,
    /** Where the double sends its webhooks. */
    webhookUrl: () => current().webhooks.url,
    readPayment: (payment: Pick<Payment, 'creditorId' | 'id'>) => harness.readPayment(payment),
    /** Starts a payment. Throws when it was refused. */
    start: (
      order: PaymentOrder,
      more: Partial<StartPaymentInput> = {},
      services = current().services,
    ): Promise<StartedAtProvider> =>
      startAtProvider(test, services, { payer, order, idempotencyKey: test.ids.uuid(), ...more }),
  }
}
