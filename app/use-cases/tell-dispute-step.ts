import type { Dispute, DisputeEntry } from '~/domain/dispute'
import { findDisputeReader } from './find-dispute-reader'
import type { Transaction } from './ports/unit-of-work'

/**
 * Has the other side of a dispute told of a step, by mail: the creditor at its support address, of the debtor's people
 * whoever is its reader, which is looked at again when the mail is sent. A step of the transaction that keeps the entry:
 * one entry, one mail.
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
  const reader = await findDisputeReader(transaction, dispute, { held: false })
  if (!reader) return
  const { to, locale } = reader
  await transaction.jobs.enqueue('send-mail', { ...about, reader: 'debtor', to, locale })
}
