/** An access link: who it was issued to, for which debtor, with which scope, until when. */
import type { AccessRight } from './access-scope'
import type { Delegation } from './delegation'
import type { AccessLinkId, CreditorId, DebtorId } from './ids'

export interface AccessLink {
  id: AccessLinkId
  creditorId: CreditorId
  debtorId: DebtorId
  scope: AccessRight[]
  recipientName: string | null
  recipientEmail: string | null
  /** BCP 47 tag in which its pages open; null leaves it to the browser. */
  locale: string | null
  createdAt: Date
  expiresAt: Date
  revokedAt: Date | null
  issuedBy: 'console' | 'api' | 'cli' | 'renewal' | 'payment' | 'seed' | 'delegation' | 'dispute' | 'plan' | 'reminder'
  /** Null where the creditor issued it. */
  delegation: Delegation | null
}

/** A link opens an account, is over, or was taken back. Opening never uses it up: mail scanners open links too. */
export type AccessLinkState = 'usable' | 'expired' | 'revoked'

/** Whether the link opens its account at `now`. What was taken back stays so after its time, too. */
export function getAccessLinkState(link: Pick<AccessLink, 'expiresAt' | 'revokedAt'>, now: Date): AccessLinkState {
  if (link.revokedAt !== null) return 'revoked'
  return link.expiresAt.getTime() <= now.getTime() ? 'expired' : 'usable'
}

/** A session never outlives its link, and never lasts longer than this. */
export const SESSION_HOURS = 12

/** The instant at which a session that begins `now` by this link ends. */
export function getSessionExpiry(link: Pick<AccessLink, 'expiresAt'>, now: Date): Date {
  return new Date(Math.min(link.expiresAt.getTime(), now.getTime() + SESSION_HOURS * 3_600_000))
}

/** "m•••@example.com": enough for its owner to recognise, too little for anyone else to learn. */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@')
  return at < 1 ? '•••' : `${email.slice(0, 1)}•••${email.slice(at)}`
}

/** Reads a lifetime such as "30d" or "12h"; null when it is malformed, zero or longer than two years. */
export function parseLifetime(text: string): { hours: number } | null {
  const match = /^(\d{1,5})([dh])$/.exec(text.trim())
  if (!match) return null
  const hours = Number(match[1]) * (match[2] === 'd' ? 24 : 1)
  return hours >= 1 && hours <= 2 * 365 * 24 ? { hours } : null
}
