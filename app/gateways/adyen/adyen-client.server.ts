/** Calls to Adyen. None is repeated here: whoever asked repeats it with the same idempotency key. */
import type { CheckoutAPI as Checkout } from '@adyen/api-library'
import { fail, succeed, type Result } from '~/domain/result'
import type { Logger } from '~/platform/logger.server'
import type { GatewayFailure } from '~/use-cases/ports/payment-gateway'
import { describeAdyenRefusal, describeAdyenSilence, isAboutAccess } from './adyen-failure'
import { AdyenUnanswered, createAdyenHttpClient, type AdyenTransport } from './adyen-http-client.server'
import { CheckoutAPI, Client, EnvironmentEnum, HttpClientException } from './adyen-sdk.server'

export interface AdyenAccess extends AdyenTransport {
  apiKey: string
  isLive: boolean
  /** Of the company's live addresses: from Adyen's customer area. Null in the test environment. */
  liveUrlPrefix: string | null
}

export interface AdyenClient {
  /**
   * Makes one call. `movesMoney`: carrying it out is all it takes. Failures are values, logged without what Adyen quotes
   * in them; anything else is a bug and throws.
   */
  call<Value>(
    request: (checkout: Checkout) => Promise<Value>,
    options?: { movesMoney?: boolean },
  ): Promise<Result<Value, AdyenFailure>>
}

export interface AdyenFailure extends GatewayFailure {
  /** As Adyen answered; null where no answer came. */
  answer: { status: number; errorCode: string | null } | null
}

export function createAdyenClient(
  { apiKey, isLive, liveUrlPrefix, ...transport }: AdyenAccess,
  logger: Logger,
): AdyenClient {
  const config = {
    apiKey,
    applicationName: 'Quittance',
    environment: isLive ? EnvironmentEnum.LIVE : EnvironmentEnum.TEST,
    ...(liveUrlPrefix === null ? {} : { liveEndpointUrlPrefix: liveUrlPrefix }),
  }
  const checkout = new CheckoutAPI(new Client(config, createAdyenHttpClient(transport)))
  return {
    async call(request, { movesMoney = false } = {}) {
      try {
        return succeed(await request(checkout))
      } catch (error) {
        const failure = describeFailure(error, movesMoney)
        if (!failure) throw error
        const { kind, detail } = failure
        if (error instanceof HttpClientException && isAboutAccess(error)) {
          logger.error({ detail }, 'Adyen refuses the key: nobody can pay by it')
        } else {
          logger.warn({ kind, detail }, 'a call to Adyen failed')
        }
        return fail(failure)
      }
    },
  }
}

function describeFailure(error: unknown, movesMoney: boolean): AdyenFailure | null {
  if (error instanceof AdyenUnanswered) return { ...describeAdyenSilence(error), answer: null }
  if (!(error instanceof HttpClientException)) return null
  const { statusCode: status, errorCode = null } = error
  return { ...describeAdyenRefusal(error, movesMoney), answer: { status, errorCode } }
}
