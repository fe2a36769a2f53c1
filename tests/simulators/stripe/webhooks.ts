/** Events on their way to the product: signed as Stripe signs them, and as late, often and disordered as a test wants. */
import { Agent, request as httpRequest } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import Stripe from 'stripe'
import { createChance } from '../../faults/chance'
import type { Chance } from '../../faults/chance'
import type { EventEnvelope } from './contract'

/** One try to deliver an event. */
interface Delivery {
  eventId: string
  type: EventEnvelope['type']
  /** Of the answer; null if there was none. */
  status: number | null
}

/** What becomes of every event from now on. */
interface DeliveryHabits {
  seed: number
  /** Each copy waits a random time between these. */
  delayMs?: readonly [least: number, most: number]
  /** Share of events that are sent twice, at random moments of their own. */
  duplicates?: number
  /** Share of events that are never sent; `deliver` still can. */
  losses?: number
}

interface DeliveryOrder {
  /** Of the events as they happened; `shuffled` needs the seed. */
  order?: 'as_happened' | 'reversed' | 'shuffled'
  seed?: number
  /** Each event is sent so often, the copies being part of the order. */
  copies?: number
  /** So many at the same time. */
  concurrency?: number
}

export interface StripeWebhooks {
  /** Signs the deliveries. */
  readonly secret: string
  /** Every event there was, oldest first, as it looked when it happened. */
  readonly events: readonly EventEnvelope[]
  readonly deliveries: readonly Delivery[]
  /** Where events go from now on; null for nowhere. */
  sendTo(url: string | null): void
  /** Events wait until `release`. */
  hold(): void
  /** Sends what waits, waits for the answers, and sends later events at once again. */
  release(order?: DeliveryOrder): Promise<void>
  /** Without `habits`: each once and at once. */
  behave(habits: DeliveryHabits | null): void
  /** The next events, of one type or of any, are never sent; `deliver` still can. */
  lose(count: number, type?: EventEnvelope['type']): void
  /** Sends these events, or all there were, (again). Waits for the answers. */
  deliver(events?: readonly EventEnvelope[], order?: DeliveryOrder): Promise<Delivery[]>
  /** Waits until nothing is on its way. */
  settle(): Promise<void>
  /** The signed request of an event, for tests that send it themselves. */
  sign(event: EventEnvelope): { body: string; headers: Record<string, string> }
}

interface WebhookSender extends StripeWebhooks {
  take(event: EventEnvelope): void
  close(): Promise<void>
}

interface WebhookOptions {
  events: readonly EventEnvelope[]
  secret: string
  url: string | null
  now: () => Date
  /** Tries for one event until it is answered 2xx; then it is given up. */
  attempts: number
  /** Before the second try; doubles with each. */
  retryDelayMs: number
  /** Types the endpoint listens to; all if null. */
  types: readonly string[] | null
}

const PATIENCE_MS = 30_000

export function createWebhookSender(options: WebhookOptions): WebhookSender {
  const agent = new Agent({ keepAlive: true })
  const closing = new AbortController()
  const deliveries: Delivery[] = []
  const underWay = new Set<Promise<unknown>>()
  const lost: { left: number; type: EventEnvelope['type'] | undefined }[] = []
  let { url } = options
  let held: EventEnvelope[] | null = null
  let habits: { terms: DeliveryHabits; chance: Chance } | null = null

  function sign(event: EventEnvelope) {
    const body = JSON.stringify(event, null, 2)
    const timestamp = Math.floor(options.now().getTime() / 1000)
    const signature = Stripe.webhooks.generateTestHeaderString({ payload: body, secret: options.secret, timestamp })
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
      'stripe-signature': signature,
    }
    return { body, headers }
  }

  async function send(event: EventEnvelope): Promise<Delivery> {
    for (let attempt = 1; ; attempt += 1) {
      const delivery = { eventId: event.id, type: event.type, status: await post(sign(event)) }
      deliveries.push(delivery)
      const isDone = delivery.status !== null && delivery.status >= 200 && delivery.status < 300
      if (isDone || attempt >= options.attempts || closing.signal.aborted) return delivery
      await wait(options.retryDelayMs * 2 ** (attempt - 1))
    }
  }

  function post({ body, headers }: { body: string; headers: Record<string, string> }): Promise<number | null> {
    const target = url
    if (target === null || closing.signal.aborted) return Promise.resolve(null)
    return new Promise((resolve) => {
      const signal = AbortSignal.any([closing.signal, AbortSignal.timeout(PATIENCE_MS)])
      const sending = httpRequest(target, { agent, method: 'POST', headers, signal }, (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? null))
        response.on('error', () => resolve(null))
      })
      sending.on('error', () => resolve(null))
      sending.end(body)
    })
  }

  /** Ends early when the double is closed. */
  async function wait(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: closing.signal }).catch(() => undefined)
  }

  function track(work: Promise<unknown>): void {
    underWay.add(work)
    void work.finally(() => underWay.delete(work))
  }

  function take(event: EventEnvelope): void {
    if (options.types && !options.types.includes(event.type)) return
    const loss = lost.find(({ type, left }) => left > 0 && (type === undefined || type === event.type))
    if (loss) {
      loss.left -= 1
      return
    }
    if (held) {
      held.push(event)
      return
    }
    if (url === null) return
    if (!habits) {
      track(send(event))
      return
    }
    const { chance, terms } = habits
    if (chance.happens(terms.losses ?? 0)) return
    const copies = chance.happens(terms.duplicates ?? 0) ? 2 : 1
    const [least, most] = terms.delayMs ?? [0, 0]
    for (let copy = 0; copy < copies; copy += 1) {
      const delay = chance.between(least, most)
      track(wait(delay).then(() => send(event)))
    }
  }

  async function deliver(events: readonly EventEnvelope[] = options.events, order: DeliveryOrder = {}) {
    const queue = arrange(events, order)
    const results: Delivery[] = []
    const lanes = Array.from({ length: order.concurrency ?? 1 }, async () => {
      for (let event = queue.shift(); event; event = queue.shift()) results.push(await send(event))
    })
    const work = Promise.all(lanes)
    track(work)
    await work
    return results
  }

  return {
    secret: options.secret,
    events: options.events,
    deliveries,
    sendTo(target) {
      url = target
    },
    hold() {
      held ??= []
    },
    async release(order) {
      const waiting = held ?? []
      held = null
      await deliver(waiting, order)
    },
    behave(terms) {
      habits = terms && { terms, chance: createChance(terms.seed) }
    },
    lose: (count, type) => void lost.push({ left: count, type }),
    deliver,
    async settle() {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    sign,
    take,
    async close() {
      closing.abort()
      await Promise.allSettled(underWay)
      agent.destroy()
    },
  }
}

function arrange(events: readonly EventEnvelope[], { order, seed = 1, copies = 1 }: DeliveryOrder): EventEnvelope[] {
  const all = Array.from({ length: copies }, () => events).flat()
  if (order === 'reversed') return all.reverse()
  if (order !== 'shuffled') return all
  const chance = createChance(seed)
  for (let last = all.length - 1; last > 0; last -= 1) {
    const other = chance.between(0, last)
    const [a, b] = [all[last], all[other]]
    if (a && b) [all[last], all[other]] = [b, a]
  }
  return all
}
