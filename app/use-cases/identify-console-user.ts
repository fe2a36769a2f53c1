import type { Creditor } from '~/domain/creditor'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { ConsoleUser } from './ports/console-user-repository'
import type { UnitOfWork } from './ports/unit-of-work'

/** Who is signed in by this session's token, and for which creditor; null when it is over or none. */
export async function identifyConsoleUser(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  sessionToken: string,
): Promise<{ user: ConsoleUser; creditor: Creditor } | null> {
  return unitOfWork.run({ kind: 'system' }, async ({ consoleUsers, creditors }) => {
    const session = await consoleUsers.findSession(hashSecret(sessionToken), clock.now())
    const creditor = session && (await creditors.findById(session.user.creditorId))
    return session && creditor ? { user: session.user, creditor } : null
  })
}
