import type { CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

const KEPT_HOURS = 24

/** A request that has no answer after this long is one whose process died. */
const ABANDONED_AFTER_MS = 5 * 60_000

export interface OnceRequest {
  creditorId: CreditorId
  /** The caller's key, and whose it is. */
  key: string
  /** Of everything that makes the request what it is. */
  requestSha256: string
  /** Doing it twice does no more than once, so a request whose process died may be carried out again. */
  isRepeatable: boolean
}

export interface OnceAnswer {
  status: number
  /** Kept for repetitions as it is: the caller seals it. */
  answer: string
}

export type OnceOutcome<Answer> =
  | { kind: 'done'; result: Answer }
  /** It was done before: the answer of then. */
  | { kind: 'repeated'; answer: OnceAnswer }
  /** The same key with another request. */
  | { kind: 'key_reused' }
  | { kind: 'in_progress' }
  /** The first request never got an answer, and what it did cannot be told. */
  | { kind: 'cut_short' }

/**
 * Carries a request out unless its key was seen in the last 24 hours: then the first answer is given again. An answer
 * that `work` says not to keep (null) leaves nothing behind. A request that broke off, with its process or alone, is
 * carried out again only where that can do no harm.
 */
export async function answerOnce<Answer>(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, key, requestSha256, isRepeatable }: OnceRequest,
  work: () => Promise<{ result: Answer; keep: OnceAnswer | null }>,
): Promise<OnceOutcome<Answer>> {
  const scope = { kind: 'creditor', creditorId } as const
  const now = clock.now()
  const state = await unitOfWork.run(scope, ({ idempotency }) =>
    idempotency.begin({
      creditorId,
      key,
      requestSha256,
      now,
      expiredBefore: new Date(now.getTime() - KEPT_HOURS * 3_600_000),
      abandonedBefore: new Date(now.getTime() - ABANDONED_AFTER_MS),
      takesOver: isRepeatable,
    }),
  )
  if (state.kind !== 'begun' && state.requestSha256 !== requestSha256) return { kind: 'key_reused' }
  if (state.kind === 'in_progress' || state.kind === 'cut_short') return { kind: state.kind }
  if (state.kind === 'answered') {
    return { kind: 'repeated', answer: { status: state.status, answer: state.answer } }
  }
  const abandon = () => unitOfWork.run(scope, ({ idempotency }) => idempotency.abandon(creditorId, key))
  let outcome
  try {
    outcome = await work()
  } catch (error) {
    // It may have taken effect before it broke off.
    if (isRepeatable) await abandon()
    throw error
  }
  const { keep, result } = outcome
  if (keep === null) await abandon()
  else await unitOfWork.run(scope, ({ idempotency }) => idempotency.finish(creditorId, key, keep.status, keep.answer))
  return { kind: 'done', result }
}
