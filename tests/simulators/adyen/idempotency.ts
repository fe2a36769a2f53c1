/**
 * Adyen's idempotency keys: at most 64 characters, kept for the company account, for POST alone. A request that was
 * answered is answered the same again; one that is still in progress is refused as such.
 * Source: docs.adyen.com/development-resources/api-idempotency.
 */
import { refuseAsInProgress, refuseStructure, type Answer } from './answer'

const LONGEST = 64

interface Entry {
  answer: Answer | null
  /** Of the request that came first. */
  fingerprint: string
}

export class IdempotencyKeys {
  private readonly entries = new Map<string, Entry>()

  /**
   * The answer that was given before, or null when the work is to be done; `finish` or `forget` then has to follow.
   * @throws Refusal for a key that is too long, or in progress.
   */
  begin(key: string, fingerprint: string): { answer: Answer; isSameRequest: boolean } | null {
    if (key.length > LONGEST) throw refuseStructure(`Idempotency key is longer than ${LONGEST} characters`)
    const entry = this.entries.get(key)
    if (!entry) {
      this.entries.set(key, { answer: null, fingerprint })
      return null
    }
    if (!entry.answer) throw refuseAsInProgress(422)
    return { answer: entry.answer, isSameRequest: entry.fingerprint === fingerprint }
  }

  finish(key: string, answer: Answer): void {
    const entry = this.entries.get(key)
    if (entry) entry.answer = answer
  }

  forget(key: string): void {
    this.entries.delete(key)
  }
}
