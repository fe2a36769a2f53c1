import type { Dispute, DisputeEntry } from '~/domain/dispute'
import type { AccessLinkId } from '~/domain/ids'
import type { Transaction } from './ports/unit-of-work'

/**
 * Has the other side of a dispute told of a step, by mail. The creditor at its support address; of the debtor's people
 * whoever opened the dispute, as long as the link they opened it by was not taken back, else the first contact. A step
 * of the transaction that keeps the entry: one entry, one mail.
 */
export async function tellDisputeStep(
  transaction: Transaction,
  dispute: Dispute,
  { id: entryId, side }: DisputeEntry,
): Promise<void> {
  const { creditorId, debtorId, id: disputeId } = dispute
  const about = { kind: 'dispute-step' as const, creditorId, debtorId, disputeId, entryId }
  if (side === 'debtor') {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`dispute ${disputeId} is of no creditor`)
    const to = { to: creditor.supportEmail, locale: creditor.defaultLocale }
    await transaction.jobs.enqueue('send-mail', { ...about, reader: 'creditor', ...to })
    return
  }
  const to = await findReader(transaction, dispute)
  if (to) await transaction.jobs.enqueue('send-mail', { ...about, reader: 'debtor', ...to })
}

async function findReader(
  { access, debtors }: Transaction,
  { creditorId, debtorId, linkId, openedByEmail, locale }: Dispute,
): Promise<{ to: string; locale: string } | null> {
  if (openedByEmail !== null) {
    const link = linkId === null ? null : await access.findLinkById(creditorId, linkId as AccessLinkId)
    if (!link?.revokedAt) return { to: openedByEmail, locale }
  }
  const [contact] = await debtors.listContacts(creditorId, debtorId)
  if (!contact) return null
  const debtor = await debtors.findById(creditorId, debtorId)
  return { to: contact.email, locale: contact.locale ?? debtor?.locale ?? locale }
}
