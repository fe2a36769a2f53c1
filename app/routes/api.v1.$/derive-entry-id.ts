import { createHash } from 'node:crypto'

/**
 * The entry that a step of the API makes: the same for the same key, however late it is repeated. A UUID (RFC 9562,
 * version 8) of the digest of what the step is about and of its Idempotency-Key.
 */
export function deriveEntryId(
  subject: 'plan' | 'dispute' | 'settlement offer',
  id: string,
  idempotencyKey: string,
): string {
  const hex = createHash('sha256').update(`${subject} entry\n${id}\n${idempotencyKey}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
