import { randomBytes } from 'node:crypto'
import type { IdSource } from '~/use-cases/ports/ids'

/** Thirty signs: no 0 and O, no 1, I and L, no U. */
const REFERENCE_SIGNS = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

export function createIdSource(): IdSource {
  return { uuid: createUuidV7, secret: () => randomBytes(32).toString('base64url'), reference: createReference }
}

/** RFC 9562 section 5.7: 48 bits of milliseconds, then random bits. */
function createUuidV7(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(Date.now(), 0, 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
}

function createReference(): string {
  let signs = ''
  while (signs.length < 10) {
    for (const byte of randomBytes(16)) {
      // 240 is the largest multiple of 30 in a byte: above it the draw would not be even.
      if (byte < 240 && signs.length < 10) signs += REFERENCE_SIGNS[byte % REFERENCE_SIGNS.length] ?? ''
    }
  }
  return `${signs.slice(0, 5)}-${signs.slice(5)}`
}
