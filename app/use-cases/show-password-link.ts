import type { Creditor } from '~/domain/creditor'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { ConsoleUser } from './ports/console-user-repository'
import type { PasswordLink } from './ports/password-link-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface ShownPasswordLink {
  state: 'usable' | 'expired' | 'ended'
  link: PasswordLink
  user: ConsoleUser
  creditor: Creditor
}

/** Says whose password a link would set. Changes nothing: scanners open links before their reader does. */
export async function showPasswordLink(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  token: string,
): Promise<ShownPasswordLink | null> {
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const link = await transaction.passwordLinks.findByToken(hashSecret(token))
    return link && describePasswordLink(transaction, link, clock.now())
  })
}

/** The link with whom it is for; null when that is nobody any more. A link of somebody shut out has ended. */
export async function describePasswordLink(
  { consoleUsers, creditors }: Transaction,
  link: PasswordLink,
  now: Date,
): Promise<ShownPasswordLink | null> {
  const found = await consoleUsers.findById(link.creditorId, link.userId)
  const creditor = await creditors.findById(link.creditorId)
  if (!found || !creditor) return null
  const hasEnded = link.endedAt !== null || found.user.disabledAt !== null
  const state = hasEnded ? 'ended' : link.expiresAt <= now ? 'expired' : 'usable'
  return { state, link, user: found.user, creditor }
}
