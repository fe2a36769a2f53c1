/**
 * A double of Adyen's Checkout API v72: a small HTTP server on the loopback that keeps books, checks every request
 * against Adyen's published contract, sends signed webhooks, and can be told to fail in every way a network does.
 *
 *     const adyen = await startAdyenSimulator({ webhookUrl })
 *     ... new Client({ apiKey: adyen.apiKey, environment: EnvironmentEnum.TEST }, createSimulatorHttpClient(adyen.origin))
 *     adyen.shopper.authorise(sessionId)
 *     await adyen.webhooks.settled()
 *     expect(adyen.books().get(pspReference)).toMatchObject({ capturedMinor: 1000 })
 *     await adyen.close()
 */
import { randomBytes } from 'node:crypto'
import { CallWatch, type CallWatcher } from '../call-watch'
import { Api, type LoggedRequest } from './api'
import { Bank } from './bank'
import { chooseContract } from './contract'
import { FaultPlan } from './faults'
import { HttpServer, type HttpReaction, type HttpRequest } from './http-server'
import { Ledger, type Modification } from './ledger'
import { composeBody, composeItem, composeTokenBody, signBody, type Notice, type TokenNotice } from './notice'
import type { PaymentBook } from './payment'
import { servePage } from './shopper-page'
import { Shopper } from './shopper'
import { WebhookOutbox } from './webhook-outbox'
import type { ChargeOutcome, Settings, World } from './world'

export interface AdyenSimulatorOptions extends Partial<Settings> {
  /** Where webhooks go; without it they are held until `webhooks.sendTo` and `webhooks.release`. */
  webhookUrl?: string
  apiKey?: string
  merchantAccount?: string
  /** 64 hexadecimal digits. */
  hmacKey?: string
  now?: () => Date
  /** Forces the published contract or ours; by default Adyen's is taken where it is at hand. */
  contract?: 'published' | 'handwritten'
}

export interface AdyenSimulator {
  readonly origin: string
  readonly apiKey: string
  readonly merchantAccount: string
  readonly hmacKey: string
  /** False where Adyen's OpenAPI documents are missing and requests are held to a weaker contract. */
  readonly isContractPublished: boolean
  readonly settings: Settings
  readonly shopper: Shopper
  readonly bank: Bank
  readonly webhooks: WebhookOutbox
  readonly faults: FaultPlan
  /** From now on told of each call of the API; null ends it. */
  watchCalls(watcher: CallWatcher | null): void
  /** Every request that came, in order. */
  readonly requests: readonly LoggedRequest[]
  /** How the next charges through the API end, in order, instead of what was said before. */
  answerNextCharges(...outcomes: ChargeOutcome[]): void
  /** Payments by PSP reference. */
  books(): ReadonlyMap<string, PaymentBook>
  /** Payments that carry a merchant's reference, in order; an invoice paid twice has two that are authorised. */
  booksOf(merchantReference: string): PaymentBook[]
  /** Hosted sessions and payment links, in order. */
  listCheckouts(): { id: string; merchantReference: string }[]
  /** Refunds that were carried out, also those that failed later, in order. */
  listRefunds(): Pick<Modification, 'pspReference' | 'merchantReference' | 'amountMinor' | 'state'>[]
  /** Connections are refused until `comeBack`. */
  goOffline(): Promise<void>
  comeBack(): Promise<void>
  /** @throws Error naming what the simulator itself did wrong, if it did: no test may build on that. */
  close(): Promise<void>
}

/** Events that Adyen documents and has not put into the OpenAPI document of its webhooks. */
const UNPUBLISHED_EVENTS = ['PENDING']

export async function startAdyenSimulator(options: AdyenSimulatorOptions = {}): Promise<AdyenSimulator> {
  const {
    apiKey = `AQE${randomBytes(24).toString('hex')}`,
    merchantAccount = 'QuittanceECOM',
    hmacKey = randomBytes(32).toString('hex').toUpperCase(),
    now = () => new Date(),
  } = options
  const contract = chooseContract(options.contract)
  const problems: string[] = []
  const outbox = new WebhookOutbox(options.webhookUrl ?? null)
  const world: World = {
    merchantAccount,
    ledger: new Ledger(),
    settings: readSettings(options),
    chargeOutcomes: [],
    declines: new Map(),
    origin: () => server.origin,
    now,
    notify,
    notifyToken,
  }
  const faults = new FaultPlan()
  const calls = new CallWatch('adyen')
  const shopper = new Shopper(world)
  const api = new Api(world, contract, faults, apiKey)
  const server = new HttpServer((request) =>
    react(request).catch((error: unknown) => {
      problems.push(String(error))
      return { kind: 'answer', status: 500, headers: {}, body: String(error) }
    }),
  )
  await server.open()

  return {
    origin: server.origin,
    ...{ apiKey, merchantAccount, hmacKey, shopper, faults },
    isContractPublished: contract.isPublished,
    settings: world.settings,
    bank: new Bank(world),
    webhooks: outbox,
    requests: api.log,
    watchCalls: (watcher) => calls.watch(watcher),
    answerNextCharges: (...outcomes) => void world.chargeOutcomes.splice(0, Infinity, ...outcomes),
    books: () => new Map([...world.ledger.payments].map(([reference, payment]) => [reference, payment.toBook()])),
    booksOf: (merchantReference) =>
      [...world.ledger.payments.values()]
        .map((payment) => payment.toBook())
        .filter((book) => book.merchantReference === merchantReference),
    listCheckouts: () =>
      [...world.ledger.checkouts.values()].map(({ facts }) => ({ id: facts.id, merchantReference: facts.reference })),
    listRefunds: () =>
      [...world.ledger.modifications.values()].filter(({ kind, state }) => kind === 'refund' && state !== 'declined'),
    goOffline: () => server.close(),
    comeBack: () => server.open(),
    async close() {
      await Promise.all([outbox.close(), server.close()])
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }

  function notify(notice: Notice): void {
    const item = composeItem(notice, { merchantAccount, hmacKey, at: now() })
    const body = composeBody([item], String(world.settings.isLive))
    if (!UNPUBLISHED_EVENTS.includes(notice.eventCode))
      problems.push(...contract.checkWebhook(notice.eventCode, JSON.parse(body)))
    const { eventCode: event, pspReference } = notice
    outbox.add({ family: 'standard', event, pspReference, item, body, headers: {} })
  }

  function notifyToken(notice: TokenNotice): void {
    const body = composeTokenBody(notice, now(), world.settings.isLive ? 'live' : 'test')
    problems.push(...contract.checkWebhook(notice.type, JSON.parse(body)))
    const { type: event, eventId: pspReference } = notice
    outbox.add({ family: 'token', event, pspReference, item: null, body, headers: signBody(body, hmacKey) })
  }

  async function react({ method, url, headers, body }: HttpRequest): Promise<HttpReaction> {
    if (!/^(\/checkout)?\/v72\//.test(url.pathname)) return reactAsPage(method, url.pathname, body)
    const call = calls.describe(method, url.pathname, readHeader(headers.host))
    if (!(await calls.before(call))) return { kind: 'reset' }
    const reaction = await api.serve({
      ...{ method, url, body },
      apiKey: readHeader(headers['x-api-key']),
      idempotencyKey: readHeader(headers['idempotency-key']),
    })
    await calls.after(call)
    if (reaction.kind !== 'answer') return reaction
    const { answer } = reaction
    return {
      kind: 'answer',
      status: answer.status,
      headers: { 'content-type': 'application/json', ...answer.headers },
      body: answer.body === undefined ? '' : JSON.stringify(answer.body),
    }
  }

  function reactAsPage(method: string, path: string, body: string): HttpReaction {
    const page = servePage(world, shopper, { method, path, form: new URLSearchParams(body) })
    if (page === null) return { kind: 'answer', status: 404, headers: {}, body: 'There is no such page.' }
    if (page.kind === 'redirect') return { kind: 'answer', status: 303, headers: { location: page.location }, body: '' }
    const headers = { 'content-type': 'text/html; charset=utf-8' }
    return { kind: 'answer', status: page.status, headers, body: page.html }
  }
}

function readSettings(options: AdyenSimulatorOptions): Settings {
  return {
    capture: options.capture ?? 'automatic',
    severalCaptures: options.severalCaptures ?? false,
    reportsAutomaticCapture: options.reportsAutomaticCapture ?? false,
    workMs: options.workMs ?? 0,
    charge: options.charge ?? 'Authorised',
    isLive: options.isLive ?? false,
  }
}

function readHeader(value: string | string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
