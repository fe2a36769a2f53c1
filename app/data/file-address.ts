/** Where a stored file lies in its store: the same below a folder on disk and below a prefix in a bucket. */
import { createHash } from 'node:crypto'

const CREDITOR_ID = /^[0-9a-f-]{36}$/
const SHA256 = /^[0-9a-f]{64}$/

/** The address of `content`: its SHA-256, 64 lower-case hexadecimal digits. */
export function addressContent(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex')
}

/**
 * `<creditor>/<first two digits>/<sha256>` of a kept file, `<creditor>/aside/<sha256>` of one that was set aside. Throws a
 * RangeError for anything that is no address: such a path could lead out of the store.
 */
export function locateFile(creditorId: string, sha256: string, place: 'kept' | 'aside'): string {
  if (!CREDITOR_ID.test(creditorId) || !SHA256.test(sha256)) throw new RangeError('not an address of a stored file')
  return `${creditorId}/${place === 'kept' ? sha256.slice(0, 2) : 'aside'}/${sha256}`
}
