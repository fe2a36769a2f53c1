/** Names in the forms Adyen gives them. */
import { randomBytes } from 'node:crypto'

const LETTERS = 'BCDFGHJKLMNPQRSTVWXZ23456789'

/** A PSP reference: 16 capitals and digits, unique wherever simulators run side by side. */
export function createReference(): string {
  return [...randomBytes(16)].map((byte) => LETTERS[byte % LETTERS.length]).join('')
}

/** An id such as CS451F2AB1ED897A94. */
export function createId(prefix: 'CS' | 'PL'): string {
  return prefix + randomBytes(8).toString('hex').toUpperCase()
}

/** An opaque text for the browser to carry, such as a sessionResult. */
export function createOpaqueText(): string {
  return `X3XtfGC3!${randomBytes(32).toString('base64')}`
}

/** To the second and with an offset that is not UTC, as Adyen writes instants: 2026-11-22T10:00:00+01:00. */
export function formatInstant(instant: Date): string {
  const shifted = new Date(instant.getTime() + 3_600_000)
  return `${shifted.toISOString().slice(0, 19)}+01:00`
}
