/**
 * The hash chain over a creditor's outcome events.
 *
 * `hash = SHA-256(canonical JSON of the body with previousHash added)`, canonical as RFC 8785 (JCS) has it, so that
 * anyone can compute it again in any language from the JSON they were given. The first event's `previousHash` is 64
 * zeros. Apart from outcome-event because this runs on the server alone.
 */
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { OutcomeEventBody } from './outcome-event'

/** What stands before the first event. */
export const GENESIS_HASH = '0'.repeat(64)

/** The end of a log: how many events there are, and the last one's hash. */
export interface ChainHead {
  sequence: number
  hash: string
}

/** The parts of an event that the chain is made of. */
export interface ChainLink {
  body: OutcomeEventBody
  previousHash: string
  hash: string
}

/**
 * What is wrong with a chain, and where: an event is missing, repeated or out of order (`sequence`), does not follow
 * from the one before it (`previous_hash`), is not what was hashed (`hash`), or the log ends elsewhere (`head`).
 */
export interface ChainBreak {
  sequence: number
  reason: 'sequence' | 'previous_hash' | 'hash' | 'head'
}

export type ChainVerification = { whole: true; head: ChainHead } | { whole: false; break: ChainBreak }

/** RFC 8785 JSON. Throws a TypeError for what JSON cannot say (NaN, a function, undefined itself). */
export function toCanonicalJson(value: unknown): string {
  const text = canonicalize(value)
  if (text === undefined) throw new TypeError('not a JSON value')
  return text
}

/** Lower-case hex SHA-256 that seals `body` after the event whose hash is `previousHash`. */
export function computeEventHash(previousHash: string, body: OutcomeEventBody): string {
  return createHash('sha256')
    .update(toCanonicalJson({ ...body, previousHash }))
    .digest('hex')
}

/**
 * Follows `events` from the link after `start` (the genesis when absent) and, when `end` is given, demands that they
 * stop exactly there: without it a cut-off end cannot be noticed.
 */
export function verifyChain(
  events: Iterable<ChainLink>,
  start: ChainHead = { sequence: 0, hash: GENESIS_HASH },
  end?: ChainHead,
): ChainVerification {
  let head = start
  for (const event of events) {
    const reason = findFault(head, event)
    if (reason) return { whole: false, break: { sequence: head.sequence + 1, reason } }
    head = { sequence: event.body.sequence, hash: event.hash }
  }
  if (end && (end.sequence !== head.sequence || end.hash !== head.hash)) {
    return { whole: false, break: { sequence: head.sequence + 1, reason: 'head' } }
  }
  return { whole: true, head }
}

function findFault(head: ChainHead, event: ChainLink): ChainBreak['reason'] | null {
  if (event.body.sequence !== head.sequence + 1) return 'sequence'
  if (event.previousHash !== head.hash) return 'previous_hash'
  return computeEventHash(head.hash, event.body) === event.hash ? null : 'hash'
}
