/** A dispute as the API gives it. */
import { z } from 'zod'
import { DISPUTE_ACTIONS, DISPUTE_REASONS, DISPUTE_STATUSES, DISPUTE_STEPS, readTurn } from '~/domain/dispute'
import { computeDueNow } from '~/domain/invoice-balance'
import type { ListedDispute } from '~/use-cases/ports/dispute-repository'
import type { DisputeView } from '~/use-cases/read-disputes'
import { currency, day, instant, minor } from '../schemas'

const side = z.enum(['debtor', 'creditor'])

export const disputeSchema = z
  .object({
    id: z.uuid(),
    reference: z.string(),
    status: z.enum(DISPUTE_STATUSES),
    debtor: z.string().meta({ description: 'External id' }),
    debtorName: z.string(),
    invoice: z.string().meta({ description: 'Number' }),
    invoiceDueOn: day,
    currency,
    claimedMinor: minor.meta({ description: 'Gross of tax' }),
    grantedMinor: minor.nullable().meta({ description: 'Of it; null while undecided' }),
    reasonCode: z.enum(DISPUTE_REASONS).meta({ description: 'Peppol invoice response, OPStatusReason' }),
    actionCode: z.enum(DISPUTE_ACTIONS).meta({ description: 'Peppol invoice response, OPStatusAction' }),
    openedAt: instant,
    openedBy: z.object({ name: z.string().nullable(), email: z.string().nullable() }),
    turn: side.nullable().meta({ description: 'Whose answer is waited for' }),
    answerDueAt: instant.nullable().meta({ description: 'Until when, by the policy dispute' }),
    endedAt: instant.nullable(),
    decidedBy: z.string().nullable().meta({ description: 'user:<id> or key:<id>' }),
    creditNoteNumber: z.string().nullable(),
    version: z.int().meta({ description: 'Raised by every step: a decision names the one that was read' }),
  })
  .meta({ id: 'Dispute' })

const entrySchema = z.object({
  id: z.uuid(),
  at: instant,
  side,
  step: z.enum(DISPUTE_STEPS),
  author: z.string().nullable().meta({ description: 'Name' }),
  text: z.string(),
  files: z.array(z.object({ id: z.uuid(), filename: z.string(), mediaType: z.string(), byteSize: z.int() })),
})

export const disputeDetailSchema = z
  .object({
    dispute: disputeSchema,
    lines: z.array(
      z.object({
        position: z.int().meta({ description: 'Of the invoice’s line from 1; 0 for the invoice as a whole' }),
        lineId: z.string().nullable().meta({ description: 'BT-126' }),
        name: z.string(),
        kind: z.enum(['whole', 'quantity', 'price', 'amount']),
        claimedQuantity: z.string().nullable().meta({ description: 'How many are contested' }),
        claimedPrice: z.string().nullable().meta({ description: 'The price held to be right' }),
        claimedNetMinor: minor,
        claimedMinor: minor.meta({ description: 'Gross of tax' }),
        grantedMinor: minor.nullable(),
      }),
    ),
    entries: z.array(entrySchema).meta({ description: 'The thread, oldest first' }),
    balance: z.object({
      payableMinor: minor,
      openMinor: minor,
      pendingMinor: minor,
      plannedMinor: minor,
      disputedMinor: minor.meta({ description: 'Held back by every open dispute of the invoice' }),
      dueNowMinor: minor,
    }),
  })
  .meta({ id: 'DisputeDetail' })

export function describeDispute(dispute: ListedDispute): z.input<typeof disputeSchema> {
  const { id, reference, status, currency: code, claimedMinor, grantedMinor, creditNoteNumber, version } = dispute
  return {
    ...{ id, reference, status, currency: code, claimedMinor, grantedMinor, creditNoteNumber, version },
    debtor: dispute.debtorExternalId,
    debtorName: dispute.debtorName,
    invoice: dispute.invoiceNumber,
    invoiceDueOn: dispute.invoiceDueOn,
    reasonCode: dispute.reason,
    actionCode: dispute.action,
    openedAt: dispute.openedAt.toISOString(),
    openedBy: { name: dispute.openedByName, email: dispute.openedByEmail },
    turn: readTurn(status),
    answerDueAt: dispute.answerDueAt?.toISOString() ?? null,
    endedAt: dispute.endedAt?.toISOString() ?? null,
    decidedBy: dispute.decidedBy,
  }
}

export function describeDisputeEntry(entry: DisputeView['entries'][number]): z.input<typeof entrySchema> {
  const { id, at, side: of, step, authorName, text, files } = entry
  return {
    ...{ id, at: at.toISOString(), side: of, step, author: authorName, text },
    files: files.map(({ id: fileId, filename, mediaType, byteSize }) => ({
      ...{ id: fileId, filename, mediaType, byteSize },
    })),
  }
}

export function describeDisputeDetail(view: DisputeView): z.input<typeof disputeDetailSchema> {
  const { dispute, lines, entries, invoice } = view
  const { payableMinor, openMinor, pendingMinor, plannedMinor, disputedMinor } = invoice
  return {
    dispute: describeDispute(dispute),
    lines: lines.map((line) => ({
      ...{ position: line.position, lineId: line.lineId, name: line.name, kind: line.kind },
      ...{ claimedQuantity: line.claimedQuantity, claimedPrice: line.claimedPrice },
      ...{ claimedNetMinor: line.claimedNetMinor, claimedMinor: line.claimedMinor, grantedMinor: line.grantedMinor },
    })),
    entries: entries.map(describeDisputeEntry),
    balance: {
      payableMinor,
      openMinor,
      pendingMinor,
      plannedMinor,
      disputedMinor,
      dueNowMinor: computeDueNow(invoice),
    },
  }
}
