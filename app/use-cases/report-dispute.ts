import type { Dispute, DisputeEntry, DisputeLine } from '~/domain/dispute'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { OutcomeEventDraft, OutcomeEventType } from '~/domain/outcome-event'

const EVENT_TYPES = {
  opened: 'dispute.opened',
  said: 'dispute.updated',
  asked: 'dispute.updated',
  answered: 'dispute.updated',
  accepted: 'dispute.accepted',
  partially_accepted: 'dispute.partially_accepted',
  rejected: 'dispute.rejected',
  withdrawn: 'dispute.withdrawn',
} as const satisfies Record<DisputeEntry['step'], OutcomeEventType>

/** The outcome event of one step of a dispute, as the dispute and its invoice stand after it. */
export function describeDisputeOutcome(
  dispute: Dispute,
  lines: readonly DisputeLine[],
  entry: DisputeEntry,
  about: { invoice: InvoiceBalance; creditNoteNumber?: string },
): OutcomeEventDraft {
  const { creditorId, debtorId, currency } = dispute
  const { number, kind, openMinor } = about.invoice
  return {
    creditorId,
    debtorId,
    type: EVENT_TYPES[entry.step],
    occurredAt: entry.at,
    data: {
      dispute: {
        id: dispute.id,
        reference: dispute.reference,
        status: dispute.status,
        reasonCode: dispute.reason,
        actionCode: dispute.action,
        currency,
        claimedMinor: dispute.claimedMinor,
        ...(dispute.grantedMinor === null ? {} : { grantedMinor: dispute.grantedMinor }),
        lines: lines.map(({ position, kind: claim, claimedMinor, grantedMinor }) => ({
          position,
          kind: claim,
          claimedMinor,
          ...(grantedMinor === null ? {} : { grantedMinor }),
        })),
        side: entry.side,
        step: entry.step,
        ...(entry.text === '' ? {} : { text: entry.text }),
        ...(entry.files.length === 0 ? {} : { fileCount: entry.files.length }),
        ...(dispute.answerDueAt === null ? {} : { answerDueAt: dispute.answerDueAt.toISOString() }),
        ...(about.creditNoteNumber === undefined ? {} : { creditNoteNumber: about.creditNoteNumber }),
      },
      // Nothing of the invoice moves by being disputed; how much of it is held back, the balance after the event says.
      invoices: [{ number, kind, currency, amountMinor: 0, openMinor }],
    },
  }
}
