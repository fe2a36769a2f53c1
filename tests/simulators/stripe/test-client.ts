/** The real SDK, talking to the double. */
import Stripe from 'stripe'
import type { StripeSimulator } from './stripe-simulator'

/** Without retries of its own, so that a test sees each answer. */
export function connect(simulator: StripeSimulator, options: Stripe.StripeConfig = {}): Stripe {
  return new Stripe(simulator.secretKey, {
    ...simulator.clientOptions,
    maxNetworkRetries: 0,
    telemetry: false,
    ...options,
  })
}

/** A session for one invoice of 119.00 EUR. */
export function describeSession(
  overrides: Stripe.Checkout.SessionCreateParams = {},
): Stripe.Checkout.SessionCreateParams {
  return {
    mode: 'payment',
    line_items: [describeLine(11_900, 'eur')],
    success_url: 'https://portal.example/paid?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'https://portal.example/statement',
    metadata: { payment: 'pay_1' },
    payment_intent_data: { metadata: { payment: 'pay_1' } },
    ...overrides,
  }
}

export function describeLine(amount: number, currency: string): Stripe.Checkout.SessionCreateParams.LineItem {
  return { quantity: 1, price_data: { currency, unit_amount: amount, product_data: { name: 'Invoice 2026-0042' } } }
}

/** What the SDK threw for a request that was refused. */
export async function catchRefusal(request: Promise<unknown>): Promise<Stripe.errors.StripeError> {
  try {
    await request
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error
    throw error
  }
  throw new Error('The request was not refused.')
}
