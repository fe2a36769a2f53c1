import { hash } from 'node:crypto'

/** What the database keeps of a secret. Secrets are 256 random bits, so a plain hash is enough. */
export function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash('sha256', secret, 'buffer'))
}
