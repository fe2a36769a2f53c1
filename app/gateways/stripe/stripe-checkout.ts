/** What Stripe is asked for: a Checkout Session on its own page. https://docs.stripe.com/api/checkout/sessions/create */
import type Stripe from 'stripe'
import { fail, succeed, type Result } from '~/domain/result'
import type { CheckoutRequest, GatewayFailure, SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import { toProviderAmount } from '../minor-units'
import { shorten } from '../shorten'
import { toStripeLocale } from './stripe-locale'
import { describePaymentMetadata } from './stripe-metadata'
import { toStripeMethodTypes } from './stripe-methods'

type SessionParams = Stripe.Checkout.SessionCreateParams
type LineItem = Stripe.Checkout.SessionCreateParams.LineItem

/** The most a session takes, and the longest names Stripe shows. */
const MOST_LINES = 100
const LONGEST_NAME = 250
const LONGEST_DESCRIPTION = 1000

/** The shortest life Stripe gives a session; the longest is a day, which it also has where none is asked for. */
const SHORTEST_LIFE_SECONDS = 30 * 60
const HALF_A_DAY_SECONDS = 12 * 60 * 60

/** Fails where Stripe cannot take the amount exactly, or none of the methods. */
export function describeSession(request: CheckoutRequest): Result<SessionParams, GatewayFailure> {
  const amount = toStripeAmount(request.amount)
  if (!amount.ok) return amount
  const methods = toStripeMethodTypes(request.methods)
  if (methods?.length === 0) return fail({ kind: 'rejected', detail: 'Stripe has none of the methods asked for' })
  const keepsMethod = request.customer?.keepMethod === true && canBeKept(methods)
  const metadata = describePaymentMetadata(request, { origin: 'checkout', keepsMethod })
  return succeed({
    mode: 'payment',
    ui_mode: 'hosted_page',
    submit_type: 'pay',
    locale: toStripeLocale(request.locale),
    client_reference_id: request.paymentId,
    metadata,
    line_items: describeLines(request, amount.value),
    // What is charged is what was reviewed: no other currency is offered on Stripe's page.
    adaptive_pricing: { enabled: false },
    payment_intent_data: {
      description: request.description,
      metadata,
      ...(keepsMethod ? { setup_future_usage: 'off_session' as const } : {}),
    },
    ...describeCustomer(request, keepsMethod),
    ...(methods ? { allowed_payment_method_types: methods } : {}),
    expires_at: Math.floor(request.expiresAt.getTime() / 1000),
    success_url: request.returnUrl,
    cancel_url: request.returnUrl,
  })
}

/** The request as Stripe may take it after it refused this one; null where it cannot be mended. */
export function mendSession(
  params: SessionParams,
  refusal: { code?: string; param?: string },
  now: Date,
): SessionParams | null {
  const { expires_at, customer, customer_email, ...rest } = params
  switch (refusal.param) {
    case 'expires_at':
      if (expires_at === undefined) return null
      if (expires_at - now.getTime() / 1000 > HALF_A_DAY_SECONDS) return withoutExpiry(params)
      // Too soon by now. The checkout outlives the payment, which ends in its own time and takes the checkout with it.
      return { ...params, expires_at: expires_at + SHORTEST_LIFE_SECONDS }
    case 'customer':
      if (customer === undefined || refusal.code !== 'resource_missing') return null
      return { ...rest, ...(expires_at === undefined ? {} : { expires_at }), customer_creation: 'always' }
    case 'customer_email':
      if (customer_email === undefined) return null
      return { ...rest, ...(expires_at === undefined ? {} : { expires_at }) }
    default:
      return null
  }
}

function withoutExpiry({ expires_at: _tooLate, ...params }: SessionParams): SessionParams {
  return params
}

export function describeCharge(charge: SavedMethodCharge): Result<Stripe.PaymentIntentCreateParams, GatewayFailure> {
  const amount = toStripeAmount(charge.amount)
  if (!amount.ok) return amount
  return succeed({
    amount: amount.value,
    currency: toStripeCurrency(charge.amount.currency),
    customer: charge.customerReference,
    payment_method: charge.methodReference,
    off_session: true,
    confirm: true,
    // Nobody is there to be sent anywhere.
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    description: charge.description,
    metadata: describePaymentMetadata(charge, { origin: 'saved_method', keepsMethod: false }),
  })
}

export function toStripeAmount(amount: CheckoutRequest['amount']): Result<number, GatewayFailure> {
  const converted = toProviderAmount('stripe', amount)
  if (converted.ok) return converted
  return fail({
    kind: 'rejected',
    detail: `Stripe cannot take this amount of ${amount.currency}: ${converted.failure.kind}`,
  })
}

function toStripeCurrency(currency: string): string {
  return currency.toLowerCase()
}

/** Przelewy24 pays once: a page that is to keep the method does not offer it, and one with nothing else is refused. */
function canBeKept(methods: readonly string[] | null): boolean {
  return !methods || methods.some((type) => type !== 'p24')
}

/**
 * One line an invoice, which only works where they are paid in their own currency and there are not too many; else one
 * that names them all. Either way the lines sum to the amount.
 */
function describeLines(request: CheckoutRequest, amount: number): LineItem[] {
  const currency = toStripeCurrency(request.amount.currency)
  const describe = (name: string, unitAmount: number, description?: string): LineItem => ({
    quantity: 1,
    price_data: {
      currency,
      unit_amount: unitAmount,
      product_data: { name: shorten(name, LONGEST_NAME), ...(description ? { description } : {}) },
    },
  })
  const lines = request.invoices.flatMap(({ number, amount: part }) => {
    const converted = toProviderAmount('stripe', part)
    const fits = part.currency === request.amount.currency && number !== '' && part.amountMinor > 0 && converted.ok
    return fits ? [{ number, unitAmount: converted.value }] : []
  })
  const sum = lines.reduce((total, { unitAmount }) => total + unitAmount, 0)
  if (lines.length === request.invoices.length && lines.length <= MOST_LINES && sum === amount) {
    return lines.map(({ number, unitAmount }) => describe(number, unitAmount))
  }
  const numbers = request.invoices.map(({ number }) => number).join(', ')
  return [describe(request.description, amount, shorten(numbers, LONGEST_DESCRIPTION))]
}

/** A customer is made where a method is to be kept, and used where there is one; a receipt goes to whoever pays. */
function describeCustomer({ customer, payerEmail }: CheckoutRequest, keepsMethod: boolean): SessionParams {
  if (customer?.customerReference) return { customer: customer.customerReference }
  return {
    customer_creation: keepsMethod ? 'always' : 'if_required',
    ...(payerEmail === undefined ? {} : { customer_email: payerEmail }),
  }
}
