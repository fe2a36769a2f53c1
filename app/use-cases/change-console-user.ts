import { findMemberChangeRefusal, type MemberChange, type MemberChangeRefusal } from '~/domain/console-administration'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Gives one of the creditor's people another role, shuts it out or lets it in again. Whoever is shut out is so at once:
 * its sessions and its links end. All of the creditor's people are held meanwhile, so that two owners who shut out each
 * other in the same moment do not leave none.
 */
export async function changeConsoleUser(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  {
    creditorId,
    userId,
    by,
    change,
  }: { creditorId: CreditorId; userId: ConsoleUserId; by: ConsoleUserId; change: MemberChange },
): Promise<Result<null, MemberChangeRefusal>> {
  const now = clock.now()
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ consoleUsers, passwordLinks }) => {
    const members = (await consoleUsers.lockByCreditor(creditorId)).map(({ user, hasPassword }) => ({
      id: user.id,
      role: user.role,
      isDisabled: user.disabledAt !== null,
      hasPassword,
    }))
    const refusal = findMemberChangeRefusal(members, { by, of: userId, change })
    if (refusal) return fail(refusal)
    switch (change.kind) {
      case 'role':
        await consoleUsers.setRole(creditorId, userId, change.role)
        break
      case 'enable':
        await consoleUsers.setDisabledAt(creditorId, userId, null)
        break
      case 'disable':
        await consoleUsers.setDisabledAt(creditorId, userId, now)
        await consoleUsers.endSessionsOf(userId, now)
        await passwordLinks.endAllOf(userId, now)
    }
    return succeed(null)
  })
}
