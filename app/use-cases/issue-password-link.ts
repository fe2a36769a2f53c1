import { PASSWORD_LINK_DAYS } from '~/domain/password'
import { hashSecret } from './hash-secret'
import type { ConsoleUser } from './ports/console-user-repository'
import type { IdSource } from './ports/ids'
import type { PasswordLink } from './ports/password-link-repository'
import type { Transaction } from './ports/unit-of-work'

/**
 * Has a link mailed by which the user sets a password, in the surrounding transaction. Earlier links end. The secret is
 * made when the mail is sent, so it never waits anywhere in the clear.
 */
export async function issuePasswordLink(
  { passwordLinks, jobs }: Transaction,
  {
    user,
    locale,
    invitation,
    now,
    ids,
  }: {
    user: ConsoleUser
    /** Of the mail. */
    locale: string
    /** The user is new, and is told so. */
    invitation: boolean
    now: Date
    ids: IdSource
  },
): Promise<void> {
  const { creditorId, id: userId } = user
  const link: PasswordLink = {
    id: ids.uuid(),
    creditorId,
    userId,
    createdAt: now,
    expiresAt: new Date(now.getTime() + PASSWORD_LINK_DAYS * 86_400_000),
    endedAt: null,
  }
  await passwordLinks.endAllOf(userId, now)
  // A secret nobody knows, until the mail's own is put in its place.
  await passwordLinks.insert(link, hashSecret(ids.secret()))
  await jobs.enqueue('send-mail', {
    kind: 'password-link',
    creditorId,
    userId,
    passwordLinkId: link.id,
    to: user.email,
    locale,
    invitation,
  })
}
