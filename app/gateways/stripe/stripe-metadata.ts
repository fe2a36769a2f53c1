/**
 * What is written on Stripe's objects so that its events find our payment. An account may serve other shops: an object
 * without it is not ours. https://docs.stripe.com/metadata
 */
import { z } from 'zod'
import type { PaymentOrigin } from '~/domain/payment'
import type { RefundRequest } from '~/use-cases/ports/payment-gateway'
import { shorten } from '../shorten'

/** The longest value Stripe keeps. */
const LONGEST_VALUE = 500

type Origin = Extract<PaymentOrigin, 'checkout' | 'saved_method'>

const paymentSchema = z.object({
  paymentId: z.uuid(),
  origin: z.enum(['checkout', 'saved_method']).catch('checkout'),
  keepsMethod: z.string().optional(),
})

/** Of a checkout and of the payment intent in it, of a charge without the payer. */
export function describePaymentMetadata(
  payment: { paymentId: string; merchantName: string; invoices: readonly { number: string }[] },
  { origin, keepsMethod }: { origin: Origin; keepsMethod: boolean },
): Record<string, string> {
  return {
    paymentId: payment.paymentId,
    origin,
    creditor: shorten(payment.merchantName, LONGEST_VALUE),
    invoices: shorten(payment.invoices.map(({ number }) => number).join(', '), LONGEST_VALUE),
    ...(keepsMethod ? { keepsMethod: 'yes' } : {}),
  }
}

/** Null when the object is not of a payment of ours. */
export function readPaymentMetadata(
  metadata: Readonly<Record<string, string>> | null | undefined,
): { paymentId: string; origin: Origin; keepsMethod: boolean } | null {
  const { data } = paymentSchema.safeParse(metadata)
  return data ? { paymentId: data.paymentId, origin: data.origin, keepsMethod: data.keepsMethod === 'yes' } : null
}

export function describeRefundMetadata({ paymentId, reversalId }: RefundRequest): Record<string, string> {
  return { paymentId, reversalId }
}

const refundSchema = z.object({ paymentId: z.uuid(), reversalId: z.uuid() })

/** Null when it was made in Stripe's dashboard. */
export function readRefundMetadata(
  metadata: Readonly<Record<string, string>> | null | undefined,
): z.infer<typeof refundSchema> | null {
  return refundSchema.safeParse(metadata).data ?? null
}
