/**
 * A code sent to a contact on file before a consequential step: whoever holds a link that went astray cannot take it.
 * Only its keyed hash is kept. It counts in the session and for the purpose it was asked for, and once.
 */
import type { CreditorId, DebtorId } from './ids'

export const ONE_TIME_CODE_PURPOSES = [
  'save_method',
  'agree_plan',
  'agree_settlement',
  'approval_limit',
  'forward_pay',
] as const

export type OneTimeCodePurpose = (typeof ONE_TIME_CODE_PURPOSES)[number]

export interface OneTimeCode {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly sessionId: string
  readonly purpose: OneTimeCodePurpose
  readonly sentTo: string
  /** Wrong ones entered so far. */
  readonly attempts: number
  readonly createdAt: Date
  readonly expiresAt: Date
  readonly usedAt: Date | null
}

export const CODE_DIGITS = 6
export const CODE_LIFETIME_MS = 10 * 60_000
export const MOST_CODE_ATTEMPTS = 5
/** So many may be asked for within CODE_WINDOW_MS, in whatever session of a debtor. */
export const MOST_CODES = 5
export const CODE_WINDOW_MS = 60 * 60_000

/** `expired` also where there never was one, or it was used. */
export type CodeFault = 'wrong' | 'expired' | 'too_many_attempts'

/** What keeps a code from being tried; null when nothing does. */
export function findCodeFault(
  code: Pick<OneTimeCode, 'attempts' | 'expiresAt' | 'usedAt'> | null,
  now: Date,
): CodeFault | null {
  if (!code || code.usedAt !== null || code.expiresAt <= now) return 'expired'
  return code.attempts >= MOST_CODE_ATTEMPTS ? 'too_many_attempts' : null
}

/** As people type it: spaces and any script's digits. Null when it is no code at all. */
export function normalizeCode(typed: string): string | null {
  const digits = typed.replace(/[\s\p{Cf}-]/gu, '').replace(/\p{Nd}/gu, toAsciiDigit)
  return /^\d{6}$/.test(digits) ? digits : null
}

function toAsciiDigit(sign: string): string {
  const point = sign.codePointAt(0) ?? 0
  for (const zero of [0x660, 0x6f0, 0xff10]) if (point >= zero && point <= zero + 9) return String(point - zero)
  return sign
}
