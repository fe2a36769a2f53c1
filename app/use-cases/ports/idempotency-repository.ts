import type { CreditorId } from '~/domain/ids'

export type IdempotencyState =
  /** Nobody asked this before: do it, then `finish` or `abandon`. */
  | { kind: 'begun' }
  /** The first request is still being answered. */
  | { kind: 'in_progress'; requestSha256: string }
  /** The first request never got an answer: its process died, before or after it took effect. */
  | { kind: 'cut_short'; requestSha256: string }
  | { kind: 'answered'; requestSha256: string; status: number; answer: string }

/** Answers to requests that must not be carried out twice, by a key the caller chose. */
export interface IdempotencyRepository {
  /**
   * Begins unless the key is taken. Requests from before `expiredBefore` are forgotten first. One without an answer
   * from before `abandonedBefore` (its process died) is taken over where `takesOver`, by one caller alone.
   */
  begin(request: {
    creditorId: CreditorId
    key: string
    requestSha256: string
    now: Date
    expiredBefore: Date
    abandonedBefore: Date
    takesOver: boolean
  }): Promise<IdempotencyState>
  /** `answer` is kept as given: the caller seals what is secret in it. */
  finish(creditorId: CreditorId, key: string, status: number, answer: string): Promise<void>
  /** Nothing was done: the same request may come again. */
  abandon(creditorId: CreditorId, key: string): Promise<void>
}
