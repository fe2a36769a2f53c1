/** Webhooks on their way to the merchant: at once, late, twice, in any order, many at a time, or never. */
import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import { createChance, type Chance } from '../../faults/chance'
import { composeBody, type NotificationItem } from './notice'

/** A webhook as it was made, and what became of sending it. */
interface OutgoingWebhook {
  /** From 1, in the order things happened. */
  readonly number: number
  /** `standard` is about payments and signed inside; `token` is signed as a whole, in a header. */
  readonly family: 'standard' | 'token'
  /** Event code, or type of a token webhook. */
  readonly event: string
  readonly pspReference: string
  /** Of a standard webhook. */
  readonly item: NotificationItem | null
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** What the merchant answered, attempt by attempt; null where there was no answer. */
  readonly attempts: (number | null)[]
}

interface DeliverySettings {
  /** `hold` keeps webhooks for `release`; `drop` loses them, though `replay` can still send them. */
  mode: 'deliver' | 'hold' | 'drop'
  /** How long each waits before it is sent. */
  delayMs: number
  /** How many times each is sent, accepted or not. */
  copies: number
  /** A webhook that is not answered with 2xx is sent again, up to this many times in all. */
  attemptsMost: number
  retryAfterMs: number
}

/** Chance in what becomes of each webhook, the same for the same seed and order of webhooks. */
interface Disturbance {
  seed: number
  /** Shares of all webhooks: lost (`replay` can still send them), and sent twice. */
  drop?: number
  repeat?: number
  /** Each waits anything up to this. */
  delayMsMost?: number
}

interface ReleaseOptions {
  order?: 'as_happened' | 'reversed' | 'shuffled'
  /** For `shuffled`. */
  seed?: number
  copies?: number
  /** How many are sent at the same time. */
  connections?: number
  /** How many standard webhooks go into one request. */
  batch?: number
}

const PATIENCE_MS = 10_000

export class WebhookOutbox {
  readonly settings: DeliverySettings = {
    mode: 'deliver',
    delayMs: 0,
    copies: 1,
    attemptsMost: 5,
    retryAfterMs: 50,
  }
  /** Everything that was ever made, in order. */
  readonly all: OutgoingWebhook[] = []
  private held: OutgoingWebhook[] = []
  private disturbance: (Disturbance & { chance: Chance }) | null = null
  private readonly underway = new Set<Promise<void>>()
  private readonly closing = new AbortController()

  constructor(private url: string | null) {}

  /** Where webhooks go from now on. Without an address they are held. */
  sendTo(url: string | null): void {
    this.url = url
  }

  configure(settings: Partial<DeliverySettings>): void {
    Object.assign(this.settings, settings)
  }

  /** From now on chance decides beside the settings; null ends it. */
  disturb(disturbance: Disturbance | null): void {
    this.disturbance = disturbance && { ...disturbance, chance: createChance(disturbance.seed) }
  }

  add(facts: Omit<OutgoingWebhook, 'number' | 'attempts'>): void {
    const webhook = { ...facts, number: this.all.length + 1, attempts: [] }
    this.all.push(webhook)
    const { mode } = this.settings
    const { isLost, copies, delayMs } = this.draw()
    if (mode === 'drop' || isLost) return
    if (mode === 'hold' || this.url === null) this.held.push(webhook)
    else for (let copy = 0; copy < copies; copy += 1) void this.track(this.send([webhook], delayMs))
  }

  /** Sends what was held, and resolves once each was accepted or given up. */
  async release(options: ReleaseOptions = {}): Promise<void> {
    const webhooks = this.held
    this.held = []
    await this.sendAll(webhooks, options)
  }

  /** Sends again what was made before, whether or not it arrived. */
  async replay(
    isWanted: (webhook: OutgoingWebhook) => boolean = () => true,
    options: ReleaseOptions = {},
  ): Promise<void> {
    await this.sendAll(this.all.filter(isWanted), options)
  }

  /** Resolves once nothing is on its way. */
  async settled(): Promise<void> {
    while (this.underway.size > 0) await Promise.all(this.underway)
  }

  async close(): Promise<void> {
    this.closing.abort()
    await this.settled()
  }

  private draw(): { isLost: boolean; copies: number; delayMs: number } {
    const { copies, delayMs } = this.settings
    if (!this.disturbance) return { isLost: false, copies, delayMs }
    const { chance, drop = 0, repeat = 0, delayMsMost = 0 } = this.disturbance
    return {
      isLost: chance.happens(drop),
      copies: copies + (chance.happens(repeat) ? 1 : 0),
      delayMs: delayMs + chance.between(0, delayMsMost),
    }
  }

  private async sendAll(webhooks: readonly OutgoingWebhook[], options: ReleaseOptions): Promise<void> {
    const { order = 'as_happened', seed = 1, copies = 1, connections = 1, batch = 1 } = options
    const ordered = arrange(Array.from({ length: copies }, () => webhooks).flat(), order, seed)
    const requests = group(ordered, batch)
    const takeOn = async (): Promise<void> => {
      for (let next = requests.shift(); next; next = requests.shift()) await this.send(next, 0)
    }
    await this.track(Promise.all(Array.from({ length: connections }, takeOn)).then(() => undefined))
  }

  /** One request, repeated until it is accepted or was tried often enough. */
  private async send(webhooks: readonly OutgoingWebhook[], delayMs: number): Promise<void> {
    const { signal } = this.closing
    const pause = (ms: number) => wait(ms, undefined, { signal }).catch(() => undefined)
    if (delayMs > 0) await pause(delayMs)
    for (let attempt = 1; attempt <= this.settings.attemptsMost && !signal.aborted; attempt += 1) {
      const status = await this.post(webhooks)
      for (const webhook of webhooks) webhook.attempts.push(status)
      if (status !== null && status >= 200 && status < 300) return
      if (attempt < this.settings.attemptsMost) await pause(this.settings.retryAfterMs)
    }
  }

  private async post(webhooks: readonly OutgoingWebhook[]): Promise<number | null> {
    const [first] = webhooks
    if (this.url === null || !first) return null
    const items = webhooks.flatMap(({ item }) => (item ? [item] : []))
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...first.headers },
        body: webhooks.length > 1 ? composeBody(items, readLiveFlag(first.body)) : first.body,
        signal: AbortSignal.any([this.closing.signal, AbortSignal.timeout(PATIENCE_MS)]),
        redirect: 'manual',
      })
      await response.arrayBuffer()
      return response.status
    } catch {
      return null
    }
  }

  private track(work: Promise<void>): Promise<void> {
    this.underway.add(work)
    return work.finally(() => this.underway.delete(work))
  }
}

function readLiveFlag(body: string): string {
  return z.object({ live: z.string() }).parse(JSON.parse(body)).live
}

function arrange(
  webhooks: readonly OutgoingWebhook[],
  order: NonNullable<ReleaseOptions['order']>,
  seed: number,
): OutgoingWebhook[] {
  if (order === 'as_happened') return [...webhooks]
  if (order === 'reversed') return webhooks.toReversed()
  const chance = createChance(seed)
  const left = [...webhooks]
  return webhooks.flatMap(() => left.splice(chance.between(0, left.length - 1), 1))
}

/** A request holds webhooks of one family, and a token webhook travels alone. */
function group(webhooks: readonly OutgoingWebhook[], batch: number): OutgoingWebhook[][] {
  const groups: OutgoingWebhook[][] = []
  for (const webhook of webhooks) {
    const last = groups.at(-1)
    const fits = last && last.length < batch && webhook.item && last.every((each) => each.item)
    if (fits) last.push(webhook)
    else groups.push([webhook])
  }
  return groups
}
