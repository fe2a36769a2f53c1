import type { ConsoleUserId, CreditorId } from '~/domain/ids'

/** Leads one of a creditor's people to the page where it sets its password, once. */
export interface PasswordLink {
  id: string
  creditorId: CreditorId
  userId: ConsoleUserId
  createdAt: Date
  expiresAt: Date
  /** When a password was set by it, or a later link took its place. */
  endedAt: Date | null
}

/** Found by a secret's hash, so outside row-level security. */
export interface PasswordLinkRepository {
  insert(link: PasswordLink, tokenSha256: Uint8Array): Promise<void>
  findById(creditorId: CreditorId, id: string): Promise<PasswordLink | null>
  findByToken(tokenSha256: Uint8Array): Promise<PasswordLink | null>
  /** The same, held until the transaction ends. */
  lockByToken(tokenSha256: Uint8Array): Promise<PasswordLink | null>
  replaceToken(id: string, tokenSha256: Uint8Array): Promise<void>
  /** Ends whatever links of the user have not ended. */
  endAllOf(userId: ConsoleUserId, at: Date): Promise<void>
}
