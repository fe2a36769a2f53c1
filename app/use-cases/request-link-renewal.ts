import { getAccessLinkState, maskEmail, type AccessLink } from '~/domain/access-link'
import type { AccessLinkId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'
import { findRenewalAddress } from './show-access-link'

/**
 * Mails a new link to the contact on file of an expired one. Whoever holds an old link learns nothing but the masked
 * address; the new secret is made when the mail is sent, so it never waits anywhere in the clear.
 */
export async function requestLinkRenewal(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { token: string; locale: string; clientHint: string | null },
): Promise<{ sentTo: string } | { refused: 'unknown' | 'revoked' | 'usable' | 'no_address' }> {
  const now = clock.now()
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const old = await transaction.access.findLinkByToken(hashSecret(input.token))
    if (!old) return { refused: 'unknown' }
    const state = getAccessLinkState(old, now)
    if (state !== 'expired') return { refused: state }
    const creditor = await transaction.creditors.findById(old.creditorId)
    const contacts = await transaction.debtors.listContacts(old.creditorId, old.debtorId)
    const email = findRenewalAddress(old, contacts)
    if (!creditor || email === null) return { refused: 'no_address' }
    const contact = contacts.find((candidate) => candidate.email === email)
    const link: AccessLink = {
      ...old,
      id: ids.uuid() as AccessLinkId,
      recipientName: contact?.name ?? old.recipientName,
      recipientEmail: email,
      createdAt: now,
      expiresAt: new Date(now.getTime() + creditor.linkLifetimeDays * 86_400_000),
      issuedBy: 'renewal',
    }
    // A secret nobody knows, until the mail's own is put in its place.
    await transaction.access.insertLink(link, hashSecret(ids.secret()))
    await transaction.access.appendLog({
      id: ids.uuid(),
      creditorId: old.creditorId,
      debtorId: old.debtorId,
      linkId: old.id,
      action: 'renewal_requested',
      at: now,
      clientHint: input.clientHint,
    })
    await transaction.jobs.enqueue('send-mail', {
      kind: 'access-link',
      creditorId: old.creditorId,
      debtorId: old.debtorId,
      linkId: link.id,
      to: email,
      locale: input.locale,
      renewal: true,
    })
    return { sentTo: maskEmail(email) }
  })
}
