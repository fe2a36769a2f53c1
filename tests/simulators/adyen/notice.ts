/** Webhooks as Adyen writes and signs them: one form for payments, another for tokens. */
import { hmacValidator, Types } from '@adyen/api-library'
import { formatInstant } from './references'
import type { AdyenAmount } from './requests'

/** As it stands in a standard webhook. `success` is "true" or "false". */
export interface NotificationItem {
  additionalData?: Record<string, string>
  amount: AdyenAmount
  eventCode: string
  eventDate: string
  merchantAccountCode: string
  merchantReference: string
  originalReference?: string
  paymentMethod?: string
  pspReference: string
  reason?: string
  success: string
}

/** Every event of the standard webhook that the simulator sends. */
export type EventCode =
  | 'AUTHORISATION'
  | 'CANCELLATION'
  | 'CANCEL_OR_REFUND'
  | 'CAPTURE'
  | 'CAPTURE_FAILED'
  | 'CHARGEBACK'
  | 'CHARGEBACK_REVERSED'
  | 'EXPIRE'
  | 'NOTIFICATION_OF_CHARGEBACK'
  | 'OFFER_CLOSED'
  | 'PENDING'
  | 'REFUND'
  | 'REFUNDED_REVERSED'
  | 'REFUND_FAILED'
  | 'REPORT_AVAILABLE'
  | 'SECOND_CHARGEBACK'

export interface Notice {
  eventCode: EventCode
  pspReference: string
  originalReference?: string
  merchantReference: string
  amount: AdyenAmount
  success: boolean
  reason?: string
  paymentMethod?: string
  additionalData?: Record<string, string>
}

export interface TokenNotice {
  type: 'recurring.token.created' | 'recurring.token.disabled'
  eventId: string
  data: {
    merchantAccount: string
    shopperReference: string
    storedPaymentMethodId: string
    type: string
    operation?: string
  }
}

const validator = new hmacValidator()

export function composeItem(
  notice: Notice,
  { merchantAccount, at, hmacKey }: { merchantAccount: string; at: Date; hmacKey: string },
): NotificationItem {
  const { originalReference, paymentMethod, eventCode, success } = notice
  return signItem(
    {
      additionalData: notice.additionalData ?? {},
      amount: notice.amount,
      eventCode,
      eventDate: formatInstant(at),
      merchantAccountCode: merchantAccount,
      merchantReference: notice.merchantReference,
      ...(originalReference === undefined ? {} : { originalReference }),
      ...(paymentMethod === undefined ? {} : { paymentMethod }),
      pspReference: notice.pspReference,
      reason: notice.reason ?? '',
      success: String(success),
    },
    hmacKey,
  )
}

/** The item with a signature of this key in place of whatever it had. */
export function signItem(item: NotificationItem, hmacKey: string): NotificationItem {
  const hmacSignature = validator.calculateHmac(toModel(item), hmacKey)
  return { ...item, additionalData: { ...item.additionalData, hmacSignature } }
}

/** Whether the library takes the item for one that was signed with this key. */
export function isSignedWith(item: NotificationItem, hmacKey: string): boolean {
  return validator.validateHMAC(toModel(item), hmacKey)
}

/** The body of one standard webhook. */
export function composeBody(items: readonly NotificationItem[], live: string): string {
  return JSON.stringify({ live, notificationItems: items.map((item) => ({ NotificationRequestItem: item })) })
}

export function composeTokenBody(notice: TokenNotice, at: Date, environment: 'test' | 'live'): string {
  return JSON.stringify({ createdAt: formatInstant(at), environment, version: '1', ...notice })
}

/** The headers that go with a body whose whole text is signed. */
export function signBody(body: string, hmacKey: string): Record<string, string> {
  return { hmacsignature: validator.calculateHmac(body, hmacKey), protocol: 'HmacSHA256' }
}

function toModel(item: NotificationItem): Types.notification.NotificationRequestItem {
  return Object.assign(new Types.notification.NotificationRequestItem(), item)
}
