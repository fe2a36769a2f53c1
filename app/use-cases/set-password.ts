import { findPasswordProblem, type PasswordProblem } from '~/domain/password'
import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { PasswordHasher } from './ports/password-hasher'
import type { UnitOfWork } from './ports/unit-of-work'
import { describePasswordLink, showPasswordLink } from './show-password-link'

export type SetPasswordFailure = PasswordProblem | 'unusable_link'

/** Sets the password of the user the link is for, once. Every session and every other link of that user ends. */
export async function setPassword(
  { unitOfWork, clock, passwordHasher }: { unitOfWork: UnitOfWork; clock: Clock; passwordHasher: PasswordHasher },
  { token, password }: { token: string; password: string },
): Promise<Result<null, SetPasswordFailure>> {
  const shown = await showPasswordLink({ unitOfWork, clock }, token)
  if (shown?.state !== 'usable') return fail('unusable_link')
  const problem = findPasswordProblem(password, shown.user.email)
  if (problem) return fail(problem)
  // Before the transaction: it takes its time.
  const passwordHash = await passwordHasher.hash(password)
  const now = clock.now()
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const link = await transaction.passwordLinks.lockByToken(hashSecret(token))
    const held = link && (await describePasswordLink(transaction, link, now))
    if (held?.state !== 'usable') return fail('unusable_link')
    const { creditorId, id } = held.user
    await transaction.consoleUsers.setPasswordHash(creditorId, id, passwordHash)
    await transaction.consoleUsers.endSessionsOf(id, now)
    await transaction.passwordLinks.endAllOf(id, now)
    return succeed(null)
  })
}
