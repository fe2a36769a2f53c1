/** What a call that failed tells: whether anything was done, and whether doing it again can help. */
import Stripe from 'stripe'
import type { GatewayFailure } from '~/use-cases/ports/payment-gateway'

/** Codes of a request that found nobody to take it: no name, no route, no listener, no trust in who answered. */
const NOBODY_REACHED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL'],
  ...['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'SELF_SIGNED_CERT_IN_CHAIN'],
  ...['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_TLS_CERT_ALTNAME_INVALID'],
])

/** True when the error of an HTTP client says that no byte of the request reached anybody. */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  if ('syscall' in error && (error.syscall === 'connect' || error.syscall === 'getaddrinfo')) return true
  return 'code' in error && typeof error.code === 'string' && NOBODY_REACHED.has(error.code)
}

/**
 * Whether an answer leaves open if the request was carried out. A refusal does not, but for a conflict: another attempt
 * with the same key is under way. 503 says "not now", which is believed unless the call itself moves money.
 */
export function isAnswerUncertain(status: number, movesMoney: boolean): boolean {
  if (status === 409) return true
  if (status === 503) return movesMoney
  return status < 400 || status >= 500
}

/**
 * @param areAttemptsUncertain One of the call's attempts may have been carried out.
 * @returns A detail without the message, which may quote what was sent; Stripe's request id leads to it.
 */
export function describeStripeFailure(error: Stripe.errors.StripeError, areAttemptsUncertain: boolean): GatewayFailure {
  return { kind: classify(error, areAttemptsUncertain), detail: describe(error) }
}

function classify(error: Stripe.errors.StripeError, areAttemptsUncertain: boolean): GatewayFailure['kind'] {
  // The key was used for a request that differs: that one may have been carried out.
  if (error instanceof Stripe.errors.StripeIdempotencyError) return 'uncertain'
  const status = error.statusCode
  const isFinal = status !== undefined && status >= 400 && status < 500 && !isPassing(error)
  if (isFinal) return 'rejected'
  return areAttemptsUncertain ? 'uncertain' : 'unavailable'
}

/** Refusals that are not about the request: they end when somebody mends a key, or in a while. */
function isPassing(error: Stripe.errors.StripeError): boolean {
  return (
    error.statusCode === 409 ||
    error instanceof Stripe.errors.StripeAuthenticationError ||
    error instanceof Stripe.errors.StripePermissionError ||
    error instanceof Stripe.errors.StripeRateLimitError
  )
}

/** True when nobody can pay until somebody sees to the account or its key. */
export function isAboutAccess(error: Stripe.errors.StripeError): boolean {
  return (
    error instanceof Stripe.errors.StripeAuthenticationError || error instanceof Stripe.errors.StripePermissionError
  )
}

function describe(error: Stripe.errors.StripeError): string {
  const { statusCode, code, decline_code: declineCode, param, requestId } = error
  const parts = [
    'Stripe',
    statusCode === undefined ? describeConnection(error) : String(statusCode),
    code,
    declineCode,
    param && `(${param})`,
    requestId && `request ${requestId}`,
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' ')
}

function describeConnection({ detail }: Stripe.errors.StripeError): string {
  if (detail instanceof Error && 'code' in detail && typeof detail.code === 'string')
    return `not reached: ${detail.code}`
  return 'answered nothing that can be read'
}
