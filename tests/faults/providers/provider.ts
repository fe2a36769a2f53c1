/**
 * A payment provider as the fault test sees it: its double in this process, which no kill reaches, with its payers, its
 * banks, its moods, and its own books. Amounts are ISO minor units.
 */
import type { Chance } from '../chance'
import type { CallWatcher } from '../../simulators/call-watch'

export type ProviderName = 'stripe' | 'adyen'

/** What a payer did on the provider's page. `closed`: there was nothing left to do. */
export type PageOutcome = 'paid' | 'debit_begun' | 'declined' | 'left' | 'closed'

/** One movement of money in the provider's books, and what went back of it. */
interface ProviderPayment {
  gateway: ProviderName
  /** The provider's id. */
  reference: string
  /** The page it was paid on; null where a kept method was charged. */
  checkout: string | null
  /** Our id, as we gave it to the provider. */
  paymentId: string | null
  /** ISO 4217. */
  currency: string
  capturedMinor: number
  /** Less what failed. */
  refundedMinor: number
  /** Chargebacks and debits given back, less what was won. */
  chargedBackMinor: number
}

interface ProviderCheckout {
  gateway: ProviderName
  reference: string
  paymentId: string | null
}

/** A refund that the provider carried out, whatever became of it. */
interface ProviderRefund {
  gateway: ProviderName
  reference: string
  /** Our id of it, where the portal asked for it. */
  reversalId: string | null
  /** Somebody gave it on the provider's own pages. */
  isByHand: boolean
  /** The money came back, or never went. */
  hasFailed: boolean
  amountMinor: number
}

/** An event that the portal reads, and how it calls it. */
interface ProviderEvent {
  gateway: ProviderName
  eventId: string
}

export interface ProviderBooks {
  payments: ProviderPayment[]
  checkouts: ProviderCheckout[]
  refunds: ProviderRefund[]
  events: ProviderEvent[]
}

/** A webhook as it goes over the wire. */
export interface WebhookRequest {
  path: string
  body: string
  headers: Readonly<Record<string, string>>
}

export interface Provider {
  readonly name: ProviderName
  /** Of its pages. */
  readonly origin: string
  /** Settings of a portal that reaches it under `host`, a name of this machine. */
  describeSettings(host: string): Record<string, string>
  sendWebhooksTo(portalOrigin: string): void
  /** Somebody on its page does what people do. */
  visitPage(url: string, chance: Chance): PageOutcome
  /** Decides how the next charge of a kept method ends. */
  prepareCharge(chance: Chance): void
  /** A bank or a card holder does something: debits end, refunds arrive or fail, chargebacks. */
  actAsBank(chance: Chance): void
  /** Somebody of the creditor's gives money back on the provider's own pages, without the portal. */
  refundByHand(chance: Chance): Promise<void>
  /** Answers whatever is still open: no debit and no refund is under way after it. */
  finishAsBank(chance: Chance): void
  /** From now on a share of its answers and webhooks goes wrong; null ends that. */
  misbehave(seed: number | null): void
  watchCalls(watcher: CallWatcher | null): void
  /** Sends again what the portal cannot learn by asking for the provider's books. */
  deliverWhatReconciliationCannot(): Promise<void>
  /** Sends every webhook there was again, in another order. */
  deliverAgain(options: { copies: number; seed: number; connections: number }): Promise<void>
  /** From now on nothing is sent; `listWebhooks` has it. */
  holdWebhooks(): void
  /** One for each webhook there was, in order; signed when it is called. */
  listWebhooks(): (() => WebhookRequest)[]
  /** Until nothing is on its way. */
  settleWebhooks(): Promise<void>
  readBooks(): ProviderBooks
  close(): Promise<void>
}

export function mergeBooks(providers: readonly Provider[]): ProviderBooks {
  const books = providers.map((provider) => provider.readBooks())
  return {
    payments: books.flatMap(({ payments }) => payments),
    checkouts: books.flatMap(({ checkouts }) => checkouts),
    refunds: books.flatMap(({ refunds }) => refunds),
    events: books.flatMap(({ events }) => events),
  }
}
