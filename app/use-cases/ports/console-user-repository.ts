import type { ConsoleRole } from '~/domain/console-role'
import type { ConsoleUserId, CreditorId } from '~/domain/ids'

export interface ConsoleUser {
  id: ConsoleUserId
  creditorId: CreditorId
  /** Lower case. */
  email: string
  name: string
  role: ConsoleRole
  locale: string | null
  disabledAt: Date | null
}

export interface ConsoleSession {
  id: string
  user: ConsoleUser
  expiresAt: Date
}

/** The creditor's own people and their sessions. Found by e-mail or by a secret's hash, so outside row-level security. */
export interface ConsoleUserRepository {
  insert(user: ConsoleUser, passwordHash: string): Promise<void>
  /** Everyone with that address, whichever the creditor; at most a few. */
  listByEmail(email: string): Promise<{ user: ConsoleUser; passwordHash: string }[]>
  insertSession(session: {
    id: string
    tokenSha256: Uint8Array
    creditorId: CreditorId
    userId: ConsoleUserId
    createdAt: Date
    expiresAt: Date
  }): Promise<void>
  /** A session that has neither ended nor expired, of a user who is not disabled. */
  findSession(tokenSha256: Uint8Array, now: Date): Promise<ConsoleSession | null>
  endSession(tokenSha256: Uint8Array, at: Date): Promise<void>
}
