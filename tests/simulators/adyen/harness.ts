/** A simulator, the real SDK led to it, and a merchant that takes its webhooks: for tests of the simulator itself. */
import { CheckoutAPI, Client, EnvironmentEnum, HttpClientException, Types } from '@adyen/api-library'
import { startWebhookReceiver, type WebhookReceiver } from '../../factories/webhook-receiver'
import { startAdyenSimulator, type AdyenSimulator, type AdyenSimulatorOptions } from './start-adyen-simulator'
import { createSimulatorHttpClient } from './simulator-http-client'

export interface Harness {
  adyen: AdyenSimulator
  checkout: CheckoutAPI
  merchant: WebhookReceiver
  /** A request of a hosted session of EUR 10.00, or what is asked for. */
  describeSession(
    extra?: Partial<Types.checkout.CreateCheckoutSessionRequest>,
  ): Types.checkout.CreateCheckoutSessionRequest
  /** Has somebody pay a new session; returns the payment's reference. */
  payNew(extra?: Partial<Types.checkout.CreateCheckoutSessionRequest>): Promise<string>
  close(): Promise<void>
}

export async function startHarness(options: AdyenSimulatorOptions = {}): Promise<Harness> {
  const merchant = await startWebhookReceiver()
  const adyen = await startAdyenSimulator({ webhookUrl: merchant.url, ...options })
  const checkout = connect(adyen)
  const describeSession: Harness['describeSession'] = (extra = {}) => ({
    merchantAccount: adyen.merchantAccount,
    amount: { currency: 'EUR', value: 1000 },
    reference: 'P-1',
    returnUrl: 'https://portal.example/paid?payment=1',
    mode: Types.checkout.CreateCheckoutSessionRequest.ModeEnum.Hosted,
    ...extra,
  })
  return {
    ...{ adyen, checkout, merchant, describeSession },
    async payNew(extra) {
      const session = await checkout.PaymentsApi.sessions(describeSession(extra))
      return adyen.shopper.authorise(session.id).pspReference
    },
    async close() {
      await Promise.all([adyen.close(), merchant.close()])
    },
  }
}

export function connect(
  adyen: AdyenSimulator,
  {
    timeoutMs = 10_000,
    apiKey = adyen.apiKey,
    environment = EnvironmentEnum.TEST,
  }: { timeoutMs?: number; apiKey?: string; environment?: EnvironmentEnum } = {},
): CheckoutAPI {
  const liveEndpointUrlPrefix = '1797a841fbb37ca7-Quittance'
  const config = { apiKey, environment, connectionTimeoutMillis: timeoutMs, liveEndpointUrlPrefix }
  return new CheckoutAPI(new Client(config, createSimulatorHttpClient(adyen.origin)))
}

/** What the SDK throws for an answer that is not 2xx. */
export async function catchRefusal(work: Promise<unknown>): Promise<HttpClientException> {
  try {
    await work
  } catch (error) {
    if (error instanceof HttpClientException) return error
    throw error
  }
  throw new Error('the request was accepted')
}
