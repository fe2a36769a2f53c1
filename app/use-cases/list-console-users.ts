import type { CreditorId } from '~/domain/ids'
import type { ConsoleUserEntry } from './ports/console-user-repository'
import type { UnitOfWork } from './ports/unit-of-work'

/** The creditor's own people, by name. */
export function listConsoleUsers(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<ConsoleUserEntry[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ consoleUsers }) => consoleUsers.listByCreditor(creditorId))
}
