import { createHmac, hkdfSync } from 'node:crypto'
import type { CodeHasher } from '~/use-cases/ports/code-hasher'

/** HMAC-SHA256 with a key derived for this purpose alone from a secret that is read when it is first needed. */
export function createCodeHasher(readSecret: () => Promise<string>): CodeHasher {
  let secret: Promise<string> | null = null
  return {
    async hash(codeId, code) {
      secret ??= readSecret()
      const key = new Uint8Array(hkdfSync('sha256', await secret, '', 'quittance one-time codes', 32))
      return new Uint8Array(createHmac('sha256', key).update(`${codeId} ${code}`).digest())
    },
  }
}
