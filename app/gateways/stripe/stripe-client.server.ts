/**
 * Calls to Stripe. Stripe's SDK repeats a call that failed on its way, with the same idempotency key; what is told here is
 * what is known of all its attempts together, because only the last one's failure says nothing of the first.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import Stripe from 'stripe'
import { fail, succeed, type Result } from '~/domain/result'
import type { Logger } from '~/platform/logger.server'
import type { GatewayFailure } from '~/use-cases/ports/payment-gateway'
import { describeStripeFailure, isAboutAccess, isAnswerUncertain, wasNeverSent } from './stripe-failure'

export interface StripeAccess {
  secretKey: string
  /** Of a double of Stripe, which may speak plain http; null for Stripe itself. */
  apiBase: string | null
  /** For a single attempt. */
  timeoutMs: number
}

type HttpClient = NonNullable<NonNullable<ConstructorParameters<typeof Stripe>[1]>['httpClient']>

/** One call, and what its attempts have come to so far. */
interface Attempts {
  readonly movesMoney: boolean
  /** One of them may have been carried out, though no answer says so. */
  areUncertain: boolean
}

export interface StripeClient {
  readonly stripe: Stripe
  /**
   * Makes one call. `movesMoney`: carrying it out is all it takes. Failures are values, logged without what Stripe
   * quotes in them; anything else is a bug and throws.
   */
  call<Value>(
    request: (stripe: Stripe) => Promise<Value>,
    options?: { movesMoney?: boolean },
  ): Promise<Result<Value, StripeFailure>>
}

export interface StripeFailure extends GatewayFailure {
  /** As Stripe answered it; null where no answer came. */
  error: Stripe.errors.StripeError | null
}

const MOST_RETRIES = 2

export function createStripeClient({ secretKey, apiBase, timeoutMs }: StripeAccess, logger: Logger): StripeClient {
  const attempts = new AsyncLocalStorage<Attempts>()
  const stripe = new Stripe(secretKey, {
    // Pinned by the SDK: what it was generated for.
    apiVersion: Stripe.API_VERSION,
    appInfo: { name: 'Quittance' },
    httpClient: watchAttempts(Stripe.createNodeHttpClient(), attempts),
    maxNetworkRetries: MOST_RETRIES,
    telemetry: false,
    timeout: timeoutMs,
    ...(apiBase === null ? {} : describeAddress(new URL(apiBase))),
  })
  return {
    stripe,
    call: (request, { movesMoney = false } = {}) =>
      attempts.run({ movesMoney, areUncertain: false }, async () => {
        try {
          return succeed(await request(stripe))
        } catch (error) {
          if (!(error instanceof Stripe.errors.StripeError)) throw error
          const failure = describeStripeFailure(error, attempts.getStore()?.areUncertain ?? false)
          logFailure(logger, error, failure)
          return fail({ ...failure, error })
        }
      }),
  }
}

function describeAddress({ protocol, hostname, port }: URL) {
  const isPlain = protocol === 'http:'
  return {
    protocol: isPlain ? ('http' as const) : ('https' as const),
    host: hostname,
    port: port || (isPlain ? 80 : 443),
  }
}

/** Notes what is lost when the SDK tries again: that an earlier attempt may have been carried out. */
function watchAttempts(client: HttpClient, attempts: AsyncLocalStorage<Attempts>): HttpClient {
  return {
    getClientName: () => client.getClientName(),
    async makeRequest(...request) {
      const call = attempts.getStore()
      try {
        const response = await client.makeRequest(...request)
        if (call && isAnswerUncertain(response.getStatusCode(), call.movesMoney)) call.areUncertain = true
        return response
      } catch (error) {
        if (call && !wasNeverSent(error)) call.areUncertain = true
        throw error
      }
    },
  }
}

function logFailure(logger: Logger, error: Stripe.errors.StripeError, { kind, detail }: GatewayFailure): void {
  if (isAboutAccess(error)) logger.error({ detail }, 'Stripe refuses the key: nobody can pay by it')
  else if (!(error instanceof Stripe.errors.StripeCardError)) logger.warn({ kind, detail }, 'a call to Stripe failed')
}
