import type { PaymentId } from '~/domain/ids'
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

/** Every event a provider sent, once, before anything is done with it. Outside row-level security. */
export interface GatewayInbox {
  /** False when the provider sent this event before. */
  insert(id: string, event: GatewayEvent, receivedAt: Date): Promise<boolean>
  find(id: string): Promise<GatewayInboxEntry | null>
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
}
