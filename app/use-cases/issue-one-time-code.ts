import { maskEmail } from '~/domain/access-link'
import {
  CODE_LIFETIME_MS,
  CODE_WINDOW_MS,
  MOST_CODES,
  type OneTimeCode,
  type OneTimeCodePurpose,
} from '~/domain/one-time-code'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'
import { chooseContactAddress } from './show-access-link'

export interface OneTimeCodeRequest {
  creditorId: CreditorId
  debtorId: DebtorId
  /** The code counts in this session alone. */
  sessionId: string
  /** Whom the session's link names; the code goes there only while that is a contact on file. */
  recipientEmail: string | null
  purpose: OneTimeCodePurpose
  /** Of the mail. */
  locale: string
}

/** `no_address`: no contact is on file. */
export type OneTimeCodeRefusal = 'no_address' | 'too_many'

/**
 * Mails a code to the contact on file. Its digits are made when the mail is sent, so they never wait anywhere in the
 * clear. A later code takes the place of an earlier one.
 */
export async function issueOneTimeCode(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  { creditorId, debtorId, sessionId, recipientEmail, purpose, locale }: OneTimeCodeRequest,
): Promise<Result<{ sentTo: string }, OneTimeCodeRefusal>> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const now = clock.now()
    const sentTo = await findCodeAddress(transaction, { creditorId, debtorId, recipientEmail })
    if (sentTo === null) return fail('no_address')
    const { oneTimeCodes } = transaction
    const since = new Date(now.getTime() - CODE_WINDOW_MS)
    if ((await oneTimeCodes.countSince(creditorId, debtorId, since)) >= MOST_CODES) return fail('too_many')
    const code: OneTimeCode = {
      id: ids.uuid(),
      ...{ creditorId, debtorId, sessionId, purpose, sentTo },
      attempts: 0,
      createdAt: now,
      expiresAt: new Date(now.getTime() + CODE_LIFETIME_MS),
      usedAt: null,
    }
    // A secret nobody knows, until the mail's own is put in its place.
    await oneTimeCodes.insert(code, hashSecret(ids.secret()))
    await transaction.jobs.enqueue('send-mail', {
      kind: 'one-time-code',
      ...{ creditorId, debtorId, locale },
      codeId: code.id,
      to: sentTo,
    })
    return succeed({ sentTo: maskEmail(sentTo) })
  })
}

/** The contact on file to whom codes go; null when there is none. */
export async function findCodeAddress(
  { debtors }: Transaction,
  { creditorId, debtorId, recipientEmail }: Pick<OneTimeCodeRequest, 'creditorId' | 'debtorId' | 'recipientEmail'>,
): Promise<string | null> {
  return chooseContactAddress({ recipientEmail }, await debtors.listContacts(creditorId, debtorId))
}
