import { getAccessLinkState, type AccessLink } from '~/domain/access-link'
import type { ContactRequest } from '~/domain/contact-request'
import type { Contact } from '~/domain/debtor'
import type { AccessLinkId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

type NotForMe = Extract<ContactRequest, { kind: 'not_for_me' }>

/**
 * The links that are withdrawn with the one that went to the wrong person: itself, others of the same address, and what
 * was forwarded from any of them.
 */
export async function listAffectedLinks(
  { access }: Pick<Transaction, 'access'>,
  { creditorId, debtorId, linkId }: Pick<NotForMe, 'creditorId' | 'debtorId' | 'linkId'>,
  now: Date,
): Promise<AccessLink[]> {
  const links = await access.listLinks(creditorId, debtorId)
  const wrong = links.find(({ id }) => id === linkId)
  const email = wrong?.recipientEmail?.toLowerCase()
  const heads = links.filter(
    (link) => link.id === linkId || (email !== undefined && link.recipientEmail?.toLowerCase() === email),
  )
  return links.filter(
    (link) =>
      getAccessLinkState(link, now) === 'usable' &&
      heads.some(({ id }) => id === link.id || link.delegation?.ancestorIds.includes(id) === true),
  )
}

/**
 * Carries out what the creditor has confirmed: links of the wrong person end, the contact on file is corrected, and the
 * right one is mailed a link that reaches no further than the wrong one did.
 */
export async function correctContact(
  transaction: Transaction,
  { ids }: { ids: IdSource },
  { request, affected, by, now }: { request: NotForMe; affected: readonly AccessLink[]; by: string; now: Date },
): Promise<{ issuedLinkId: AccessLinkId | null; formerEmail: string | null }> {
  const { creditorId, debtorId, proposed } = request
  const { access, debtors, creditors } = transaction
  const wrong = await access.findLinkById(creditorId, request.linkId)
  const creditor = await creditors.findById(creditorId)
  if (!wrong || !creditor) throw new Error(`request ${request.id} came by no link`)
  // One that was forwarded is the matter of whoever forwarded it: the creditor's own contacts stay.
  if (wrong.delegation === null) await replaceContact(transaction, { ids }, request, wrong)
  const wasUsable = getAccessLinkState(wrong, now) === 'usable'
  for (const link of affected) {
    await access.revokeLink(creditorId, link.id, now, by)
    await access.appendLog({
      ...{ id: ids.uuid(), creditorId, debtorId, linkId: link.id, action: 'revoked', at: now, clientHint: null },
    })
  }
  const formerEmail = request.reason === 'contact_data' ? wrong.recipientEmail : null
  if (proposed === null || (wrong.delegation !== null && !wasUsable)) return { issuedLinkId: null, formerEmail }
  const debtor = await debtors.findById(creditorId, debtorId)
  const lifetimeEnd = now.getTime() + creditor.linkLifetimeDays * 86_400_000
  const link: AccessLink = {
    ...wrong,
    id: ids.uuid() as AccessLinkId,
    recipientName: proposed.name,
    recipientEmail: proposed.email,
    createdAt: now,
    expiresAt: new Date(wrong.delegation === null ? lifetimeEnd : Math.min(lifetimeEnd, wrong.expiresAt.getTime())),
    revokedAt: null,
    issuedBy: wrong.delegation !== null ? 'delegation' : by.startsWith('key:') ? 'api' : 'console',
  }
  // A secret nobody knows, until the mail's own is put in its place.
  await access.insertLink(link, hashSecret(ids.secret()))
  await transaction.jobs.enqueue('send-mail', {
    ...{ kind: 'access-link', creditorId, debtorId, linkId: link.id, to: proposed.email, renewal: false },
    locale: wrong.locale ?? debtor?.locale ?? creditor.defaultLocale,
  })
  return { issuedLinkId: link.id, formerEmail }
}

async function replaceContact(
  { debtors }: Transaction,
  { ids }: { ids: IdSource },
  { creditorId, debtorId, proposed }: NotForMe,
  wrong: AccessLink,
): Promise<void> {
  const contacts = await debtors.listContacts(creditorId, debtorId)
  const byEmail = (email: string | null) =>
    contacts.find((contact) => email !== null && contact.email.toLowerCase() === email.toLowerCase())
  const former = byEmail(wrong.recipientEmail)
  const known = proposed && byEmail(proposed.email)
  if (former && former.id !== known?.id) await debtors.removeContact(creditorId, debtorId, former.id)
  if (!proposed) return
  const contact: Contact = {
    id: known?.id ?? ids.uuid(),
    name: proposed.name ?? known?.name ?? proposed.email,
    email: proposed.email,
    role: known?.role ?? former?.role ?? null,
    locale: known?.locale ?? former?.locale ?? null,
    isPrimary: known?.isPrimary === true || (former?.isPrimary ?? contacts.length === 0),
  }
  await debtors.saveContact(creditorId, debtorId, contact)
}
