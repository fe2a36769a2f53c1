/**
 * How outcome events are delivered to a creditor's endpoints: at least once, each under its event's id, retried over
 * about three days (the schedule that Standard Webhooks recommends), then parked where people can see it.
 */
import type { CreditorId } from './ids'

export interface WebhookEndpoint {
  id: string
  creditorId: CreditorId
  url: string
  /** `whsec_<base64>`, the newest first. Never empty. */
  secrets: string[]
  /** Until then every secret signs; afterwards only the newest. Null when there is only one. */
  previousSecretsExpireAt: Date | null
  createdAt: Date
  disabledAt: Date | null
  /** 'gone': it answered 410; 'removed': the creditor took it away. Null while active. */
  disabledReason: WebhookDisabledReason | null
}

export type WebhookDisabledReason = 'gone' | 'removed'

export const DELIVERY_STATUSES = ['pending', 'delivered', 'parked'] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** One event for one endpoint. */
export interface WebhookDelivery {
  id: string
  creditorId: CreditorId
  endpointId: string
  eventId: string
  sequence: number
  status: DeliveryStatus
  attemptCount: number
  nextAttemptAt: Date | null
  deliveredAt: Date | null
  /** HTTP status of the last answer; null when there was none. */
  lastStatus: number | null
  lastError: string | null
}

/** What became of one attempt. */
export type DeliveryAttempt =
  | { kind: 'answered'; status: number; retryAfterSeconds?: number }
  /** No answer: not reachable, too slow, or an address that is not allowed. */
  | { kind: 'failed'; error: string }

export type DeliveryVerdict =
  | { kind: 'delivered' }
  | { kind: 'retry'; delayMs: number }
  | { kind: 'park' }
  /** The receiver wants no more of them: 410. */
  | { kind: 'disable' }

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

/** Milliseconds to wait before each attempt, counted from the one before it. */
export const RETRY_DELAYS_MS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
]

/** Delays are stretched by up to this share, so that what failed together is not tried again together. */
const MAXIMUM_JITTER = 0.1

const LONGEST_RETRY_AFTER_SECONDS = 24 * 3600

/**
 * Decides what follows an attempt. `attemptCount` includes it; `random` is in [0, 1); `scale` shrinks the delays in
 * tests. A redirect is a failure like any other answer that is not 2xx: it is never followed.
 */
export function judgeAttempt(
  attempt: DeliveryAttempt,
  attemptCount: number,
  options: { random: number; scale: number },
): DeliveryVerdict {
  if (attempt.kind === 'answered') {
    if (attempt.status >= 200 && attempt.status < 300) return { kind: 'delivered' }
    if (attempt.status === 410) return { kind: 'disable' }
  }
  const delayMs = RETRY_DELAYS_MS[attemptCount]
  if (delayMs === undefined) return { kind: 'park' }
  const jittered = delayMs * (1 + MAXIMUM_JITTER * options.random)
  const asked = attempt.kind === 'answered' ? (attempt.retryAfterSeconds ?? 0) : 0
  const askedMs = Math.min(Math.max(asked, 0), LONGEST_RETRY_AFTER_SECONDS) * SECOND
  return { kind: 'retry', delayMs: Math.round(Math.max(jittered, askedMs) * options.scale) }
}

/** The secrets that sign at `now`, newest first. */
export function listSigningSecrets(endpoint: WebhookEndpoint, now: Date): string[] {
  const rotating = endpoint.previousSecretsExpireAt !== null && now < endpoint.previousSecretsExpireAt
  return rotating ? endpoint.secrets : endpoint.secrets.slice(0, 1)
}
