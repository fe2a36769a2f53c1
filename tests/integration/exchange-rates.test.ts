import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApplication } from '~/composition.server'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Result } from '~/domain/result'
import type { RateTable } from '~/domain/exchange-rate'
import { writeDailyFile } from '~/gateways/ecb/testing/daily-file'
import { parseEnvironment } from '~/platform/env.server'
import { createLogger } from '~/platform/logger.server'
import type { RateSource, RateSourceFailure } from '~/use-cases/ports/rate-source'
import { refreshExchangeRates } from '~/use-cases/refresh-exchange-rates'
import { useTestDatabase } from '../setup/database'

const test = await useTestDatabase()
beforeEach(() => test.reset())

/** Answers with the given outcomes in turn, and counts how often it was asked. */
function createRateSource(...answers: Result<RateTable, RateSourceFailure>[]) {
  let asked = 0
  const rateSource: RateSource = {
    async fetchRates() {
      const answer = answers[asked]
      asked += 1
      if (!answer) throw new Error('asked more often than expected')
      return answer
    },
  }
  return { rateSource, countRequests: () => asked }
}

function ratesOf(rateOn: string, usd: string): Result<RateTable, RateSourceFailure> {
  const perEuro = new Map([[parseCurrencyCode('USD')!, usd]])
  return { ok: true, value: { source: 'ecb', rateOn: calendarDay(rateOn), perEuro } }
}

const refresh = (rateSource: RateSource) => refreshExchangeRates({ ...test, rateSource })
const findNewest = () => test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.findNewest())

describe('refreshing exchange rates', () => {
  it('keeps what is new, and asks for no more until the bank can have published again', async () => {
    const { rateSource, countRequests } = createRateSource(ratesOf('2026-11-20', '1.16'), ratesOf('2026-11-23', '1.17'))
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-20' } })
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: null } })
    test.clock.set('2026-11-23T15:00:00Z')
    await refresh(rateSource)
    expect(countRequests()).toBe(1)
    test.clock.set('2026-11-23T15:30:00Z')
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-23' } })
    expect((await findNewest())?.perEuro.get(parseCurrencyCode('USD')!)).toBe('1.17')
  })

  it('leaves what is kept as it was when the bank cannot be reached, and tries again', async () => {
    const unreachable = { ok: false, failure: { kind: 'unreachable', detail: 'no route' } } as const
    const { rateSource } = createRateSource(ratesOf('2026-11-19', '1.15'), unreachable, ratesOf('2026-11-20', '1.16'))
    await refresh(rateSource)
    expect(await refresh(rateSource)).toEqual(unreachable)
    expect((await findNewest())?.rateOn).toBe('2026-11-19')
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: '2026-11-20' } })
  })

  it('on a bank holiday finds the rates it has', async () => {
    const { rateSource } = createRateSource(ratesOf('2026-11-19', '1.15'), ratesOf('2026-11-19', '1.15'))
    await refresh(rateSource)
    expect(await refresh(rateSource)).toEqual({ ok: true, value: { added: null } })
  })

  it('refuses rates of days to come, which would stand in front of all others', async () => {
    const { rateSource } = createRateSource(ratesOf('2036-11-20', '1.16'))
    expect(await refresh(rateSource)).toMatchObject({ ok: false, failure: { kind: 'future' } })
    expect(await findNewest()).toBeNull()
  })

  it('by several workers at once keeps one table', async () => {
    const answers = Array.from({ length: 8 }, () => ratesOf('2026-11-20', '1.16'))
    const { rateSource } = createRateSource(...answers)
    const outcomes = await Promise.all(answers.map(() => refresh(rateSource)))
    expect(outcomes.every(({ ok }) => ok)).toBe(true)
    expect(await test.inspect('select rate from exchange_rate')).toEqual([{ rate: '1.16' }])
  })
})

describe('a worker', () => {
  // The worker goes by the machine's own clock: a day that has passed on any machine.
  const FILE = writeDailyFile(
    '2024-11-20',
    Object.fromEntries('USD JPY GBP CHF SEK NOK DKK PLN RON CZK'.split(' ').map((code) => [code, '1.5'])),
  )
  const endings: (() => Promise<void>)[] = []
  afterEach(async () => {
    for (const end of endings.splice(0).reverse()) await end()
  })

  /** Starts a bank that answers like that, and a worker that asks it; returns what the worker logs. */
  async function startWorker(bank: { status: number; body: string }, settings: Record<string, string> = {}) {
    const server: Server = createServer((_, response) => response.writeHead(bank.status).end(bank.body))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as AddressInfo
    const directory = await mkdtemp(path.join(tmpdir(), 'quittance-rates-'))
    const logged: { level: number; msg: string }[] = []
    const log = new Writable({
      write(line: Buffer, _, done) {
        logged.push(JSON.parse(line.toString()) as { level: number; msg: string })
        done()
      },
    })
    const env = parseEnvironment({
      DATABASE_URL: test.url,
      DATA_DIR: directory,
      SESSION_SECRET: 'x'.repeat(32),
      ECB_RATES_URL: `http://127.0.0.1:${port}/daily.xml`,
      ...settings,
    })
    const app = await createApplication(env, createLogger('info', 'test', log))
    endings.push(async () => {
      await app.close()
      server.closeAllConnections()
      server.close()
      await rm(directory, { recursive: true, force: true })
    })
    await app.startWorker()
    return logged
  }

  async function waitUntil(isSo: () => Promise<boolean> | boolean) {
    while (!(await isSo())) await sleep(50)
  }

  it('fetches rates when it starts', async () => {
    const logged = await startWorker({ status: 200, body: FILE })
    await waitUntil(async () => (await findNewest()) !== null)
    expect(await findNewest()).toMatchObject({ rateOn: '2024-11-20', source: 'ecb' })
    await waitUntil(() => logged.some(({ msg }) => msg === 'exchange rates fetched'))
    const schedules = await test.inspect<{ cron: string; timezone: string }>(
      `select cron, timezone from pgboss.schedule where name = 'refresh-exchange-rates'`,
    )
    expect(schedules).toEqual([{ cron: '30 16-23 * * 1-5', timezone: 'Europe/Berlin' }])
  })

  it('that cannot fetch says so once, and goes on with its other work', async () => {
    const logged = await startWorker({ status: 503, body: 'busy' })
    const warnings = () => logged.filter(({ msg }) => msg.startsWith('exchange rates not fetched'))
    await waitUntil(() => warnings().length > 0)
    await test.unitOfWork.run({ kind: 'system' }, ({ jobs }) => jobs.enqueue('refresh-exchange-rates', {}))
    const done = `select 1 from pgboss.job where name = 'refresh-exchange-rates' and state = 'completed'`
    await waitUntil(async () => (await test.inspect(done)).length === 2)
    expect(warnings()).toHaveLength(1)
    expect(await findNewest()).toBeNull()
  })

  it('that is not to fetch asks nobody, and takes the schedule away', async () => {
    await startWorker({ status: 200, body: FILE }, { ECB_RATES: 'off' })
    expect(await test.listWaitingJobs('refresh-exchange-rates')).toEqual([])
    expect(await test.inspect(`select 1 from pgboss.schedule where name = 'refresh-exchange-rates'`)).toEqual([])
    expect(await findNewest()).toBeNull()
  })
})
