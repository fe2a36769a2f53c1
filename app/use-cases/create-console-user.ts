import type { ConsoleRole } from '~/domain/console-role'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'
import type { ConsoleUser } from './ports/console-user-repository'
import type { IdSource } from './ports/ids'
import type { PasswordHasher } from './ports/password-hasher'
import type { UnitOfWork } from './ports/unit-of-work'

/** Adds one of the creditor's own people with a password that is known, as samples have. Others are invited. */
export async function createConsoleUser(
  { unitOfWork, ids, passwordHasher }: { unitOfWork: UnitOfWork; ids: IdSource; passwordHasher: PasswordHasher },
  input: {
    creditorId: CreditorId
    email: string
    name: string
    password: string
    role: ConsoleRole
    locale: string | null
  },
): Promise<ConsoleUser> {
  const { password, ...person } = input
  const user: ConsoleUser = {
    ...person,
    id: ids.uuid() as ConsoleUserId,
    email: input.email.trim().toLowerCase(),
    disabledAt: null,
  }
  const passwordHash = await passwordHasher.hash(password)
  const isNew = await unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, ({ consoleUsers }) =>
    consoleUsers.insert(user, passwordHash),
  )
  if (!isNew) throw new Error('the creditor has a user of that address already')
  return user
}
