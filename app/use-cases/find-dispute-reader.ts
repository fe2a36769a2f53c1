import type { AccessLink } from '~/domain/access-link'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { Transaction } from './ports/unit-of-work'

/** Which of the debtor's people is told of a step of what one of them began. */
export interface DisputeReader {
  to: string
  locale: string
  name: string | null
  /** The link by which they began it; null for the contact on file, and where there was none. */
  source: AccessLink | null
  /** The contact on file began it, and their own link was taken back: they are told, and given no other. */
  isShutOut: boolean
  isOpener: boolean
}

/** What was begun, a dispute or a plan: by whom, by which link and in which language. */
export interface BegunMatter {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly linkId: string | null
  readonly openedByEmail: string | null
  readonly openedByName: string | null
  readonly locale: string
}

/**
 * Whoever began it, as long as the link they did so by was not taken back; else the contact on file, rather
 * another than whose link that was. Null where there is nobody. Asked when a mail is queued and again when it is sent,
 * then `held`: the link cannot be taken back until the transaction ends.
 */
export async function findDisputeReader(
  { access, debtors }: Transaction,
  { creditorId, debtorId, linkId, openedByEmail, openedByName, locale }: BegunMatter,
  { held }: { held: boolean },
): Promise<DisputeReader | null> {
  let shutOut: string | null = null
  if (openedByEmail !== null) {
    const source = linkId === null ? null : await findLink(access, linkId as AccessLinkId)
    const opener = { to: openedByEmail, locale, name: openedByName, source, isOpener: true, isShutOut: false }
    if (!source?.revokedAt) return opener
    shutOut = openedByEmail
  }
  const contacts = await debtors.listContacts(creditorId, debtorId)
  const contact = contacts.find(({ email }) => email !== shutOut) ?? contacts[0]
  if (!contact) return null
  const debtor = await debtors.findById(creditorId, debtorId)
  return {
    to: contact.email,
    locale: contact.locale ?? debtor?.locale ?? locale,
    name: contact.name,
    source: null,
    isOpener: false,
    isShutOut: contact.email === shutOut,
  }

  async function findLink(links: Transaction['access'], id: AccessLinkId): Promise<AccessLink | null> {
    if (!held) return links.findLinkById(creditorId, id)
    return (await links.lockLine(creditorId, id)).find((link) => link.id === id) ?? null
  }
}
