/** Whether a session that is known still stands, and the version of its account: one small query. */
import { z } from 'zod'
import type { ReadQuery } from './database.server'
import type { ScopeQuestion } from './scoped-query.server'

interface AskedVisit {
  tokenSha256: Uint8Array
  now: Date
}

/** Links, sessions and versions stand outside row-level security: the secret itself is the authority. */
const writeText = (first: number) => `
select v.version
from debtor_session s
join access_link l on l.id = s.link_id
join debtor_version v on v.debtor_id = s.debtor_id
where s.token_sha256 = $${first} and s.ended_at is null and s.expires_at > $${first + 1}
  and l.revoked_at is null and l.expires_at > $${first + 1}`

const NAME = 'confirm_visit'
const CONFIRM_VISIT = `select (${writeText(1)}) as answer`

const answerSchema = z.object({ answer: z.coerce.number().nullable() })

/** To be asked by itself. */
export function writeConfirmation(visit: AskedVisit): ReadQuery {
  return { name: NAME, text: CONFIRM_VISIT, values: listValues(visit) }
}

/** To be asked on the way, with what a page reads. */
export function describeConfirmation(visit: AskedVisit): ScopeQuestion {
  return { name: NAME, writeText, values: listValues(visit) }
}

function listValues({ tokenSha256, now }: AskedVisit) {
  return [Buffer.from(tokenSha256), now]
}

/** The account's version; null when the session or its link is over. */
export function readConfirmation([row]: readonly unknown[]): number | null {
  return answerSchema.parse(row).answer
}
