/** Whether a session that is known still stands, and the version of its account: one small query. */
import { z } from 'zod'
import type { ReadQuery } from './database.server'

/** Links, sessions and versions stand outside row-level security: the secret itself is the authority. */
const CONFIRM_VISIT = `
select v.version
from debtor_session s
join access_link l on l.id = s.link_id
join debtor_version v on v.debtor_id = s.debtor_id
where s.token_sha256 = $1 and s.ended_at is null and s.expires_at > $2 and l.revoked_at is null and l.expires_at > $2`

const rowSchema = z.object({ version: z.coerce.number() })

export function writeConfirmation({ tokenSha256, now }: { tokenSha256: Uint8Array; now: Date }): ReadQuery {
  return { name: 'confirm_visit', text: CONFIRM_VISIT, values: [Buffer.from(tokenSha256), now] }
}

/** The account's version; null when the session or its link is over. */
export function readConfirmation([row]: readonly unknown[]): number | null {
  return row === undefined ? null : rowSchema.parse(row).version
}
