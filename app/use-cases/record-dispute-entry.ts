import type { Dispute, DisputeEntry, DisputeLine } from '~/domain/dispute'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { Transaction } from './ports/unit-of-work'
import { describeDisputeOutcome } from './report-dispute'
import { tellDisputeStep } from './tell-dispute-step'

/**
 * Keeps one step of a dispute in its thread, reports it, and has the other side told. A step of a surrounding
 * transaction, taken when the dispute and the invoice's balance have been written as they stand after it.
 */
export async function recordDisputeEntry(
  transaction: Transaction,
  dispute: Dispute,
  lines: readonly DisputeLine[],
  entry: DisputeEntry,
  about: {
    invoice: InvoiceBalance
    creditNoteNumber?: string
    /** The mail about another dispute of the same form tells of this one too. */
    isToldAlready?: boolean
  },
): Promise<void> {
  await transaction.disputes.insertEntry(dispute, entry)
  await transaction.outcomeLog.append(describeDisputeOutcome(dispute, lines, entry, about))
  if (about.isToldAlready !== true) await tellDisputeStep(transaction, dispute, entry)
}
