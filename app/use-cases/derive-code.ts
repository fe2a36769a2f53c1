import { createHash } from 'node:crypto'
import { CODE_DIGITS } from '~/domain/one-time-code'

/** The digits of a one-time code, from a fresh secret of 256 random bits: every code is as likely as any other. */
export function deriveCode(secret: string): string {
  const bits = createHash('sha256').update(secret).digest().readBigUInt64BE()
  return String(bits % 10n ** BigInt(CODE_DIGITS)).padStart(CODE_DIGITS, '0')
}
