/**
 * A visitor whose session was confirmed a moment ago and is to be confirmed again. A page that only reads is read in the
 * meantime, and the question travels with its first query, in one message to the database; nothing of the page is kept or
 * sent before the answer is known.
 */
import { AsyncLocalStorage } from 'node:async_hooks'

export interface SessionClaim {
  readonly tokenSha256: Uint8Array
  /** Of the account, as it was remembered. */
  readonly version: number
  readonly now: Date
}

/** What became of a claim; `unknown` while nothing was asked, or where asking failed. */
export type ClaimOutcome = 'unknown' | 'confirmed' | 'refused'

interface PendingClaim extends SessionClaim {
  isAsked: boolean
  outcome: ClaimOutcome
}

const claims = new AsyncLocalStorage<PendingClaim>()

/** Runs `work`, whose first reading asks about the claim as well, and tells what the answer was. */
export async function runWithClaim<Value>(
  claim: SessionClaim,
  work: () => Promise<Value>,
): Promise<{ value: Value; outcome: ClaimOutcome }> {
  const pending: PendingClaim = { ...claim, isAsked: false, outcome: 'unknown' }
  const value = await claims.run(pending, work)
  return { value, outcome: pending.outcome }
}

/** The claim that a reading which begins now is to ask about, at most once; null where there is none. */
export function takeClaim(): (SessionClaim & { settle: (version: number | null) => void }) | null {
  const pending = claims.getStore()
  if (!pending || pending.isAsked) return null
  pending.isAsked = true
  return {
    ...pending,
    settle(version) {
      pending.outcome = version === pending.version ? 'confirmed' : 'refused'
    },
  }
}
