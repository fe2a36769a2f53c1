/** A debtor who pays by Adyen. */
import { afterEach, expect } from 'vitest'
import { createAdyenGateway } from '~/gateways/adyen/adyen-gateway.server'
import type { AdyenCapture } from '~/gateways/adyen/adyen-methods'
import { createLogger } from '~/platform/logger.server'
import { action } from '~/routes/webhooks.adyen'
import { capturePayment } from '~/use-cases/capture-payment'
import type { GatewayEventResult } from '~/use-cases/ports/gateway-inbox'
import type { JobName, JobPayloads } from '~/use-cases/ports/jobs'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { startAdyenSimulator } from '../simulators/adyen/start-adyen-simulator'
import { findContradictions } from './payment-harness'
import { useProviderAccount } from './provider-account'

/** Call once, at the top of the file. After each test the books must agree with themselves. */
export async function useAdyenAccount({ capture = 'automatic' }: { capture?: AdyenCapture } = {}) {
  const { simulator: adyen, ...account } = await useProviderAccount({
    name: 'adyen',
    action,
    startSimulator: ({ clock }) => startAdyenSimulator({ now: () => clock.now(), capture }),
    createGateway: ({ apiKey, merchantAccount, hmacKey, origin }, { clock }, appUrl) =>
      createAdyenGateway(
        {
          ...{ apiKey, merchantAccount, capture, hmacKeys: [hmacKey] },
          ...{ isLive: false, liveUrlPrefix: null, apiBase: origin, timeoutMs: 2_000, appUrl },
        },
        { clock, logger: createLogger('silent', 'test') },
      ),
  })
  const { test } = account

  afterEach(async () => {
    const { faults, webhooks, requests } = adyen()
    faults.clear()
    await webhooks.settled()
    webhooks.configure({ mode: 'deliver', copies: 1, delayMs: 0 })
    await webhooks.release()
    expect(requests.filter(({ isKeyReused }) => isKeyReused)).toEqual([])
    expect(await findContradictions(test)).toEqual([])
  })

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

  /** Waits for what Adyen is sending, and processes it as the worker would; several at a time where asked for. */
  async function process({ concurrency = 1 } = {}): Promise<GatewayEventResult[]> {
    const services = account.services()
    const results: GatewayEventResult[] = []
    for (;;) {
      await adyen().webhooks.settled()
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

  return { ...account, adyen, process, takeJobs }
}
