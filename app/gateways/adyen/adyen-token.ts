/**
 * Adyen's webhooks about kept methods. Their signature covers the whole body, so all of it is trusted.
 * https://docs.adyen.com/api-explorer/tokenization-webhooks/1/overview
 */
import { z } from 'zod'
import type { GatewayEvent, SavedMethodDetails } from '~/use-cases/ports/payment-gateway'
import { readAdyenMoney } from './adyen-money'
import { describeMethodByType } from './adyen-saved-method'

const reference = z.string().min(1).max(256)

/** One that existed is kept anew where it was given again. Updates of a card's number change nothing that is kept here. */
const KINDS = {
  'recurring.token.created': 'method_saved',
  'recurring.token.alreadyExisting': 'method_saved',
  'recurring.token.disabled': 'method_removed',
} as const

/** Adyen has other webhooks that are signed as a whole: changed bank details, updates, whatever comes tomorrow. */
export const otherNotificationSchema = z.object({
  type: z.string().refine((type) => !Object.hasOwn(KINDS, type)),
})

export const tokenNotificationSchema = z.object({
  type: z.enum(['recurring.token.created', 'recurring.token.alreadyExisting', 'recurring.token.disabled']),
  /** Of the payment by which the method came to be kept. */
  eventId: reference,
  createdAt: z.iso.datetime({ offset: true }),
  environment: z.enum(['test', 'live']),
  data: z.object({
    merchantAccount: z.string(),
    shopperReference: reference,
    storedPaymentMethodId: reference,
    type: z.string(),
  }),
})

export type AdyenTokenNotification = z.infer<typeof tokenNotificationSchema>

/** `describe` is asked only where a method is saved: what its owner recognises it by is not in the webhook. */
export async function readTokenNotification(
  { type, eventId, createdAt, data }: AdyenTokenNotification,
  describe: (method: AdyenTokenNotification['data']) => Promise<SavedMethodDetails>,
): Promise<GatewayEvent> {
  const kind = KINDS[type]
  return {
    gateway: 'adyen',
    eventId: [type, eventId, data.storedPaymentMethodId].join(':'),
    kind,
    ...(kind === 'method_saved' ? { transactionReference: eventId } : {}),
    occurredAt: new Date(createdAt),
    // A kept method has none, and none is looked at.
    amount: readAdyenMoney({ currency: 'EUR', value: 1 }),
    savedMethod: kind === 'method_saved' ? await describe(data) : describeMethodByType(data),
  }
}
