import type { AccessLink } from '~/domain/access-link'
import { hashSecret } from './hash-secret'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/**
 * Keeps the link that a mail carries, whose id comes from nameMailedLink, and returns its token for the address. Each
 * attempt at the mail gives the one link another token, for no token is kept. Null where somebody took the link back:
 * it is not replaced.
 */
export async function keepMailedLink(
  { access }: Pick<Transaction, 'access'>,
  ids: IdSource,
  link: Omit<AccessLink, 'revokedAt'>,
): Promise<string | null> {
  const token = ids.secret()
  const made = await access.findLinkById(link.creditorId, link.id)
  if (made?.revokedAt) return null
  if (made) await access.replaceToken(link.creditorId, link.id, hashSecret(token))
  else await access.insertLink({ ...link, revokedAt: null }, hashSecret(token))
  return token
}
