/** What a call that failed tells: whether anything was done, and whether doing it again can help. */
import type { HttpClientException } from '@adyen/api-library'
import { z } from 'zod'
import type { GatewayFailure } from '~/use-cases/ports/payment-gateway'
import type { AdyenUnanswered } from './adyen-http-client.server'

/** A request with the same idempotency key is being served, or its result has been used. */
const IN_PROGRESS = '704'

/** `movesMoney`: that it was carried out is all it takes. */
export function describeAdyenRefusal(
  { statusCode, errorCode, responseBody }: HttpClientException,
  movesMoney: boolean,
): GatewayFailure {
  return { kind: classify(statusCode, errorCode, movesMoney), detail: describe(statusCode, errorCode, responseBody) }
}

export function describeAdyenSilence({ message, mayHaveArrived }: AdyenUnanswered): GatewayFailure {
  return mayHaveArrived
    ? { kind: 'uncertain', detail: `Adyen has not answered: ${message}` }
    : { kind: 'unavailable', detail: `Adyen is not reached: ${message}` }
}

/** True when nobody can pay until somebody sees to the account or its key. */
export function isAboutAccess({ statusCode }: HttpClientException): boolean {
  return statusCode === 401 || statusCode === 403
}

function classify(status: number, errorCode: string | undefined, movesMoney: boolean): GatewayFailure['kind'] {
  // Not about the request: it ends when somebody mends a key, or in a while.
  if (status === 401 || status === 403 || status === 429) return 'unavailable'
  if (status === 408 || status === 409 || errorCode === IN_PROGRESS) return 'uncertain'
  // "Not now", which is believed unless believing it could cost somebody a second payment.
  if (status === 503 && !movesMoney) return 'unavailable'
  return status >= 400 && status < 500 ? 'rejected' : 'uncertain'
}

const answerSchema = z.object({ pspReference: z.string().max(64).optional() })

/** Without Adyen's message, which may quote what was sent; its reference leads to it. */
function describe(status: number, errorCode: string | undefined, body: string | undefined): string {
  const reference = readReference(body)
  return ['Adyen', status, errorCode, reference && `request ${reference}`].filter(Boolean).join(' ')
}

function readReference(body: string | undefined): string | undefined {
  try {
    return answerSchema.safeParse(JSON.parse(body ?? '')).data?.pspReference
  } catch {
    return undefined
  }
}
