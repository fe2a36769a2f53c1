import type { CreditorId } from '~/domain/ids'
import type { OutcomeEvent } from '~/domain/outcome-event'
import type { DeliveryStatus, WebhookDelivery, WebhookEndpoint } from '~/domain/webhook-delivery'

/** A delivery that this process alone may attempt until its lease ends, with what it needs for that. */
export interface ClaimedDelivery {
  delivery: WebhookDelivery
  endpoint: WebhookEndpoint
  event: OutcomeEvent
}

export type DeliveryClaim =
  | { kind: 'claimed'; claimed: ClaimedDelivery }
  /** Nothing is due: what is pending waits until then, or another process is at it. */
  | { kind: 'later'; at: Date }
  /** Nothing is pending. */
  | { kind: 'none' }

export interface WebhookRepository {
  insertEndpoint(endpoint: WebhookEndpoint): Promise<void>
  findEndpoint(creditorId: CreditorId, id: string): Promise<WebhookEndpoint | null>
  /** Oldest first; without those the creditor removed. */
  listEndpoints(creditorId: CreditorId): Promise<WebhookEndpoint[]>
  saveSecrets(
    endpoint: Pick<WebhookEndpoint, 'creditorId' | 'id' | 'secrets' | 'previousSecretsExpireAt'>,
  ): Promise<void>
  /** The receiver wants no more: disables an active endpoint and parks what is still pending for it. */
  disableEndpoint(creditorId: CreditorId, id: string, at: Date): Promise<void>
  /** The creditor wants no more; also takes away one that is disabled. False when there is none. */
  removeEndpoint(creditorId: CreditorId, id: string, at: Date): Promise<boolean>

  /**
   * Takes the pending delivery of lowest sequence whose time has come, counts an attempt at it and keeps others off it
   * until `leaseEndsAt`.
   */
  claimNextDelivery(creditorId: CreditorId, endpointId: string, now: Date, leaseEndsAt: Date): Promise<DeliveryClaim>
  /** Keeps what an attempt led to; a delivery that another attempt has delivered meanwhile stays delivered. */
  saveDelivery(delivery: WebhookDelivery): Promise<void>
  /**
   * Makes the next `limit` events after `after` pending again for one endpoint, each to be attempted from `now` on.
   * Returns how many, and the last sequence reached.
   */
  requeueAfter(
    creditorId: CreditorId,
    endpointId: string,
    options: { after: number; limit: number; now: Date },
  ): Promise<{ count: number; lastSequence: number }>
  /** Makes what is parked for an endpoint pending again, at most `limit`, oldest first; returns how many. */
  requeueParked(creditorId: CreditorId, endpointId: string, options: { limit: number; now: Date }): Promise<number>
  /** How many deliveries of each endpoint there are in each status. */
  countDeliveries(creditorId: CreditorId): Promise<{ endpointId: string; status: DeliveryStatus; count: number }[]>
  /** The statuses of the deliveries of these events, one entry a delivery. */
  listStatuses(
    creditorId: CreditorId,
    eventIds: readonly string[],
  ): Promise<{ eventId: string; status: DeliveryStatus; attemptCount: number }[]>
  /** Deliveries that are parked or were attempted in vain so far, by sequence. */
  listTroubled(creditorId: CreditorId, limit: number): Promise<WebhookDelivery[]>
}
