/** Idempotency keys. https://docs.stripe.com/api/idempotent_requests */
import { StripeFailure } from './failures'

const LONGEST_KEY = 255

/** Keys are removed once they are at least this old. */
const KEPT_MS = 24 * 60 * 60_000

export interface Answer {
  status: number
  body: string
  requestId: string
}

export interface IdempotencyKeys {
  /**
   * The answer this key was given before, or null if the request is new and now on its way.
   * @throws StripeFailure (400) if the key was used with something else, (409) if that is still on its way.
   */
  begin(key: string, request: { path: string; parameters: string }): Answer | null
  /** Keeps what the request was answered, or forgets the key if it never began to be executed. */
  end(key: string, answer: Answer | null): void
}

export function createIdempotencyKeys(now: () => Date): IdempotencyKeys {
  const known = new Map<string, { path: string; parameters: string; answer: Answer | null; begunAt: Date }>()
  return {
    begin(key, request) {
      if (key.length > LONGEST_KEY) throw reject(400, `Idempotency keys can have up to ${LONGEST_KEY} characters.`)
      const before = known.get(key)
      if (!before || now().getTime() - before.begunAt.getTime() > KEPT_MS) {
        known.set(key, { ...request, answer: null, begunAt: now() })
        return null
      }
      if (before.path !== request.path) {
        throw reject(
          400,
          `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${request.path}' vs '${before.path}'). Try using a key other than '${key}' if you meant to execute a different request.`,
        )
      }
      if (before.parameters !== request.parameters) {
        throw reject(
          400,
          `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
        )
      }
      if (!before.answer) {
        throw reject(
          409,
          `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
          'idempotency_key_in_use',
        )
      }
      return before.answer
    },
    end(key, answer) {
      const entry = known.get(key)
      if (!entry) return
      if (answer) entry.answer = answer
      else known.delete(key)
    },
  }
}

function reject(status: number, message: string, code?: string): StripeFailure {
  return new StripeFailure(status, { type: 'idempotency_error', message, ...(code ? { code } : {}) })
}
