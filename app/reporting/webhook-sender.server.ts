/** Posts outcome events to creditors' endpoints with the headers of Standard Webhooks 1.0. */
import { request as requestByHttp, type IncomingMessage } from 'node:http'
import { request as requestByHttps } from 'node:https'
import { Webhook } from 'standardwebhooks'
import type { DeliveryAttempt } from '~/domain/webhook-delivery'
import type { WebhookMessage, WebhookSender } from '~/use-cases/ports/webhook-sender'
import { findUrlFault, lookupPublicAddress, type WebhookTargets } from './webhook-address.server'

export interface WebhookSenderOptions {
  targets: WebhookTargets
  /** From the first byte sent to the end of the answer. */
  timeoutMs?: number
}

/** What Standard Webhooks recommends at the least. */
const TIMEOUT_MS = 15_000

/** Of an answer, which is read only so that the connection ends in order. */
const MOST_ANSWER_BYTES = 64 * 1024

export function createWebhookSender({ targets, timeoutMs = TIMEOUT_MS }: WebhookSenderOptions): WebhookSender {
  return {
    findUrlFault: (url) => findUrlFault(url, targets),
    async send(message) {
      const fault = findUrlFault(message.url, targets)
      if (fault) return { kind: 'failed', error: `not sent: ${fault}` }
      try {
        return await post(message, targets, timeoutMs)
      } catch (error) {
        return { kind: 'failed', error: describeError(error) }
      }
    },
  }
}

/** `webhook-id`, `webhook-timestamp` and `webhook-signature`: one signature for each secret, space-separated. */
export function signMessage({ id, sentAt, body, secrets }: Omit<WebhookMessage, 'url'>): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(sentAt.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, sentAt, body)).join(' '),
  }
}

function post(message: WebhookMessage, targets: WebhookTargets, timeoutMs: number): Promise<DeliveryAttempt> {
  const url = new URL(message.url)
  const body = Buffer.from(message.body)
  const request = url.protocol === 'https:' ? requestByHttps : requestByHttp
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method: 'POST',
        headers: {
          ...signMessage(message),
          'content-type': 'application/json',
          'content-length': body.byteLength,
          'user-agent': 'Quittance-Webhooks/1',
        },
        // A connection kept for later would outlive the check of its address.
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(targets === 'public' ? { lookup: lookupPublicAddress } : {}),
      },
      (incoming) => {
        const attempt = toAttempt(incoming)
        discard(incoming, () => resolve(attempt), reject)
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

/** Reads the answer to its end or to the limit, whichever is first. */
function discard(incoming: IncomingMessage, done: () => void, failed: (error: Error) => void): void {
  let received = 0
  incoming.on('data', (chunk: Buffer) => {
    received += chunk.byteLength
    if (received > MOST_ANSWER_BYTES) {
      done()
      incoming.destroy()
    }
  })
  incoming.on('end', done)
  incoming.on('error', failed)
}

function toAttempt(incoming: IncomingMessage): DeliveryAttempt {
  const status = incoming.statusCode ?? 0
  const retryAfterSeconds = parseRetryAfter(incoming.headers['retry-after'])
  return { kind: 'answered', status, ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }) }
}

/** RFC 9110 section 10.2.3 in its form of seconds; a date is left to our own schedule. */
function parseRetryAfter(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,9}$/.test(header.trim()) ? Number(header) : null
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error'
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'no answer in time'
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name
  return code.slice(0, 100)
}
