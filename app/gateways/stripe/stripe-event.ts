/** What Stripe's events say in our words. */
import { z } from 'zod'
import type { Money } from '~/domain/money'
import type { GatewayEvent, GatewayEventKind } from '~/use-cases/ports/payment-gateway'
import { readPaymentMetadata, readRefundMetadata } from './stripe-metadata'
import { fromStripeMethodType } from './stripe-methods'
import { readStripeMoney, UnreadableAmount, UnreadableAmountOfSomebody } from './stripe-money'
import {
  chargeSchema,
  disputeSchema,
  mandateSchema,
  paymentIntentSchema,
  refundSchema,
  sessionSchema,
  type StripePaymentIntent,
  type StripeSession,
} from './stripe-objects'
import {
  describeDispute,
  describeLateFailure,
  describeRefund,
  isLateFailure,
  readDisputeStatus,
  readLateFailureAmount,
  readRefundStatus,
} from './stripe-reversal'
import { readSavedMethod } from './stripe-saved-method'

export const eventSchema = z.object({
  id: z.string().min(1).max(255),
  type: z.string(),
  created: z.int(),
  livemode: z.boolean(),
  data: z.object({ object: z.unknown() }),
})

export type StripeEventEnvelope = z.infer<typeof eventSchema>

/** What an event says, without what each has: null when it is not about a payment of ours, or says nothing new. */
type Content = Omit<GatewayEvent, 'gateway' | 'eventId' | 'occurredAt'>

type Reader = (object: unknown) => Content | null

/**
 * The events that are read; an endpoint need not be sent any other. Payments on Stripe's page are followed by their
 * checkout, which outlives attempts that failed and can be made again; charges without the payer by their payment intent.
 */
const READERS: Readonly<Record<string, Reader>> = {
  'checkout.session.completed': readSession(({ payment_status }) =>
    payment_status === 'paid' ? 'payment_succeeded' : 'payment_processing',
  ),
  'checkout.session.async_payment_succeeded': readSession(() => 'payment_succeeded'),
  'checkout.session.async_payment_failed': readSession(() => 'payment_failed'),
  'checkout.session.expired': readSession(() => 'payment_expired'),
  'payment_intent.succeeded': readPaymentIntent('payment_succeeded'),
  'payment_intent.processing': readPaymentIntent('payment_processing'),
  'payment_intent.payment_failed': readPaymentIntent('payment_failed'),
  // Nobody is there to act: the bank has refused to do without the payer.
  'payment_intent.requires_action': readPaymentIntent('payment_failed'),
  'payment_intent.canceled': readPaymentIntent('payment_canceled'),
  'charge.succeeded': readKeptMethod,
  'charge.failed': readFailedCharge,
  'refund.created': readRefund,
  'refund.updated': readRefund,
  'refund.failed': readRefund,
  'charge.dispute.created': readDispute,
  'charge.dispute.funds_withdrawn': readDispute,
  'charge.dispute.funds_reinstated': readDispute,
  'charge.dispute.closed': readDispute,
  'mandate.updated': readMandate,
}

export const STRIPE_EVENT_TYPES: readonly string[] = Object.keys(READERS)

/**
 * Throws a ZodError when an object is not what its type says, an UnreadableAmount when an amount of ours cannot be kept,
 * an UnreadableAmountOfSomebody when it may be another shop's.
 */
export function readStripeEvent({ id, type, created, data }: StripeEventEnvelope): GatewayEvent[] {
  const content = Object.hasOwn(READERS, type) ? READERS[type]?.(data.object) : null
  if (!content || content.amount.amountMinor <= 0) return []
  return [{ ...content, gateway: 'stripe', eventId: id, occurredAt: new Date(created * 1000) }]
}

function readSession(decide: (session: StripeSession) => GatewayEventKind): Reader {
  return (object) => {
    const session = sessionSchema.parse(object)
    const known = readPaymentMetadata(session.metadata)
    if (!known) return null
    return {
      kind: decide(session),
      gatewayReference: session.id,
      paymentId: known.paymentId,
      amount: readStripeMoney(session.amount_total ?? 0, session.currency ?? ''),
      ...nameTransaction(session.payment_intent),
      ...nameMethod(session.payment_method_types),
    }
  }
}

function readPaymentIntent(kind: GatewayEventKind): Reader {
  return (object) => {
    const intent = paymentIntentSchema.parse(object)
    const known = readPaymentMetadata(intent.metadata)
    if (known?.origin !== 'saved_method') return null
    const failureCode = kind === 'payment_failed' ? readFailureCode(intent) : undefined
    return {
      kind,
      gatewayReference: intent.id,
      transactionReference: intent.id,
      paymentId: known.paymentId,
      amount: readStripeMoney(kind === 'payment_succeeded' ? intent.amount_received : intent.amount, intent.currency),
      ...nameMethod(intent.payment_method_types),
      ...(failureCode === undefined ? {} : { failureCode }),
    }
  }
}

/** Why an intent has not been paid, as Stripe names it; undefined where it names nothing. */
export function readFailureCode({ status, last_payment_error: error }: StripePaymentIntent): string | undefined {
  if (status === 'requires_action') return 'authentication_required'
  return error?.decline_code ?? error?.code ?? undefined
}

/** A charge says what it was paid with; that it may be kept, the payer said before paying. */
function readKeptMethod(object: unknown): Content | null {
  const charge = chargeSchema.parse(object)
  const known = readPaymentMetadata(charge.metadata)
  const savedMethod = known?.keepsMethod === true ? readSavedMethod(charge) : null
  if (!known || !savedMethod) return null
  return {
    kind: 'method_saved',
    paymentId: known.paymentId,
    amount: readStripeMoney(charge.amount, charge.currency),
    savedMethod,
    ...nameTransaction(charge.payment_intent),
  }
}

function readFailedCharge(object: unknown): Content | null {
  const charge = chargeSchema.parse(object)
  const known = readPaymentMetadata(charge.metadata)
  if (!known || !isLateFailure(charge)) return null
  return {
    kind: 'payment_charged_back',
    paymentId: known.paymentId,
    amount: readLateFailureAmount(charge),
    reversal: describeLateFailure(charge),
    ...nameTransaction(charge.payment_intent),
  }
}

function readRefund(object: unknown): Content | null {
  const refund = refundSchema.parse(object)
  const status = readRefundStatus(refund)
  if (status === 'pending' || !refund.payment_intent) return null
  const known = readRefundMetadata(refund.metadata)
  return {
    kind: status === 'taken' ? 'payment_refunded' : 'payment_refund_failed',
    transactionReference: refund.payment_intent,
    amount: known
      ? readStripeMoney(refund.amount, refund.currency)
      : readMoneyOfSomebody({ ...refund, payment_intent: refund.payment_intent }),
    reversal: describeRefund(refund),
    ...(known ? { paymentId: known.paymentId } : {}),
  }
}

function readDispute(object: unknown): Content | null {
  const dispute = disputeSchema.parse(object)
  const status = readDisputeStatus(dispute)
  if (status === 'pending' || !dispute.payment_intent) return null
  return {
    kind: status === 'taken' ? 'payment_charged_back' : 'payment_chargeback_won',
    transactionReference: dispute.payment_intent,
    amount: readMoneyOfSomebody({ ...dispute, payment_intent: dispute.payment_intent }),
    reversal: describeDispute(dispute),
  }
}

/** Disputes, and refunds made in Stripe's dashboard, name nothing of ours but the transaction. */
function readMoneyOfSomebody(about: { amount: number; currency: string; payment_intent: string }): Money {
  try {
    return readStripeMoney(about.amount, about.currency)
  } catch (error) {
    if (error instanceof UnreadableAmount) throw new UnreadableAmountOfSomebody(error.message, about.payment_intent)
    throw error
  }
}

/** A mandate that ended makes its method useless. */
function readMandate(object: unknown): Content | null {
  const mandate = mandateSchema.parse(object)
  if (mandate.status !== 'inactive') return null
  return {
    kind: 'method_removed',
    // Of one that was removed here nothing is left to say.
    failureCode: 'mandate_invalid',
    // A mandate has none, and none is looked at.
    amount: readStripeMoney(1, 'eur'),
    savedMethod: {
      // Nor does it name the customer.
      customerReference: '',
      methodReference: mandate.payment_method,
      kind: fromStripeMethodType(mandate.payment_method_details.type),
      label: '',
      expiresOn: null,
    },
  }
}

function nameTransaction(reference: string | null | undefined): { transactionReference?: string } {
  return reference ? { transactionReference: reference } : {}
}

/** Known before the charge is only where a single one was offered. */
function nameMethod(types: readonly string[] | null | undefined): { method?: string } {
  const [type] = types ?? []
  return type !== undefined && types?.length === 1 ? { method: fromStripeMethodType(type) } : {}
}
