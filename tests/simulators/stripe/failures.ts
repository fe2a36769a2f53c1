/** Answers of Stripe that are not a success. */
import type { Charge, PaymentIntent, PaymentMethod } from './contract'

type FailureType = 'api_error' | 'card_error' | 'idempotency_error' | 'invalid_request_error'

/** The member `error` of the answer. */
export interface FailureBody {
  type: FailureType
  message: string
  code?: string
  param?: string
  decline_code?: string
  charge?: Charge['id']
  payment_intent?: PaymentIntent
  payment_method?: PaymentMethod
}

/** Thrown wherever a request is refused, and answered as Stripe does. */
export class StripeFailure extends Error {
  constructor(
    readonly status: number,
    readonly body: FailureBody,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(body.message)
  }
}

/** A 400 for a request that cannot be answered as it is. */
export function refuse(message: string, details: { param?: string; code?: string } = {}): StripeFailure {
  return new StripeFailure(400, { type: 'invalid_request_error', message, ...details })
}

/** @param param `id` where the address itself names what is missing: then it is a 404. */
export function reportMissing(kind: string, id: string, param = 'id'): StripeFailure {
  const body = { message: `No such ${kind}: '${id}'`, code: 'resource_missing', param }
  return new StripeFailure(param === 'id' ? 404 : 400, { type: 'invalid_request_error', ...body })
}

/** For what Stripe can do and the double cannot: a test must not pass because of it. */
export function refuseUnsimulated(what: string): StripeFailure {
  return refuse(`This double of Stripe does not simulate ${what}.`, { code: 'not_simulated' })
}
