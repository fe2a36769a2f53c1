import type { DeliveryAttempt } from '~/domain/webhook-delivery'

export interface WebhookMessage {
  url: string
  /** `webhook-id`: the same however often it is sent. */
  id: string
  sentAt: Date
  /** JSON, sent and signed as it stands. */
  body: string
  /** Each adds a signature. */
  secrets: readonly string[]
}

export interface WebhookSender {
  /** Posts once. Follows no redirect, waits a bounded time, and never throws for what the receiver did. */
  send(message: WebhookMessage): Promise<DeliveryAttempt>
  /** Why nothing would be sent to this URL, or null. An address is checked again whenever it is called. */
  findUrlFault(url: string): WebhookUrlFault | null
}

export type WebhookUrlFault = 'malformed' | 'not_https' | 'private_address' | 'has_credentials'
