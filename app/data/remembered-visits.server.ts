/**
 * Visits that were looked up a moment ago. Whether a session still stands, and the version of its account, is asked of
 * the database every time, by one small query; names and settings, which hardly ever change, are remembered.
 */
import { LRUCache } from 'lru-cache'
import { z } from 'zod'
import type { DebtorVisitRecord, VisitReader } from '~/use-cases/ports/access-repository'
import type { ScopedReader } from './database.server'

/** How old a creditor's or debtor's name or setting may be when it is shown. */
const REMEMBERED_MS = 60_000

const REMEMBERED_VISITS = 10_000

/** Links, sessions and versions stand outside row-level security: the secret itself is the authority. */
const CONFIRM_VISIT = `
select v.version
from debtor_session s
join access_link l on l.id = s.link_id
join debtor_version v on v.debtor_id = s.debtor_id
where s.token_sha256 = $1 and s.ended_at is null and s.expires_at > $2 and l.revoked_at is null and l.expires_at > $2`

const rowSchema = z.object({ version: z.coerce.number() })

export function rememberVisits(visits: VisitReader, reader: ScopedReader): VisitReader {
  const remembered = new LRUCache<string, DebtorVisitRecord>({ max: REMEMBERED_VISITS, ttl: REMEMBERED_MS })
  return {
    async findVisit(sessionTokenSha256, now) {
      const hash = Buffer.from(sessionTokenSha256)
      const key = hash.toString('base64')
      const known = remembered.get(key)
      if (known) {
        const rows = await reader.readUnscoped({ name: 'confirm_visit', text: CONFIRM_VISIT, values: [hash, now] })
        if (rows[0] === undefined) {
          remembered.delete(key)
          return null
        }
        if (rowSchema.parse(rows[0]).version === known.version) return known
      }
      const visit = await visits.findVisit(sessionTokenSha256, now)
      if (visit) remembered.set(key, visit)
      else remembered.delete(key)
      return visit
    },
  }
}
