import type { CreditorId, PaymentId } from '~/domain/ids'
import type { GatewayEvent } from './payment-gateway'
import type { PaymentAddress } from './payment-repository'

/**
 * What became of an event. `waiting`: it is about money that has not been seen coming; the others stand for
 * somebody to look at, but for `attempt_failed`: the payer may try again, or it will turn out to have been under way.
 * `another_transaction`: money moved that is not the payment's own, such as one that was paid twice.
 */
export type GatewayEventResult =
  | 'applied'
  | 'already_applied'
  | 'ignored'
  | 'waiting'
  | 'attempt_failed'
  | 'unknown_payment'
  | 'another_transaction'
  | 'currency_mismatch'

export interface GatewayInboxEntry {
  id: string
  event: GatewayEvent
  /** Null until it was processed. */
  result: GatewayEventResult | null
}

/** An event that does not go on by itself. */
export interface SetAsideEvent {
  id: string
  event: GatewayEvent
  /** Null where it was never decided, which takes moments as a rule. */
  result: GatewayEventResult | null
  receivedAt: Date
  /** What it was found to be about. */
  paymentId: PaymentId | null
}

/** Every event a provider sent, once, before anything is done with it. Outside row-level security. */
export interface GatewayInbox {
  /** False when the provider sent this event before. */
  insert(id: string, event: GatewayEvent, receivedAt: Date): Promise<boolean>
  find(id: string): Promise<GatewayInboxEntry | null>
  /** By the provider and its own id of the event. */
  findByEvent(event: Pick<GatewayEvent, 'gateway' | 'eventId'>): Promise<GatewayInboxEntry | null>
  /** Takes the entry's row lock. */
  lock(id: string): Promise<GatewayInboxEntry | null>
  /**
   * Takes the locks on references of a checkout or a transaction: an event that finds no payment and a payment that
   * learns its reference cannot miss each other when both hold it, the one to look again, the other to call
   * `listWaiting`.
   */
  lockReferences(gateway: string, references: readonly string[]): Promise<void>
  /** `payment` is what the event was found to be about. */
  markProcessed(id: string, result: GatewayEventResult, processedAt: Date, payment?: PaymentAddress): Promise<void>
  /**
   * Ids of entries that name one of these, or were found to be about this payment, and whose result may change once more
   * is known of it, oldest first.
   */
  listWaiting(gateway: string, references: readonly string[], paymentId: PaymentId): Promise<string[]>
  /**
   * Events that stand for somebody, or have waited for longer than things take, oldest first: those about a creditor's
   * payments; for whoever runs the portal all of them, what is about nobody's too.
   */
  listSetAside(of: CreditorId | 'all', now: Date, limit: number): Promise<SetAsideEvent[]>
  /** How many there are of them, by result. */
  countSetAside(now: Date): Promise<{ result: string; count: number }[]>
  /** Nothing is left to do about it. */
  close(id: string, closing: { at: Date; by: string; note: string }): Promise<void>
}
