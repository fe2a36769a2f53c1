/**
 * A double of Stripe for tests: a small HTTP server with state. It takes exactly the requests that the installed SDK's
 * own types allow, keeps Stripe's rules about money, sends signed webhooks, and fails when it is told to.
 *
 * Amounts are in the units of Stripe's API for each currency.
 */
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import { CallWatch } from '../call-watch'
import type { CallWatcher } from '../call-watch'
import { createAccount } from './account'
import type { Settlement, StripeAccount } from './account'
import { createBank } from './bank'
import type { StripeBank } from './bank'
import { loadContractSchemas } from './contract-schemas'
import type { Objects } from './contract'
import { createFaultPlan } from './faults'
import type { StripeFaults } from './faults'
import { createStripeServer } from './http-server'
import type { LoggedRequest } from './http-server'
import { createIdempotencyKeys } from './idempotency'
import { createId } from './ids'
import { sumBook } from './ledger'
import type { Book, Movement } from './ledger'
import { createCommandLineRoutes } from './command-line-routes'
import { expireSession } from './checkout-sessions'
import { createPayer } from './payer'
import type { StripePayer } from './payer'
import { METHOD_TYPES } from './payment-method-types'
import type { MethodType } from './payment-method-types'
import { ROUTES } from './routes'
import { createWebhookSender } from './webhooks'
import type { StripeWebhooks } from './webhooks'

interface StripeSimulatorOptions {
  /** The only API key it accepts. */
  secretKey?: string
  webhookSecret?: string
  /** Where events go; can be told later with `webhooks.sendTo`. */
  webhookUrl?: string
  /** Types of event the endpoint listens to; all if left out. */
  webhookTypes?: readonly string[]
  /** Tries to deliver one event (5), and the wait before the second, which doubles with each (50 ms). */
  webhookAttempts?: number
  webhookRetryDelayMs?: number
  /** Its clock; the machine's if left out. */
  now?: () => Date
  /** Types of payment method switched on; all it knows if left out. */
  methods?: readonly MethodType[]
  /** 1.5 % and 25 if left out, in the charge's own currency, at once. */
  settlement?: Partial<Settlement>
  /** True to serve clients of another API version, as Stripe's command line. Nothing of ours runs against that. */
  isLenient?: boolean
}

export interface StripeSimulator {
  /** `http://127.0.0.1:PORT` */
  readonly origin: string
  readonly host: string
  readonly port: number
  readonly secretKey: string
  readonly webhookSecret: string
  /** Settings with which the real SDK talks to it: `new Stripe(simulator.secretKey, simulator.clientOptions)`. */
  readonly clientOptions: { host: string; port: number; protocol: 'http' }
  readonly payer: StripePayer
  readonly bank: StripeBank
  readonly webhooks: StripeWebhooks
  readonly faults: StripeFaults
  /** From now on told of each call of the API; null ends it. */
  watchCalls(watcher: CallWatcher | null): void
  /** Every request of the API, oldest first. */
  readonly requests: readonly LoggedRequest[]
  /** What became of each payment intent's money. */
  books(): Book[]
  /** Each movement of money, oldest first. */
  movements(): readonly Movement[]
  /** A copy of an object as it is now. @throws Error if there is none. */
  read<Name extends Readable>(name: Name, id: string): Objects[Name]
  /** Copies of all objects of a kind, oldest first. */
  readAll<Name extends Readable>(name: Name): Objects[Name][]
  /** Stripe ends the session by itself, as when its time is over. */
  expireSession(sessionId: string): void
  /** Ends everything at once, also what is under way. */
  close(): Promise<void>
}

type Readable = Exclude<keyof Objects, 'event' | 'item'>

const HOST = '127.0.0.1'

export async function startStripeSimulator(options: StripeSimulatorOptions = {}): Promise<StripeSimulator> {
  const isStrict = options.isLenient !== true
  const schemas = await loadContractSchemas(isStrict)
  const secretKey = options.secretKey ?? createId('sk_test')
  const webhookSecret = options.webhookSecret ?? createId('whsec', 32)
  const now = options.now ?? (() => new Date())
  const requests: LoggedRequest[] = []
  const faults = createFaultPlan()
  const calls = new CallWatch('stripe')

  const server = createStripeServer({
    account: () => account,
    payer: () => payer,
    routes: isStrict ? ROUTES : [...createCommandLineRoutes(), ...ROUTES],
    faults,
    calls,
    keys: createIdempotencyKeys(now),
    log: requests,
    secretKey,
    apiVersion: Stripe.API_VERSION,
    isStrict,
  })
  await new Promise<void>((resolve) => server.listen(0, HOST, resolve))
  const { port } = server.address() as AddressInfo
  const origin = `http://${HOST}:${port}`

  const account: StripeAccount = createAccount({
    isStrict,
    schemas,
    origin,
    now,
    settlement: { currency: null, rates: {}, feeBps: 150, feeFixed: 25, isDeferred: false, ...options.settlement },
    methods: new Set<string>(options.methods ?? METHOD_TYPES),
    apiVersion: Stripe.API_VERSION,
    onEvent: (event) => webhooks.take(event),
  })
  const payer = createPayer(account)
  const webhooks = createWebhookSender({
    events: account.events,
    secret: webhookSecret,
    url: options.webhookUrl ?? null,
    now,
    attempts: options.webhookAttempts ?? 5,
    retryDelayMs: options.webhookRetryDelayMs ?? 50,
    types: options.webhookTypes ?? null,
  })

  return {
    origin,
    host: HOST,
    port,
    secretKey,
    webhookSecret,
    clientOptions: { host: HOST, port, protocol: 'http' },
    payer,
    bank: createBank(account),
    webhooks,
    faults,
    watchCalls: (watcher) => calls.watch(watcher),
    requests,
    books() {
      const byIntent = new Map<string, Movement[]>()
      for (const movement of account.movements) {
        const before = byIntent.get(movement.paymentIntent)
        if (before) before.push(movement)
        else byIntent.set(movement.paymentIntent, [movement])
      }
      return account.list('payment_intent').map((intent) => sumBook(byIntent.get(intent.id) ?? [], intent))
    },
    movements: () => account.movements,
    read: (name, id) => structuredClone(account.get(name, id)),
    readAll: (name) => structuredClone(account.list(name)),
    expireSession: (id) => expireSession(account, account.get('checkout.session', id)),
    async close() {
      await webhooks.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
