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

/** One of the people of a creditor, as the others see it. */
export interface ConsoleUserEntry {
  user: ConsoleUser
  /** False for who was invited and has not set one yet. */
  hasPassword: boolean
  lastSignedInAt: Date | null
}

export interface ConsoleSession {
  id: string
  user: ConsoleUser
  expiresAt: Date
}

/** The creditor's own people and their sessions. Found by e-mail or by a secret's hash, so outside row-level security. */
export interface ConsoleUserRepository {
  /** False when the creditor has somebody of that address already. `passwordHash` is null until the user sets one. */
  insert(user: ConsoleUser, passwordHash: string | null): Promise<boolean>
  /** Everyone with that address who can sign in, whichever the creditor; at most a few. */
  listByEmail(email: string): Promise<{ user: ConsoleUser; passwordHash: string }[]>
  /** By name. */
  listByCreditor(creditorId: CreditorId): Promise<ConsoleUserEntry[]>
  /** Holds all of the creditor's people as they are until the transaction ends. */
  lockByCreditor(creditorId: CreditorId): Promise<{ user: ConsoleUser; hasPassword: boolean }[]>
  findById(
    creditorId: CreditorId,
    id: ConsoleUserId,
  ): Promise<{ user: ConsoleUser; passwordHash: string | null } | null>
  setRole(creditorId: CreditorId, id: ConsoleUserId, role: ConsoleRole): Promise<void>
  setDisabledAt(creditorId: CreditorId, id: ConsoleUserId, at: Date | null): Promise<void>
  setPasswordHash(creditorId: CreditorId, id: ConsoleUserId, passwordHash: string): Promise<void>
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
  /** Ends all of a user's sessions, but for the one of that token. */
  endSessionsOf(userId: ConsoleUserId, at: Date, except?: Uint8Array): Promise<void>
}
