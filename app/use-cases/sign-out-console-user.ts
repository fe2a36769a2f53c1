import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/** Ends a console session. A token that is none changes nothing. */
export async function signOutConsoleUser(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  sessionToken: string,
): Promise<void> {
  await unitOfWork.run({ kind: 'system' }, ({ consoleUsers }) =>
    consoleUsers.endSession(hashSecret(sessionToken), clock.now()),
  )
}
