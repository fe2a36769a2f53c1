import type { AccessLink } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'

export type AccessAction =
  'opened' | 'refused_expired' | 'refused_revoked' | 'renewal_requested' | 'revoked' | 'signed_out'

export interface AccessLogEntry {
  id: string
  linkId: AccessLinkId
  action: AccessAction
  at: Date
  /** Enough to recognise a visit, too little to follow anyone. */
  clientHint: string | null
}

/** Links, the sessions they start, and the log of both. Secrets come in as SHA-256 hashes only. */
export interface AccessRepository {
  insertLink(link: AccessLink, tokenSha256: Uint8Array): Promise<void>
  findLinkByToken(tokenSha256: Uint8Array): Promise<AccessLink | null>
  findLinkById(creditorId: CreditorId, id: AccessLinkId): Promise<AccessLink | null>
  listLinks(creditorId: CreditorId, debtorId: DebtorId): Promise<AccessLink[]>
  /** Gives a link that has not been handed to anyone yet its secret. */
  replaceToken(creditorId: CreditorId, id: AccessLinkId, tokenSha256: Uint8Array): Promise<void>
  /** Ends the link's sessions too. */
  revokeLink(creditorId: CreditorId, id: AccessLinkId, at: Date, by: string): Promise<void>
  insertSession(session: {
    id: string
    tokenSha256: Uint8Array
    link: AccessLink
    createdAt: Date
    expiresAt: Date
  }): Promise<void>
  endSession(tokenSha256: Uint8Array, at: Date): Promise<void>
  appendLog(entry: AccessLogEntry & { creditorId: CreditorId; debtorId: DebtorId }): Promise<void>
  listLog(creditorId: CreditorId, debtorId: DebtorId, limit: number): Promise<AccessLogEntry[]>
}

/** Who is visiting: one row that answers every request of a debtor. */
export interface DebtorVisitRecord {
  sessionId: string
  linkId: AccessLinkId
  scope: AccessRight[]
  locale: string | null
  recipientName: string | null
  recipientEmail: string | null
  version: number
  debtor: { id: DebtorId; externalId: string; name: string; locale: string | null }
  creditor: {
    id: CreditorId
    slug: string
    name: string
    timeZone: string
    defaultLocale: string
    defaultCurrency: string
    countryCode: string
    brandColor: string
    supportEmail: string
    supportPhone: string | null
  }
}

export interface VisitReader {
  /** Null when there is no such session, or it or its link is over at `now`. */
  findVisit(sessionTokenSha256: Uint8Array, now: Date): Promise<DebtorVisitRecord | null>
}
