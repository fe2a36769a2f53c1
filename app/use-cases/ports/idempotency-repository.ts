import type { CreditorId } from '~/domain/ids'

export type IdempotencyState =
  /** Nobody asked this before: do it, then `finish` or `abandon`. */
  | { kind: 'begun' }
  /** The first request is still being answered. */
  | { kind: 'in_progress'; requestSha256: string }
  | { kind: 'answered'; requestSha256: string; status: number; answer: string }

/** Answers to requests that must not be carried out twice, by a key the caller chose. */
export interface IdempotencyRepository {
  /**
   * Begins unless the key is taken. Answers from before `expiredBefore` and requests without an answer from before
   * `abandonedBefore` (their process died) are forgotten first.
   */
  begin(request: {
    creditorId: CreditorId
    key: string
    requestSha256: string
    now: Date
    expiredBefore: Date
    abandonedBefore: Date
  }): Promise<IdempotencyState>
  /** `answer` is kept as given: the caller seals what is secret in it. */
  finish(creditorId: CreditorId, key: string, status: number, answer: string): Promise<void>
  /** Nothing was done: the same request may come again. */
  abandon(creditorId: CreditorId, key: string): Promise<void>
}
