/**
 * Webhooks accepted a second: the portal beside a raw server that verifies the signature and keeps the event and its job
 * in one statement, on the same database. What is sent is a payment of Stripe's, each a new event, freshly signed.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import Stripe from 'stripe'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { applyMigrations } from '~/data/migrations.server'
import { startStripeSimulator } from '../simulators/stripe/stripe-simulator'
import { connect, describeSession } from '../simulators/stripe/test-client'
import { chooseMedian, measureRound, type Measurement } from './measure'
import { startServerProcess, type ServerProcess } from './server-process'

const GOAL = 0.25
const SECRET = 'whsec_of_the_measurements'

interface Options {
  rounds: number
  seconds: number
  connections: number
}

export async function benchWebhooks(print: (line?: string) => void, options: Options): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // The embedded PostgreSQL is another user when root runs it, and has to pass through.
  await chmod(directory, 0o755)
  const postgres = await startEmbeddedPostgres(path.join(directory, 'postgres'))
  const servers: ServerProcess[] = []
  try {
    await applyMigrations(postgres.url, path.resolve('prisma/migrations'))
    const variables = {
      DATABASE_URL: postgres.url,
      DATA_DIR: path.join(directory, 'data'),
      LOG_LEVEL: 'silent',
      ECB_RATES: 'off',
      SESSION_SECRET: 'of the measurements and nothing else',
      STRIPE_SECRET_KEY: 'sk_test_of_the_measurements',
      STRIPE_WEBHOOK_SECRET: SECRET,
    }
    const profile =
      process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`]
    const portal = await startServerProcess('portal', [...profile, 'build/server/start.js'], variables)
    servers.push(portal)
    const raw = await startServerProcess('raw', ['tests/bench/raw-webhook-server.mjs'], variables)
    servers.push(raw)
    const writeEvent = await prepareEvents()
    print(`webhooks of ${writeEvent().length} characters, ${options.connections} connections`)
    await compare(print, options, { raw, portal, writeEvent, databaseUrl: postgres.url })
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

interface Compared {
  raw: ServerProcess
  portal: ServerProcess
  writeEvent: () => string
  databaseUrl: string
}

async function compare(
  print: (line?: string) => void,
  { rounds, seconds, connections }: Options,
  { raw, portal, writeEvent, databaseUrl }: Compared,
): Promise<void> {
  let sent = 0
  const load = async (server: ServerProcess, duration: number) => {
    const before = server.readProcessorTime()
    const measured = await measureRound({
      url: `${server.origin}/webhooks/stripe`,
      connections,
      seconds: duration,
      prepare(request) {
        const body = writeEvent()
        const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: SECRET })
        return { ...request, method: 'POST', body, headers: { ...request.headers, 'stripe-signature': signature } }
      },
    })
    sent += measured.requests
    const after = server.readProcessorTime()
    return { ...measured, processorMs: before === null || after === null ? NaN : (after - before) / measured.requests }
  }
  const runs = [raw, portal].map((server) => ({ server, rounds: [] as (Measurement & { processorMs: number })[] }))
  for (const { server } of runs) await load(server, 2)
  for (let round = 0; round < rounds; round += 1) {
    for (const run of runs) run.rounds.push(await load(run.server, seconds))
  }
  const rates = runs.map(({ server, rounds: measured }) => {
    const { requestsPerSecond, p50, p99, processorMs } = chooseMedian(measured)
    print(
      `  ${server.name.padEnd(8)} ${requestsPerSecond.toFixed(0).padStart(6)} webhooks/s  p50 ${p50} ms  p99 ${p99} ms  ` +
        `${processorMs.toFixed(2)} ms of processor`,
    )
    return requestsPerSecond
  })
  const share = (rates[1] ?? 0) / (rates[0] ?? NaN)
  print(`  ${share.toFixed(2)} of raw (goal ${GOAL}${share >= GOAL ? ', met' : ', MISSED'})`)
  await expectAllKept(databaseUrl, sent)
}

/** Whatever was answered is there, with a job each. Requests of the last moment may be there without an answer. */
async function expectAllKept(databaseUrl: string, answered: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  const { rows } = await client.query<{ entries: number; jobs: number }>(
    `select (select count(*)::int from gateway_inbox_entry) as entries,
      (select count(*)::int from pgboss.job where name = 'process-gateway-event') as jobs`,
  )
  await client.end()
  const [kept] = rows
  if (!kept || kept.entries < answered || kept.jobs !== kept.entries) {
    throw new Error(`${answered} webhooks were accepted, and kept are ${JSON.stringify(kept)}`)
  }
}

/** Writes an event that was never sent before: what a double of Stripe told of a payment, under another id. */
async function prepareEvents(): Promise<() => string> {
  const stripe = await startStripeSimulator({ webhookTypes: ['checkout.session.completed'] })
  try {
    const metadata = { paymentId: crypto.randomUUID(), origin: 'checkout' }
    const session = await connect(stripe).checkout.sessions.create(describeSession({ metadata }))
    stripe.payer.payByCard(session.id)
    const event = stripe.webhooks.events.findLast(({ type }) => type === 'checkout.session.completed')
    if (!event) throw new Error('nothing was paid')
    const [head = '', tail = ''] = JSON.stringify(event, null, 2).split(event.id)
    let count = 0
    return () => {
      count += 1
      return `${head}evt_${String(count).padStart(24, '0')}${tail}`
    }
  } finally {
    await stripe.close()
  }
}
