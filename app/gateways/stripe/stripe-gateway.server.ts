/** Stripe as a payment gateway: its hosted page, charges without the payer, refunds, and its books. */
import type Stripe from 'stripe'
import { fail, succeed, type Result } from '~/domain/result'
import type { Logger } from '~/platform/logger.server'
import type { Clock } from '~/use-cases/ports/clock'
import type {
  Checkout,
  CheckoutRequest,
  GatewayFailure,
  PaymentGateway,
  RefundRequest,
  SavedMethodCharge,
  SavedMethodOutcome,
} from '~/use-cases/ports/payment-gateway'
import { findChargeStep } from '../minor-units'
import { readStripePayment } from './stripe-books.server'
import { describeCharge, describeSession, mendSession, toStripeAmount } from './stripe-checkout'
import { createStripeClient, type StripeAccess, type StripeClient, type StripeFailure } from './stripe-client.server'
import { describeRefundMetadata, readPaymentMetadata } from './stripe-metadata'
import { listStripeMethods } from './stripe-methods'
import { readStripeWebhook, type StripeWebhookTrust } from './stripe-webhook.server'

export interface StripeSettings extends StripeAccess, StripeWebhookTrust {}

const HOSTED_PAGE = 'https://checkout.stripe.com'

/** Ids of charges without the payer; those of checkouts begin otherwise. */
const PAYMENT_INTENT = 'pi_'

export function createStripeGateway(
  settings: StripeSettings,
  { clock, logger }: { clock: Clock; logger: Logger },
): PaymentGateway {
  const client = createStripeClient(settings, logger)
  return {
    name: 'stripe',
    checkoutOrigins: [HOSTED_PAGE, ...(settings.apiBase === null ? [] : [new URL(settings.apiBase).origin])],
    listMethods: listStripeMethods,
    getChargeStep: (currency) => findChargeStep('stripe', currency) ?? 1,
    createCheckout: (request) => withoutError(createCheckout(client, request, clock.now())),
    cancelCheckout: (gatewayReference) =>
      withoutError(
        gatewayReference.startsWith(PAYMENT_INTENT)
          ? cancelCharge(client, gatewayReference)
          : expireSession(client, gatewayReference),
      ),
    readWebhook: (rawBody, headers) =>
      Promise.resolve(readStripeWebhook(rawBody, headers, { ...settings, now: clock.now() })),
    refund: (request) => withoutError(refund(client, request)),
    chargeSavedMethod: (charge) => withoutError(chargeSavedMethod(client, charge)),
    findCharge: (charge, askedAt) => withoutError(findCharge(client, charge, askedAt)),
    removeSavedMethod: ({ methodReference }) => withoutError(removeSavedMethod(client, methodReference)),
    readPayment: ({ gatewayReference }) => withoutError(readStripePayment(client, gatewayReference)),
  }
}

/** Stripe's own error stays here: it quotes what was sent. */
async function withoutError<Value>(
  answer: Promise<Result<Value, GatewayFailure>>,
): Promise<Result<Value, GatewayFailure>> {
  const result = await answer
  return result.ok ? result : fail({ kind: result.failure.kind, detail: result.failure.detail })
}

/** Keys are kept apart by what they are for: Stripe refuses one that comes with another request. */
function nameKey(purpose: 'checkout' | 'charge' | 'refund', idempotencyKey: string): Stripe.RequestOptions {
  return { idempotencyKey: `${purpose}-${idempotencyKey}` }
}

/** What can be mended in a request that was refused: its expiry, its customer, the payer's address. */
const MOST_MENDS = 3

async function createCheckout(
  client: StripeClient,
  request: CheckoutRequest,
  now: Date,
): Promise<Result<Checkout, GatewayFailure>> {
  const described = describeSession(request)
  if (!described.ok) return described
  const session = await createSession(client, described.value, { idempotencyKey: request.idempotencyKey, now })
  if (!session.ok) return session
  const { id, url, expires_at: expiresAt, customer } = session.value
  if (!url) return fail({ kind: 'rejected', detail: `Stripe gave the checkout ${id} no page` })
  return succeed({
    gatewayReference: id,
    redirectUrl: url,
    expiresAt: new Date(expiresAt * 1000),
    ...(typeof customer === 'string' ? { customerReference: customer } : {}),
  })
}

/** A request that is mended has a key of its own, because it is another; each repetition is mended the same way. */
async function createSession(
  client: StripeClient,
  params: Stripe.Checkout.SessionCreateParams,
  given: { idempotencyKey: string; now: Date },
  mends = 0,
): Promise<Result<Stripe.Checkout.Session, StripeFailure>> {
  const { idempotencyKey, now } = given
  const options = nameKey('checkout', mends === 0 ? idempotencyKey : `${idempotencyKey}-${mends}`)
  const session = await client.call((stripe) => stripe.checkout.sessions.create(params, options))
  if (session.ok || session.failure.kind !== 'rejected' || mends === MOST_MENDS) return session
  const mended = session.failure.error && mendSession(params, session.failure.error, now)
  return mended ? createSession(client, mended, given, mends + 1) : session
}

async function expireSession(
  client: StripeClient,
  sessionId: string,
): Promise<Result<'canceled' | 'already_ended', GatewayFailure>> {
  const expired = await client.call((stripe) => stripe.checkout.sessions.expire(sessionId))
  if (expired.ok) return succeed('canceled')
  if (expired.failure.kind !== 'rejected') return expired
  // Refused because it is not open any more: which way it ended is what counts.
  const session = await client.call((stripe) => stripe.checkout.sessions.retrieve(sessionId))
  if (!session.ok) return session
  switch (session.value.status) {
    case 'expired':
      return succeed('canceled')
    case 'complete':
      return succeed('already_ended')
    default:
      return expired
  }
}

async function cancelCharge(
  client: StripeClient,
  intentId: string,
): Promise<Result<'canceled' | 'already_ended', GatewayFailure>> {
  const canceled = await client.call((stripe) => stripe.paymentIntents.cancel(intentId))
  if (canceled.ok) return succeed('canceled')
  if (canceled.failure.kind !== 'rejected') return canceled
  const intent = await client.call((stripe) => stripe.paymentIntents.retrieve(intentId))
  if (!intent.ok) return intent
  switch (intent.value.status) {
    case 'canceled':
      return succeed('canceled')
    case 'succeeded':
    case 'processing':
      return succeed('already_ended')
    default:
      return canceled
  }
}

async function refund(
  client: StripeClient,
  request: RefundRequest,
): Promise<Result<{ gatewayReference: string }, GatewayFailure>> {
  const amount = toStripeAmount(request.amount)
  if (!amount.ok) return amount
  const intent = await findPaymentIntent(client, request)
  if (!intent.ok) return intent
  const params = { payment_intent: intent.value, amount: amount.value, metadata: describeRefundMetadata(request) }
  const refunded = await client.call(
    (stripe) => stripe.refunds.create(params, nameKey('refund', request.idempotencyKey)),
    { movesMoney: true },
  )
  return refunded.ok ? succeed({ gatewayReference: refunded.value.id }) : refunded
}

async function findPaymentIntent(
  client: StripeClient,
  { transactionReference, gatewayReference }: RefundRequest,
): Promise<Result<string, GatewayFailure>> {
  if (transactionReference !== null) return succeed(transactionReference)
  if (gatewayReference.startsWith(PAYMENT_INTENT)) return succeed(gatewayReference)
  const session = await client.call((stripe) => stripe.checkout.sessions.retrieve(gatewayReference))
  if (!session.ok) return session
  const intent = session.value.payment_intent
  if (intent) return succeed(typeof intent === 'string' ? intent : intent.id)
  return fail({ kind: 'rejected', detail: `nothing was paid in the checkout ${gatewayReference}` })
}

async function chargeSavedMethod(
  client: StripeClient,
  charge: SavedMethodCharge,
): Promise<Result<SavedMethodOutcome, GatewayFailure>> {
  const described = describeCharge(charge)
  if (!described.ok) return described
  const intent = await client.call(
    (stripe) => stripe.paymentIntents.create(described.value, nameKey('charge', charge.idempotencyKey)),
    { movesMoney: true },
  )
  if (intent.ok) return succeed(describeOutcome(intent.value))
  const { error } = intent.failure
  // A refusal of the bank is an outcome: 402, with the intent it was tried with.
  if (error?.statusCode !== 402 || !error.payment_intent) return intent
  return succeed({ ...describeOutcome(error.payment_intent), ...readDecline(error) })
}

/** Of clocks that differ. */
const MOST_SKEW_SECONDS = 600

/** More than one customer is ever charged in two days. */
const MOST_CHARGES = 1000

/** A payment has one charge without the payer, as long as Stripe knows its key: the first that brings money counts. */
async function findCharge(
  client: StripeClient,
  { customerReference, paymentId }: SavedMethodCharge,
  askedAt: Date,
): Promise<Result<SavedMethodOutcome | null, GatewayFailure>> {
  const created = { gte: Math.floor(askedAt.getTime() / 1000) - MOST_SKEW_SECONDS }
  const listed = await client.call((stripe) =>
    stripe.paymentIntents
      .list({ customer: customerReference, created, limit: 100 })
      .autoPagingToArray({ limit: MOST_CHARGES }),
  )
  if (!listed.ok) return listed
  const own = listed.value.filter(({ metadata }) => {
    const known = readPaymentMetadata(metadata)
    return known?.origin === 'saved_method' && known.paymentId === paymentId
  })
  const found = own.find(({ status }) => status === 'succeeded' || status === 'processing') ?? own.at(-1)
  if (!found) return succeed(null)
  const error = found.last_payment_error
  return succeed({ ...describeOutcome(found), ...(error ? readDecline(error) : {}) })
}

function describeOutcome({ id, status }: Stripe.PaymentIntent): SavedMethodOutcome {
  const references = { gatewayReference: id, transactionReference: id }
  switch (status) {
    case 'succeeded':
      return { status: 'succeeded', ...references }
    case 'processing':
      return { status: 'processing', ...references }
    case 'requires_action':
      return { status: 'authentication_required', failureCode: 'authentication_required', ...references }
    default:
      return { status: 'declined', ...references }
  }
}

function readDecline({
  code,
  decline_code: declineCode,
}: Pick<Stripe.errors.StripeError, 'code' | 'decline_code'>): Pick<SavedMethodOutcome, 'status' | 'failureCode'> {
  // The SDK writes an empty one where Stripe gave none, as of an expired card.
  const failureCode = declineCode === '' ? code : (declineCode ?? code)
  const wantsPayer = code === 'authentication_required' || declineCode === 'authentication_required'
  return {
    status: wantsPayer ? 'authentication_required' : 'declined',
    ...(failureCode === undefined ? {} : { failureCode }),
  }
}

async function removeSavedMethod(
  client: StripeClient,
  methodReference: string,
): Promise<Result<'removed', GatewayFailure>> {
  const detached = await client.call((stripe) => stripe.paymentMethods.detach(methodReference))
  if (detached.ok) return succeed('removed')
  const { failure } = detached
  if (failure.kind !== 'rejected') return detached
  if (failure.error?.code === 'resource_missing') return succeed('removed')
  // Refused because it belongs to nobody any more?
  const method = await client.call((stripe) => stripe.paymentMethods.retrieve(methodReference))
  if (!method.ok) return method
  return method.value.customer === null ? succeed('removed') : detached
}
