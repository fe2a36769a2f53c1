/** A limit on how often something may be tried, counted across all processes. */
export interface RateLimiter {
  /** Counts one attempt by `subject` (an address, an e-mail, a key's id). It is refused, and still counted, once the window is full. */
  attempt(subject: string): Promise<RateLimitAnswer>
  /** Tells whether an attempt would be refused, without counting one. */
  check(subject: string): Promise<RateLimitAnswer>
  /** Forgets what `subject` tried, as after a success. */
  reset(subject: string): Promise<void>
}

export type RateLimitAnswer =
  { allowed: true; remainingAttempts: number } | { allowed: false; retryAfterSeconds: number }
