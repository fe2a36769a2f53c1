/** Adyen, as the environment configures it. */
import { createAdyenGateway } from '~/gateways/adyen/adyen-gateway.server'
import type { Environment } from '~/platform/env.server'
import type { Logger } from '~/platform/logger.server'
import type { Clock } from '~/use-cases/ports/clock'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'

/** For a whole call; a debtor waits for its checkout. */
const TIMEOUT_MS = 20_000

/** Null when Adyen is not configured; the environment has all it needs, or nothing. */
export function createAdyen({
  env,
  clock,
  logger,
  publicOrigin,
}: {
  env: Environment
  clock: Clock
  logger: Logger
  publicOrigin: string
}): PaymentGateway | null {
  const { ADYEN_API_KEY: apiKey, ADYEN_MERCHANT_ACCOUNT: merchantAccount, ADYEN_HMAC_KEY: hmacKeys } = env
  if (apiKey === undefined || merchantAccount === undefined || hmacKeys === undefined) return null
  return createAdyenGateway(
    {
      ...{ apiKey, merchantAccount, hmacKeys },
      isLive: env.ADYEN_ENVIRONMENT === 'LIVE',
      liveUrlPrefix: env.ADYEN_LIVE_URL_PREFIX ?? null,
      apiBase: env.ADYEN_API_BASE ?? null,
      capture: env.ADYEN_CAPTURE,
      timeoutMs: env.GATEWAY_TIMEOUT_MS ?? TIMEOUT_MS,
      appUrl: publicOrigin,
    },
    { clock, logger },
  )
}
