/**
 * A flood: thousands of events of both providers, each delivered several times, shuffled, over many connections at once,
 * to the portal as it is shipped. Afterwards every sum must be exact.
 */
import { readdir } from 'node:fs/promises'
import { Agent, request as sendRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { createApplication, type Application } from '~/composition.server'
import { parseEnvironment } from '~/platform/env.server'
import { createLogger } from '~/platform/logger.server'
import { shuffle, type Chance } from '../chance'
import { Inspector } from '../inspector'
import type { DebtorAccount } from '../portal/population'
import type { World } from '../portal/world'
import { mergeBooks, type Provider, type WebhookRequest } from '../providers/provider'
import { readBooks, type Books, type Testimony } from '../rules/books'
import { verifyBooks, type Fault } from '../rules/verify-books'

/** Of the events there are to be, so many payments are begun; the rest is what becomes of them. */
const EVENTS_EACH = 4

/** So many are begun at a time. */
const BEGINNERS = 6

const LONGEST_REST_MS = 900_000

interface StormOptions {
  events: number
  copies: number
  connections: number
}

interface StormReport {
  events: number
  delivered: number
  /** Answers by their status; 0 for none. */
  statuses: Record<number, number>
  seconds: number
  /** From the last answer until every event was decided. */
  restSeconds: number
  books: Books
  faults: Fault[]
}

export async function runStorm(world: World, chance: Chance, options: StormOptions): Promise<StormReport> {
  for (const provider of world.providers) provider.holdWebhooks()
  await beginPayments(world, chance.fork(), Math.ceil(options.events / EVENTS_EACH))
  await makeEvents(world.providers, chance.fork(), options.events)
  const before = world.providers.map((provider) => provider.listWebhooks().length)
  const webhooks = world.providers.flatMap((provider) => provider.listWebhooks())

  world.web.launch()
  world.worker.launch()
  await Promise.all([world.web.serve(), world.worker.serve()])
  const copies = shuffle(Array.from({ length: options.copies }, () => webhooks).flat(), chance.fork())
  const { statuses, seconds } = await deliver(world.origin, copies, options.connections)

  const startedAt = performance.now()
  const inspector = new Inspector(world)
  await waitForRest(inspector)
  const restSeconds = (performance.now() - startedAt) / 1000
  // Pages that nobody paid on end by the clock.
  await inspector.passTime()
  for (let left = await inspector.countUnderWay(), before = Infinity; left > 0 && left < before;) {
    await inspector.runClockJob('expire-payments')
    await waitForRest(inspector)
    before = left
    left = await inspector.countUnderWay()
  }
  // The providers tell of that too, and of nothing else that was not in the storm.
  const later = world.providers.flatMap((provider, index) => provider.listWebhooks().slice(before[index]))
  await deliver(world.origin, later, options.connections)
  await waitForRest(inspector)
  for (const role of ['worker', 'web'] as const) await world[role].stop()
  const books = await inspector.runInScratch(async (client) => readBooks(client, await testify(world)))
  await inspector.close()
  return {
    ...{ events: webhooks.length, delivered: copies.length, statuses, seconds, restSeconds, books },
    faults: verifyBooks(books),
  }
}

/** By the portal's own composition in this process: pages would take longer than the storm itself. */
async function beginPayments(world: World, chance: Chance, count: number): Promise<void> {
  const app = await createApplication(parseEnvironment(world.describeProcess('web')), createLogger('silent', 'storm'))
  try {
    let begun = 0
    const begin = async () => {
      while (begun < count) {
        begun += 1
        const url = await beginPayment(app, chance.pick(world.population.debtors), chance)
        const provider = world.providers.find(({ origin }) => url?.startsWith(origin))
        if (url !== null && provider) provider.visitPage(url, chance)
      }
    }
    await Promise.all(Array.from({ length: BEGINNERS }, begin))
  } finally {
    await app.close()
  }
}

/** Null where the invoice has nothing left to pay. */
async function beginPayment(app: Application, account: DebtorAccount, chance: Chance): Promise<string | null> {
  const { creditorId, debtorId, currency, invoiceNumbers } = account
  const scope = ['view', 'pay'] as const
  const payer = { creditorId, debtorId, linkId: null, scope, name: null, email: null, locale: 'en' }
  const started = await app.startPayment({
    payer,
    order: {
      currency,
      items: [{ number: chance.pick(invoiceNumbers), amountMinor: chance.between(100, 40_000) }],
      credits: [],
    },
    idempotencyKey: crypto.randomUUID(),
  })
  return started.ok && started.value.kind === 'gateway' ? started.value.url : null
}

/** Banks and people at the providers go on until there are enough events. */
async function makeEvents(providers: readonly Provider[], chance: Chance, count: number): Promise<void> {
  while (providers.reduce((sum, provider) => sum + provider.listWebhooks().length, 0) < count) {
    for (const provider of providers) {
      provider.actAsBank(chance)
      if (chance.happens(0.3)) await provider.refundByHand(chance)
    }
  }
  for (const provider of providers) provider.finishAsBank(chance)
}

async function deliver(
  origin: string,
  webhooks: readonly (() => WebhookRequest)[],
  connections: number,
): Promise<{ statuses: Record<number, number>; seconds: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const statuses: Record<number, number> = {}
  const startedAt = performance.now()
  let next = 0
  const lane = async () => {
    for (let sign = webhooks[next++]; sign; sign = webhooks[next++]) {
      const status = await post(agent, origin, sign())
      statuses[status] = (statuses[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: connections }, lane))
  agent.destroy()
  return { statuses, seconds: (performance.now() - startedAt) / 1000 }
}

function post(agent: Agent, origin: string, { path, body, headers }: WebhookRequest): Promise<number> {
  return new Promise((resolve) => {
    const options = { agent, method: 'POST', headers: { ...headers, 'content-length': Buffer.byteLength(body) } }
    const sending = sendRequest(new URL(path, origin), options, (response) => {
      response.resume()
      response.on('end', () => resolve(response.statusCode ?? 0))
    })
    sending.on('error', () => resolve(0))
    sending.end(body)
  })
}

async function waitForRest(inspector: Inspector): Promise<void> {
  const startedAt = performance.now()
  for (;;) {
    await inspector.hurry()
    const left = await inspector.countUnfinished()
    if (left === 0) return
    if (performance.now() - startedAt > LONGEST_REST_MS) throw new Error(`${left} things are left to be done`)
    await sleep(500)
  }
}

/** Nobody was told of anything, but by mail. */
async function testify(world: World): Promise<Testimony> {
  const mails = await readdir(world.mailDirectory).catch(() => [])
  return {
    forms: [],
    agreements: [],
    requests: [],
    received: [],
    mails,
    providers: mergeBooks(world.providers),
    reconciliations: [],
  }
}

/** Sums by currency, ours beside the providers'. */
export function describeStorm({ events, delivered, statuses, seconds, restSeconds, books }: StormReport): string {
  const answers = Object.entries(statuses).map(([status, count]) => `${count} × ${status}`)
  const currencies = [...new Set(books.providers.payments.map(({ currency }) => currency))].toSorted()
  const sums = currencies.map((currency) => {
    const ours = books.payments.filter((payment) => payment.currency === currency)
    const theirs = books.providers.payments.filter((payment) => payment.currency === currency)
    const received = ours.reduce((sum, { receivedMinor }) => sum + (receivedMinor ?? 0), 0)
    const kept = ours.reduce(
      (sum, payment) => sum + (payment.receivedMinor ?? 0) - payment.refundedMinor - payment.chargedBackMinor,
      0,
    )
    const captured = theirs.reduce((sum, { capturedMinor }) => sum + capturedMinor, 0)
    const held = theirs.reduce(
      (sum, payment) => sum + Math.max(0, payment.capturedMinor - payment.refundedMinor - payment.chargedBackMinor),
      0,
    )
    return `${currency}: received ${received}, captured ${captured}; kept ${kept}, held ${held}`
  })
  return [
    `${events} events, delivered ${delivered} times: ${answers.join(', ')}`,
    `${(delivered / seconds).toFixed(0)} webhooks a second accepted while the worker applied them; all decided ${restSeconds.toFixed(0)} s after the last`,
    ...sums,
  ].join('\n')
}
