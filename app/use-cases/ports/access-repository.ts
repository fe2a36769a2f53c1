import type { AccessLink } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { CurrencyCode } from '~/domain/currency'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { Money } from '~/domain/money'

export const ACCESS_ACTIONS = [
  'opened',
  'refused_expired',
  'refused_revoked',
  'renewal_requested',
  'revoked',
  'signed_out',
  'delegated',
  'reported',
  'payment_opened',
  'approval_requested',
  'approval_given',
  'approval_declined',
  'limit_changed',
  'dispute_opened',
  'dispute_continued',
  'dispute_withdrawn',
  'plan_proposed',
  'plan_agreed',
  'plan_continued',
  'plan_withdrawn',
  'instalment_moved',
  'promise_made',
  'promise_canceled',
  'settlement_offered',
  'settlement_continued',
  'settlement_agreed',
  'settlement_ended',
  'quote_requested',
  'contact_sent',
  'ledger_sent',
  'file_downloaded',
] as const

export type AccessAction = (typeof ACCESS_ACTIONS)[number]

export interface AccessLogEntry {
  id: string
  linkId: AccessLinkId
  action: AccessAction
  at: Date
  /** Enough to recognise a visit, too little to follow anyone. */
  clientHint: string | null
  /** What it was about: a person's name, a reference, the name of a file. */
  subject?: string | null
}

/** A link with a cap, and what was paid under it: by itself and by the links below, under way or done. */
export interface CappedLink {
  caps: readonly Money[]
  /** Of one currency. */
  usedMinor: number
}

/** Links, the sessions they start, and the log of both. Secrets come in as SHA-256 hashes only. */
export interface AccessRepository {
  insertLink(link: AccessLink, tokenSha256: Uint8Array): Promise<void>
  findLinkByToken(tokenSha256: Uint8Array): Promise<AccessLink | null>
  findLinkById(creditorId: CreditorId, id: AccessLinkId): Promise<AccessLink | null>
  /**
   * Newest first; with `below`, that link and those that stand below it. Of more than 500 those that ended longest ago are
   * left out.
   */
  listLinks(creditorId: CreditorId, debtorId: DebtorId, below?: AccessLinkId): Promise<AccessLink[]>
  /**
   * The link and those above it, the first first. Until the transaction ends none of them can be revoked, so that no
   * link is forwarded from one that is gone.
   */
  lockLine(creditorId: CreditorId, id: AccessLinkId): Promise<AccessLink[]>
  /**
   * Those among the link and the ones above it that have a cap. Whoever else wants to pay under one of them waits until
   * the transaction ends.
   */
  lockCaps(creditorId: CreditorId, id: AccessLinkId, currency: CurrencyCode): Promise<CappedLink[]>
  /** Gives a link that has not been handed to anyone yet its secret. */
  replaceToken(creditorId: CreditorId, id: AccessLinkId, tokenSha256: Uint8Array): Promise<void>
  /** Takes back the link and all that stand below it, and ends their sessions. */
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
  /** Newest first, with whose link it was; with `below`, of that link and those that stand below it. */
  listLog(
    creditorId: CreditorId,
    debtorId: DebtorId,
    wanted: { offset: number; limit: number; below?: AccessLinkId | undefined },
  ): Promise<(AccessLogEntry & { recipientName: string | null })[]>
  countLog(creditorId: CreditorId, debtorId: DebtorId, below?: AccessLinkId): Promise<number>
}

/** Who is visiting: one row that answers every request of a debtor. */
export interface DebtorVisitRecord {
  sessionId: string
  linkId: AccessLinkId
  scope: AccessRight[]
  locale: string | null
  recipientName: string | null
  recipientEmail: string | null
  /** The link opens chosen invoices alone. */
  isLimited: boolean
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
    /** Whether this debtor is offered payment plans, or has one; never by a link that opens chosen invoices alone. */
    offersPlans: boolean
  }
}

export interface VisitReader {
  /** Null when there is no such session, or it or its link is over at `now`. */
  findVisit(sessionTokenSha256: Uint8Array, now: Date): Promise<DebtorVisitRecord | null>
}

export interface RememberingVisitReader extends VisitReader {
  /** As it was found a moment ago, without asking whether it still stands. */
  recallVisit(sessionTokenSha256: Uint8Array): DebtorVisitRecord | null
}
