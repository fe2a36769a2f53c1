import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { issuePasswordLink } from './issue-password-link'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { RateLimiter } from './ports/rate-limiter'
import type { UnitOfWork } from './ports/unit-of-work'

export type PasswordLinkFailure = 'unknown_user' | 'user_disabled' | 'too_many_mails'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  /** Of one creditor. */
  passwordMailLimit: RateLimiter
}

/** Mails one of the creditor's people another link to set a password. The password it has stays until it sets one. */
export async function sendPasswordLink(
  { unitOfWork, clock, ids, passwordMailLimit }: Dependencies,
  { creditorId, userId }: { creditorId: CreditorId; userId: ConsoleUserId },
): Promise<Result<{ to: string }, PasswordLinkFailure>> {
  const allowance = await passwordMailLimit.attempt(creditorId)
  if (!allowance.allowed) return fail('too_many_mails')
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const found = await transaction.consoleUsers.findById(creditorId, userId)
    const creditor = await transaction.creditors.findById(creditorId)
    if (!found || !creditor) return fail('unknown_user')
    const { user, passwordHash } = found
    if (user.disabledAt !== null) return fail('user_disabled')
    const locale = user.locale ?? creditor.defaultLocale
    const invitation = passwordHash === null
    await issuePasswordLink(transaction, { user, locale, invitation, now: clock.now(), ids })
    return succeed({ to: user.email })
  })
}
