/**
 * Visits that were looked up a moment ago. Whether a session still stands, and the version of its account, is asked of
 * the database every time, by one small query; names and settings, which hardly ever change, are remembered.
 */
import { LRUCache } from 'lru-cache'
import type { DebtorVisitRecord, RememberingVisitReader, VisitReader } from '~/use-cases/ports/access-repository'
import type { ScopedReader } from './database.server'
import { readConfirmation, writeConfirmation } from './visit-confirmation'

/** How old a creditor's or debtor's name or setting may be when it is shown. */
const REMEMBERED_MS = 60_000

const REMEMBERED_VISITS = 10_000

export function rememberVisits(visits: VisitReader, reader: ScopedReader): RememberingVisitReader {
  const remembered = new LRUCache<string, DebtorVisitRecord>({ max: REMEMBERED_VISITS, ttl: REMEMBERED_MS })
  return {
    recallVisit: (sessionTokenSha256) => remembered.get(nameSession(sessionTokenSha256)) ?? null,
    async findVisit(sessionTokenSha256, now) {
      const key = nameSession(sessionTokenSha256)
      const known = remembered.get(key)
      if (known) {
        const version = readConfirmation(
          await reader.readUnscoped(writeConfirmation({ tokenSha256: sessionTokenSha256, now })),
        )
        if (version === null) {
          remembered.delete(key)
          return null
        }
        if (version === known.version) return known
      }
      const visit = await visits.findVisit(sessionTokenSha256, now)
      if (visit) remembered.set(key, visit)
      else remembered.delete(key)
      return visit
    },
  }
}

function nameSession(sessionTokenSha256: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = sessionTokenSha256
  return Buffer.from(buffer, byteOffset, byteLength).toString('base64')
}
