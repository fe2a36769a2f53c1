/** What can go wrong between a client and Stripe, told for single requests or left to chance. */
import { createChance } from '../../faults/chance'

/**
 * `..._before`: nothing was done. `..._after`: all was done, and the answer is lost. `timeout_...` answers nothing until
 * the client gives up; `reset_...` breaks the connection, after which the SDK tries once more unasked. `server_error_kept` does the work and answers 500, now and to
 * every repetition with the same key, as Stripe documents it. `conflict` is a 409, `rate_limited` a 429.
 * `card_declined` lets the charge of this request be refused. `slow` waits, then does as asked.
 */
export type FaultKind =
  | 'timeout_before'
  | 'timeout_after'
  | 'reset_before'
  | 'reset_after'
  | 'server_error_before'
  | 'server_error_after'
  | 'server_error_kept'
  | 'conflict'
  | 'rate_limited'
  | 'card_declined'
  | 'slow'

export interface Fault {
  kind: FaultKind
  /** Of `rate_limited`, in the header Retry-After. */
  retryAfterSeconds: number
  /** Of `slow`. */
  delayMs: number
}

interface FaultOptions {
  /** Which requests, as `POST /v1/refunds`; every request of the API if left out. */
  on?: string | RegExp
  /** How many of them; 1 if left out. */
  times?: number
  retryAfterSeconds?: number
  delayMs?: number
}

export interface StripeFaults {
  /** The next requests that match go wrong so. Several plans are used up in the order they were given. */
  next(kind: FaultKind, options?: FaultOptions): void
  /** From now on a share of all requests goes wrong; the same seed chooses the same ones. */
  randomly(options: {
    seed: number
    /** In [0, 1]. */
    share: number
    kinds: readonly FaultKind[]
    on?: string | RegExp
    retryAfterSeconds?: number
    delayMs?: number
  }): void
  /** Nothing goes wrong any more. */
  clear(): void
}

export interface FaultPlan extends StripeFaults {
  /** The fault of this request, if it has one. Uses it up. */
  draw(request: { method: string; path: string }): Fault | null
}

export function createFaultPlan(): FaultPlan {
  let planned: { fault: Fault; on: string | RegExp | undefined; left: number }[] = []
  let chance: (request: string) => Fault | null = () => null
  return {
    next(kind, options = {}) {
      planned.push({ fault: describe(kind, options), on: options.on, left: options.times ?? 1 })
    },
    randomly({ seed, share, kinds, on, ...options }) {
      const source = createChance(seed)
      chance = (request) =>
        matches(request, on) && source.happens(share) ? describe(source.pick(kinds), options) : null
    },
    clear() {
      planned = []
      chance = () => null
    },
    draw({ method, path }) {
      const request = `${method} ${path}`
      const plan = planned.find(({ on }) => matches(request, on))
      if (!plan) return chance(request)
      plan.left -= 1
      if (plan.left <= 0) planned = planned.filter((other) => other !== plan)
      return plan.fault
    },
  }
}

function matches(request: string, on: string | RegExp | undefined): boolean {
  if (on === undefined) return true
  return typeof on === 'string' ? request === on : on.test(request)
}

function describe(kind: FaultKind, options: { retryAfterSeconds?: number; delayMs?: number }): Fault {
  return { kind, retryAfterSeconds: options.retryAfterSeconds ?? 1, delayMs: options.delayMs ?? 200 }
}
