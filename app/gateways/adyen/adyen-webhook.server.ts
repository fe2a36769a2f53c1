/** Adyen's webhooks: verified, then read. https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures */
import { z } from 'zod'
import { fail, succeed, type Result } from '~/domain/result'
import type { GatewayEvent, SignatureFailure } from '~/use-cases/ports/payment-gateway'
import type { AdyenCapture } from './adyen-methods'
import { UnreadableAmount } from './adyen-money'
import { notificationItemSchema, readNotificationItem, type AdyenNotificationItem } from './adyen-notification'
import { otherNotificationSchema, tokenNotificationSchema, type AdyenTokenNotification } from './adyen-token'
import { hmacValidator, notificationModels } from './adyen-sdk.server'

const HEADER = 'hmacsignature'

export interface AdyenWebhookTrust {
  /** In hexadecimal: one a webhook that is set up, and two of one while they are replaced. */
  hmacKeys: readonly string[]
  /** Others may share the company's webhooks: what is not of this account is not ours. */
  merchantAccount: string
  isLive: boolean
}

/** `notification` is null when it is of no interest, or of another merchant account. */
export type AdyenWebhook =
  { kind: 'payments'; events: GatewayEvent[] } | { kind: 'token'; notification: AdyenTokenNotification | null }

const standardSchema = z.object({
  notificationItems: z.array(z.object({ NotificationRequestItem: notificationItemSchema })),
})

const validator = new hmacValidator()

/**
 * Payments are signed item by item, and one wrong item refuses them all; token webhooks as a whole, in a header.
 * Adyen signs no instant: what is sent again is known by its id.
 */
export function readAdyenWebhook(
  rawBody: string,
  headers: Headers,
  settings: AdyenWebhookTrust & { capture: AdyenCapture; now: Date },
): Result<AdyenWebhook, SignatureFailure> {
  const body = parseJson(rawBody)
  if (typeof body !== 'object' || body === null) return fail({ kind: 'malformed', detail: 'no object of JSON' })
  return 'notificationItems' in body ? readPayments(body, settings) : readToken(rawBody, body, headers, settings)
}

function readPayments(
  body: object,
  { hmacKeys, merchantAccount, capture, now }: Parameters<typeof readAdyenWebhook>[2],
): Result<AdyenWebhook, SignatureFailure> {
  const parsed = standardSchema.safeParse(body)
  if (!parsed.success) return fail({ kind: 'malformed', detail: z.prettifyError(parsed.error) })
  const items = parsed.data.notificationItems.map(({ NotificationRequestItem: item }) => item)
  if (!items.every((item) => hmacKeys.some((key) => isSignedWith(item, key)))) {
    return fail({ kind: 'bad_signature', detail: 'an item is signed with none of our keys' })
  }
  try {
    const events = items
      .filter(({ merchantAccountCode }) => merchantAccountCode === merchantAccount)
      .flatMap((item) => readNotificationItem(item, { capture, receivedAt: now }))
    return succeed({ kind: 'payments', events })
  } catch (error) {
    if (error instanceof UnreadableAmount) return fail({ kind: 'malformed', detail: error.message })
    throw error
  }
}

function isSignedWith(item: AdyenNotificationItem, key: string): boolean {
  if (!item.additionalData?.hmacSignature) return false
  return validator.validateHMAC(Object.assign(new notificationModels.NotificationRequestItem(), item), key)
}

function readToken(
  rawBody: string,
  body: object,
  headers: Headers,
  { hmacKeys, merchantAccount, isLive }: AdyenWebhookTrust,
): Result<AdyenWebhook, SignatureFailure> {
  const signature = headers.get(HEADER)
  if (!signature) return fail({ kind: 'malformed', detail: `no ${HEADER} header` })
  if (!hmacKeys.some((key) => validator.validateHMACSignature(key, signature, rawBody))) {
    return fail({ kind: 'bad_signature', detail: 'the body is signed with none of our keys' })
  }
  if (otherNotificationSchema.safeParse(body).success) return succeed({ kind: 'token', notification: null })
  const parsed = tokenNotificationSchema.safeParse(body)
  if (!parsed.success) return fail({ kind: 'malformed', detail: z.prettifyError(parsed.error) })
  const notification = parsed.data
  if ((notification.environment === 'live') !== isLive) {
    return fail({ kind: 'malformed', detail: `a webhook of the ${notification.environment} environment` })
  }
  return succeed({
    kind: 'token',
    notification: notification.data.merchantAccount === merchantAccount ? notification : null,
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
