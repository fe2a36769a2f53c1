/** Wires exchange rates: where they come from, and the job that fetches them. */
import type { JobHandlers } from '~/data/job-queue.server'
import { createEcbRateSource, ECB_DAILY_RATES_URL } from '~/gateways/ecb/ecb-rate-source.server'
import type { Environment } from '~/platform/env.server'
import type { Logger } from '~/platform/logger.server'
import type { Clock } from '~/use-cases/ports/clock'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { refreshExchangeRates } from '~/use-cases/refresh-exchange-rates'

interface RateParts {
  env: Environment
  logger: Logger
  unitOfWork: UnitOfWork
  clock: Clock
}

export function wireRates({ env, logger, unitOfWork, clock }: RateParts) {
  if (env.ECB_RATES === 'off') return { handlers: {} satisfies JobHandlers }
  const rateSource = createEcbRateSource({ url: env.ECB_RATES_URL ?? ECB_DAILY_RATES_URL })
  let hasFailed = false
  const handlers: JobHandlers = {
    async 'refresh-exchange-rates'() {
      const outcome = await refreshExchangeRates({ unitOfWork, clock, rateSource })
      if (outcome.ok) {
        hasFailed = false
        if (outcome.value.added !== null) logger.info({ rateOn: outcome.value.added }, 'exchange rates fetched')
        return
      }
      // Without a network it fails every time: that is said once, until it works again.
      if (!hasFailed)
        logger.warn({ ...outcome.failure }, 'exchange rates not fetched; the newest ones kept stay in use')
      hasFailed = true
    },
  }
  return { handlers }
}
