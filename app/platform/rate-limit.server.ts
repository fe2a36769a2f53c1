/**
 * Limits on how often something may be tried, counted in PostgreSQL so that every process counts together.
 *
 * What is counted by (an address, an e-mail, a key) is hashed before it is stored: the table tells nobody who tried.
 */
import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible'
import type { RateLimitAnswer, RateLimiter } from '~/use-cases/ports/rate-limiter'

export interface RateLimit {
  /** Names the limit in the table: 'console-sign-in-address'. */
  name: string
  /** How many attempts fit in the window. */
  attempts: number
  windowSeconds: number
}

/** Creates a limiter on the table `rate_limit`. A database that cannot be reached throws; it never lets through. */
export function createRateLimiter(pool: Pool, limit: RateLimit): RateLimiter {
  const limiter = new RateLimiterPostgres({
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    keyPrefix: limit.name,
    points: limit.attempts,
    duration: limit.windowSeconds,
  })
  return {
    async attempt(subject) {
      try {
        return toAnswer(await limiter.consume(hashSubject(subject)))
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return toRefusal(refusal)
        throw refusal
      }
    },
    async check(subject) {
      const state = await limiter.get(hashSubject(subject))
      if (state === null) return { allowed: true, remainingAttempts: limit.attempts }
      return state.consumedPoints >= limit.attempts ? toRefusal(state) : toAnswer(state)
    },
    async reset(subject) {
      await limiter.delete(hashSubject(subject))
    },
  }
}

function toAnswer(state: RateLimiterRes): RateLimitAnswer {
  return { allowed: true, remainingAttempts: state.remainingPoints }
}

function toRefusal(state: RateLimiterRes): RateLimitAnswer {
  return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil(state.msBeforeNext / 1000)) }
}

function hashSubject(subject: string): string {
  return createHash('sha256').update(subject).digest('base64url')
}
