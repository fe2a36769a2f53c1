/** Stripe's webhooks: verified over the raw body, then read. https://docs.stripe.com/webhooks/signature */
import Stripe from 'stripe'
import { z } from 'zod'
import { fail, succeed, type Result } from '~/domain/result'
import type { GatewayEvent, SignatureFailure } from '~/use-cases/ports/payment-gateway'
import { eventSchema, readStripeEvent } from './stripe-event'
import { UnreadableAmount, UnreadableAmountOfSomebody } from './stripe-money'

const HEADER = 'stripe-signature'

/** A signature older than this is refused, so that an overheard request cannot be sent again later. */
const TOLERANCE_SECONDS = 300

export interface StripeWebhookTrust {
  /** Several while one is replaced by another. */
  secrets: readonly string[]
  /** Events of the other mode are refused: one of test data must not settle real invoices. */
  isLive: boolean
}

export function readStripeWebhook(
  rawBody: string,
  headers: Headers,
  { secrets, isLive, now }: StripeWebhookTrust & { now: Date },
): Result<GatewayEvent[], SignatureFailure> {
  const header = headers.get(HEADER)
  if (header === null) return fail({ kind: 'malformed', detail: `no ${HEADER} header` })
  const isSigned = (toleranceSeconds: number) =>
    secrets.some((secret) => verifies(rawBody, header, secret, { toleranceSeconds, now }))
  if (!isSigned(TOLERANCE_SECONDS)) {
    // To the library, no tolerance is any.
    if (isSigned(0)) return fail({ kind: 'stale', detail: 'the signature is too old' })
    return fail({ kind: 'bad_signature', detail: 'the signature is of none of our secrets' })
  }
  try {
    const event = eventSchema.parse(JSON.parse(rawBody))
    if (event.livemode !== isLive) {
      return fail({
        kind: 'malformed',
        detail: `an event in ${event.livemode ? 'live' : 'test'} mode beside other keys`,
      })
    }
    return succeed(readStripeEvent(event))
  } catch (error) {
    if (error instanceof z.ZodError) return fail({ kind: 'malformed', detail: z.prettifyError(error) })
    if (error instanceof SyntaxError || error instanceof UnreadableAmount) {
      return fail({ kind: 'malformed', detail: error.message })
    }
    if (error instanceof UnreadableAmountOfSomebody) {
      const { message: detail, transactionReference } = error
      return fail({ kind: 'unreadable_amount', detail, transactionReference })
    }
    throw error
  }
}

function verifies(
  rawBody: string,
  header: string,
  secret: string,
  { toleranceSeconds, now }: { toleranceSeconds: number; now: Date },
): boolean {
  try {
    return (
      Stripe.webhooks.signature?.verifyHeader(rawBody, header, secret, toleranceSeconds, undefined, now.getTime()) ===
      true
    )
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false
    throw error
  }
}
