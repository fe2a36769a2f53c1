/** One Stripe account: its objects, its clock, what it was told to do, and the events it makes. */
import type Stripe from 'stripe'
import type { EventEnvelope, ObjectName, Objects, Price } from './contract'
import type { ContractSchemas } from './contract-schemas'
import { reportMissing } from './failures'
import { createId } from './ids'
import type { Movement, MovementKind } from './ledger'
import type { SessionTerms } from './session-terms'

type Stored = Exclude<ObjectName, 'event' | 'item'>

/** What Stripe keeps of a payment, and in which currency it pays out. */
export interface Settlement {
  /** Lower case; null to settle each charge in its own. */
  currency: string | null
  /** Units of the settlement currency for one unit of the charge's, by the charge's currency. */
  rates: Readonly<Record<string, number>>
  /** Of the settled amount. */
  feeBps: number
  /** Added to every charge, in the settlement currency. */
  feeFixed: number
  /** True to leave `balance_transaction` null until `bank.settleBalance`, as Stripe does for a while. */
  isDeferred: boolean
}

/** How a payment that the payer does not attend to ends. */
export type OffSessionOutcome = 'succeeded' | 'authentication_required' | DeclineCode
export type DeclineCode = 'generic_decline' | 'insufficient_funds' | 'lost_card' | 'expired_card' | 'do_not_honor'

/** A chargeback, and an inquiry that takes no money. */
export type OpenDisputeStatus = 'needs_response' | 'under_review' | 'warning_needs_response'

export interface StripeAccount {
  /** False while a client of another API version is served. */
  readonly isStrict: boolean
  readonly schemas: ContractSchemas
  /** Where its hosted page is. */
  readonly origin: string
  readonly settlement: Settlement
  /** Types of payment method switched on in the dashboard. */
  readonly methods: ReadonlySet<string>
  readonly events: EventEnvelope[]
  readonly movements: Movement[]
  /** Keyed by session. */
  readonly sessionTerms: Map<string, SessionTerms>
  /** Prices made by request, with the name of their product. */
  readonly prices: Map<string, { price: Price; name: string }>
  /** The session that a payment intent belongs to. */
  readonly sessionOfIntent: Map<string, string>
  /** Keyed by payment method; one that is not here succeeds. */
  readonly offSessionOutcomes: Map<string, OffSessionOutcome>
  /** Keyed by payment method: a charge of it is disputed at once. */
  readonly disputesToCome: Map<string, OpenDisputeStatus>
  /** The next off-session charges end so, whichever the method. */
  readonly nextOffSessionOutcomes: OffSessionOutcome[]
  /** Of refunds from now on; the default is Stripe's: at once for cards, later for bank debits. */
  refundOutcome: 'default' | 'pending' | 'failed'
  /** When overdue sessions were last looked for, in Unix seconds. */
  lastExpiry: number
  /** The request being answered; null while the payer or the bank acts. */
  request: { id: string; idempotencyKey: string | null } | null

  now(): Date
  /** Unix seconds. */
  clock(): number
  put<Name extends Stored>(name: Name, object: Objects[Name]): void
  find<Name extends Stored>(name: Name, id: string): Objects[Name] | undefined
  /** @throws StripeFailure (404) */
  get<Name extends Stored>(name: Name, id: string, param?: string): Objects[Name]
  /** Oldest first. */
  list<Name extends Stored>(name: Name): Objects[Name][]
  /** Whatever has this id. */
  findAny(id: string): Objects[Stored] | undefined
  /** Makes an event of the object as it is now. */
  emit(type: Stripe.Event['type'], object: Objects[Stored], previous?: Record<string, unknown>): void
  record(kind: MovementKind, movement: Omit<Movement, 'kind' | 'at'>): void
}

interface AccountOptions {
  isStrict: boolean
  schemas: ContractSchemas
  origin: string
  now: () => Date
  settlement: Settlement
  methods: ReadonlySet<string>
  apiVersion: string
  onEvent: (event: EventEnvelope) => void
}

export function createAccount(options: AccountOptions): StripeAccount {
  const stores: { [Name in Stored]: Map<string, Objects[Name]> } = {
    'checkout.session': new Map(),
    payment_intent: new Map(),
    setup_intent: new Map(),
    payment_method: new Map(),
    charge: new Map(),
    refund: new Map(),
    dispute: new Map(),
    balance_transaction: new Map(),
    customer: new Map(),
    mandate: new Map(),
  }
  const account: StripeAccount = {
    isStrict: options.isStrict,
    schemas: options.schemas,
    origin: options.origin,
    settlement: options.settlement,
    methods: options.methods,
    events: [],
    movements: [],
    sessionTerms: new Map(),
    prices: new Map(),
    sessionOfIntent: new Map(),
    offSessionOutcomes: new Map(),
    disputesToCome: new Map(),
    nextOffSessionOutcomes: [],
    refundOutcome: 'default',
    lastExpiry: 0,
    request: null,
    now: options.now,
    clock: () => Math.floor(options.now().getTime() / 1000),
    put(name, object) {
      stores[name].set(object.id, object)
    },
    find: (name, id) => stores[name].get(id),
    get(name, id, param) {
      const found = stores[name].get(id)
      if (!found) throw reportMissing(name, id, param)
      return found
    },
    list: (name) => [...stores[name].values()],
    findAny(id) {
      for (const store of Object.values(stores)) {
        const found = store.get(id)
        if (found) return found
      }
      return undefined
    },
    emit(type, object, previous) {
      options.schemas.assertObject(object.object, object)
      const event: EventEnvelope = {
        id: createId('evt'),
        object: 'event',
        api_version: options.apiVersion,
        created: account.clock(),
        data: {
          object: structuredClone(object),
          ...(previous ? { previous_attributes: structuredClone(previous) } : {}),
        },
        livemode: false,
        pending_webhooks: 1,
        request: { id: account.request?.id ?? null, idempotency_key: account.request?.idempotencyKey ?? null },
        type,
      }
      options.schemas.assertObject('event', event)
      account.events.push(event)
      options.onEvent(event)
    },
    record(kind, movement) {
      account.movements.push({ kind, at: options.now(), ...movement })
    },
  }
  return account
}
