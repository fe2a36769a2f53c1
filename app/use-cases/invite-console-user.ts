import type { ConsoleRole } from '~/domain/console-role'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { issuePasswordLink } from './issue-password-link'
import type { Clock } from './ports/clock'
import type { ConsoleUser } from './ports/console-user-repository'
import type { IdSource } from './ports/ids'
import type { RateLimiter } from './ports/rate-limiter'
import type { UnitOfWork } from './ports/unit-of-work'

export type InvitationFailure = 'address_taken' | 'too_many_mails'

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  /** Of one creditor. */
  passwordMailLimit: RateLimiter
}

/** Adds one of the creditor's people, who sets a password of its own by a link in a mail: nobody else ever knows it. */
export async function inviteConsoleUser(
  { unitOfWork, clock, ids, passwordMailLimit }: Dependencies,
  input: { creditorId: CreditorId; email: string; name: string; role: ConsoleRole; locale: string },
): Promise<Result<ConsoleUser, InvitationFailure>> {
  const allowance = await passwordMailLimit.attempt(input.creditorId)
  if (!allowance.allowed) return fail('too_many_mails')
  const user: ConsoleUser = {
    ...input,
    id: ids.uuid() as ConsoleUserId,
    email: input.email.trim().toLowerCase(),
    disabledAt: null,
  }
  return unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, async (transaction) => {
    const isNew = await transaction.consoleUsers.insert(user, null)
    if (!isNew) return fail('address_taken')
    await issuePasswordLink(transaction, { user, locale: input.locale, invitation: true, now: clock.now(), ids })
    return succeed(user)
  })
}
