import type { GatewayEvent } from './payment-gateway'

/**
 * What became of an event. `waiting`: it is about money that has not been seen coming; `unknown_payment` and
 * `currency_mismatch` stand for somebody to look at.
 */
export type GatewayEventResult =
  'applied' | 'already_applied' | 'ignored' | 'waiting' | 'unknown_payment' | 'currency_mismatch'

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
  markProcessed(id: string, result: GatewayEventResult, processedAt: Date): Promise<void>
  /** Ids of entries that name one of these and whose result is `waiting` or `unknown_payment`, oldest first. */
  listWaiting(gateway: string, references: readonly string[]): Promise<string[]>
}
