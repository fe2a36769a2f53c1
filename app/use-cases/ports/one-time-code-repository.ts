import type { OneTimeCode, OneTimeCodePurpose } from '~/domain/one-time-code'
import type { CreditorId, DebtorId } from '~/domain/ids'

export interface OneTimeCodeRepository {
  insert(code: OneTimeCode, codeSha256: Uint8Array): Promise<void>
  findById(creditorId: CreditorId, id: string): Promise<OneTimeCode | null>
  /** Gives a code that has not been sent yet its secret. */
  replaceSecret(creditorId: CreditorId, id: string, codeSha256: Uint8Array): Promise<void>
  /** The newest of that session and purpose, with its row's lock. */
  lockNewest(
    creditorId: CreditorId,
    sessionId: string,
    purpose: OneTimeCodePurpose,
  ): Promise<{ code: OneTimeCode; codeSha256: Uint8Array } | null>
  /** Takes the lock on the debtor's codes, so that nobody adds one between counting and adding. */
  countSince(creditorId: CreditorId, debtorId: DebtorId, since: Date): Promise<number>
  markUsed(creditorId: CreditorId, id: string, at: Date): Promise<void>
  countAttempt(creditorId: CreditorId, id: string): Promise<void>
}
