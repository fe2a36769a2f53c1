import { getAccessLinkState, maskEmail, type AccessLink, type AccessLinkState } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

export interface ShownAccessLink {
  state: AccessLinkState
  link: AccessLink
  creditor: Creditor
  debtorName: string
  /** Where a renewal would be sent, masked; null when no address is on file. */
  renewalAddress: string | null
}

/** Says who is asking and what opening would show. Changes nothing: scanners open links before their reader does. */
export async function showAccessLink(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  token: string,
): Promise<ShownAccessLink | null> {
  return unitOfWork.run({ kind: 'system' }, async (transaction) => {
    const link = await transaction.access.findLinkByToken(hashSecret(token))
    if (!link) return null
    const creditor = await transaction.creditors.findById(link.creditorId)
    const debtor = await transaction.debtors.findById(link.creditorId, link.debtorId)
    if (!creditor || !debtor) return null
    const contacts = await transaction.debtors.listContacts(link.creditorId, link.debtorId)
    const email = findRenewalAddress(link, contacts)
    return {
      state: getAccessLinkState(link, clock.now()),
      link,
      creditor,
      debtorName: debtor.name,
      renewalAddress: email === null ? null : maskEmail(email),
    }
  })
}

/** Where a new link is sent instead of one that is over; null also for a forwarded one: whoever forwarded it may again. */
export function findRenewalAddress(
  link: Pick<AccessLink, 'recipientEmail' | 'delegation'>,
  contacts: readonly { email: string }[],
): string | null {
  return link.delegation === null ? chooseContactAddress(link, contacts) : null
}

/** Whom the link names, as long as that is still a contact on file; else the first contact. */
export function chooseContactAddress(
  link: Pick<AccessLink, 'recipientEmail'>,
  contacts: readonly { email: string }[],
): string | null {
  const same = contacts.find((contact) => contact.email.toLowerCase() === link.recipientEmail?.toLowerCase())
  return (same ?? contacts[0])?.email ?? null
}
