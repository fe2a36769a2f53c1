import type { ConsoleRole } from '~/domain/console-role'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { issuePasswordLink } from './issue-password-link'
import type { Clock } from './ports/clock'
import type { ConsoleUser } from './ports/console-user-repository'
import type { IdSource } from './ports/ids'
import type { RateLimiter } from './ports/rate-limiter'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export type InvitationFailure = 'address_taken' | 'too_many_mails'

interface Invitation {
  creditorId: CreditorId
  email: string
  name: string
  role: ConsoleRole
  /** Of the mail, and of the console until the person chooses another. */
  locale: string
}

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
  input: Invitation,
): Promise<Result<ConsoleUser, InvitationFailure>> {
  const allowance = await passwordMailLimit.attempt(input.creditorId)
  if (!allowance.allowed) return fail('too_many_mails')
  return unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, async (transaction) => {
    const user = await addInvitedUser(transaction, input, { now: clock.now(), ids })
    return user ? succeed(user) : fail('address_taken')
  })
}

/** The same in the surrounding transaction. Null when the creditor has somebody of that address already. */
export async function addInvitedUser(
  transaction: Transaction,
  input: Invitation,
  { now, ids }: { now: Date; ids: IdSource },
): Promise<ConsoleUser | null> {
  const user: ConsoleUser = {
    ...input,
    id: ids.uuid() as ConsoleUserId,
    email: input.email.trim().toLowerCase(),
    disabledAt: null,
  }
  const isNew = await transaction.consoleUsers.insert(user, null)
  if (!isNew) return null
  await issuePasswordLink(transaction, { user, locale: input.locale, invitation: true, now, ids })
  return user
}
