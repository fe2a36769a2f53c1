/** Reads what Stripe's own books say of a payment: for reconciliation, and where no webhook came. */
import type Stripe from 'stripe'
import { succeed, type Result } from '~/domain/result'
import type { GatewayFailure, GatewayPaymentState } from '~/use-cases/ports/payment-gateway'
import type { StripeClient } from './stripe-client.server'
import {
  balanceTransactionSchema,
  chargeSchema,
  disputeSchema,
  paymentIntentSchema,
  refundSchema,
  sessionSchema,
} from './stripe-objects'
import { describePaymentState } from './stripe-payment-state'

/** Nothing is refunded or contested as often as this. */
const MOST_REVERSALS = 1000

/** `gatewayReference` is of a checkout, or of a charge without the payer. Null when Stripe knows no such thing. */
export async function readStripePayment(
  client: StripeClient,
  gatewayReference: string,
): Promise<Result<GatewayPaymentState | null, GatewayFailure>> {
  const found = await findPayment(client, gatewayReference)
  if (!found.ok) return found.failure.error?.code === 'resource_missing' ? succeed(null) : found
  const { session, intent } = found.value
  const charge = intent && unfold(intent.latest_charge)
  const balanceTransaction = charge && unfold(charge.balance_transaction)
  const failureTransaction = charge && unfold(charge.failure_balance_transaction)
  const reversals = intent ? await listReversals(client, intent.id) : NO_REVERSALS
  if (!reversals.ok) return reversals
  return succeed(
    describePaymentState({
      session: session && sessionSchema.parse(session),
      intent: intent && paymentIntentSchema.parse(intent),
      charge: charge && chargeSchema.parse(charge),
      balanceTransaction: balanceTransaction && balanceTransactionSchema.parse(balanceTransaction),
      failureTransaction: failureTransaction && balanceTransactionSchema.parse(failureTransaction),
      refunds: reversals.value.refunds.map((refund) => refundSchema.parse(refund)),
      disputes: reversals.value.disputes.map((dispute) => disputeSchema.parse(dispute)),
    }),
  )
}

interface Found {
  session: Stripe.Checkout.Session | null
  intent: Stripe.PaymentIntent | null
}

async function findPayment(client: StripeClient, gatewayReference: string) {
  const expand = ['latest_charge.balance_transaction', 'latest_charge.failure_balance_transaction']
  if (gatewayReference.startsWith('pi_')) {
    const intent = await client.call((stripe) => stripe.paymentIntents.retrieve(gatewayReference, { expand }))
    return intent.ok ? succeed<Found>({ session: null, intent: intent.value }) : intent
  }
  const session = await client.call((stripe) =>
    stripe.checkout.sessions.retrieve(gatewayReference, { expand: expand.map((path) => `payment_intent.${path}`) }),
  )
  return session.ok ? succeed<Found>({ session: session.value, intent: unfold(session.value.payment_intent) }) : session
}

const NO_REVERSALS = succeed<{ refunds: Stripe.Refund[]; disputes: Stripe.Dispute[] }>({ refunds: [], disputes: [] })

async function listReversals(client: StripeClient, paymentIntent: string) {
  const page = { payment_intent: paymentIntent, limit: 100 }
  const refunds = await client.call((stripe) => stripe.refunds.list(page).autoPagingToArray({ limit: MOST_REVERSALS }))
  if (!refunds.ok) return refunds
  const disputes = await client.call((stripe) =>
    stripe.disputes.list(page).autoPagingToArray({ limit: MOST_REVERSALS }),
  )
  return disputes.ok ? succeed({ refunds: refunds.value, disputes: disputes.value }) : disputes
}

/** What was asked to be expanded and is there. */
function unfold<Value extends object>(value: string | Value | null | undefined): Value | null {
  return typeof value === 'object' ? value : null
}
