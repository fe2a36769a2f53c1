/**
 * The merchant references that Adyen echoes in what it signs: they find our payment, and say how it was asked for. An
 * account may serve other shops; a reference of another form is not ours. Adyen keeps 80 characters.
 */
import { createHash } from 'node:crypto'
import { z } from 'zod'

/** `page`: paid by the payer on a page; `charge`: taken from a kept method; `refund`: our own request. */
export type AdyenReference =
  | { readonly purpose: 'page' | 'charge'; readonly paymentId: string }
  | { readonly purpose: 'refund'; readonly paymentId: string; readonly reversalId: string }

const CHARGE = 'charge'
const SEPARATOR = ':'
const LONGEST_KEY = 64

const uuid = z.uuid()

export function writeAdyenReference(reference: AdyenReference): string {
  const { paymentId } = reference
  switch (reference.purpose) {
    case 'page':
      return paymentId
    case 'charge':
      return [paymentId, CHARGE].join(SEPARATOR)
    case 'refund':
      return [paymentId, reference.reversalId].join(SEPARATOR)
  }
}

/** Null when it is not one of ours. */
export function readAdyenReference(text: string): AdyenReference | null {
  const [paymentId = '', rest, ...more] = text.split(SEPARATOR)
  if (more.length > 0 || !uuid.safeParse(paymentId).success) return null
  if (rest === undefined) return { purpose: 'page', paymentId }
  if (rest === CHARGE) return { purpose: 'charge', paymentId }
  return uuid.safeParse(rest).success ? { purpose: 'refund', paymentId, reversalId: rest } : null
}

/**
 * An idempotency key of Adyen, kept apart by what it is for: one key never stands for two kinds of requests. Keys that
 * would be longer than Adyen's 64 characters are hashed.
 */
export function writeAdyenKey(purpose: 'checkout' | 'charge' | 'capture' | 'refund', idempotencyKey: string): string {
  const key = `${purpose}-${idempotencyKey}`
  return key.length <= LONGEST_KEY ? key : createHash('sha256').update(key).digest('hex')
}
