import type { Creditor } from '~/domain/creditor'
import type { InvoiceId } from '~/domain/ids'
import { dayOfInstant } from '~/domain/calendar-day'
import { computeLateInterest } from '~/domain/late-interest'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { OutcomeInterest } from '~/domain/outcome-interest'
import type { RecordedWaiver } from './ports/late-interest-repository'
import type { Transaction } from './ports/unit-of-work'
import { readLateness } from './read-charges'

/**
 * Keeps waivers, each with what it lets go of interest and compensation as they have accrued by `at`. Returns the events
 * that tell it, to be appended after that of the money they came with; none of a waiver that lets go of nothing, unless
 * somebody decided it.
 */
export async function grantWaivers(
  transaction: Transaction,
  creditor: Creditor,
  waivers: readonly RecordedWaiver[],
  at: Date,
): Promise<OutcomeEventDraft[]> {
  return tellDifferences(transaction, creditor, waivers, { type: 'interest.waived', at }, async (waiver) => {
    await transaction.lateInterest.insertWaiver(waiver)
  })
}

/** Ends waivers whose money went back: what they let go is owed again, and is told. */
export async function revokeWaivers(
  transaction: Transaction,
  creditor: Creditor,
  waivers: readonly RecordedWaiver[],
  at: Date,
): Promise<OutcomeEventDraft[]> {
  return tellDifferences(transaction, creditor, waivers, { type: 'interest.reinstated', at }, async (waiver) => {
    await transaction.lateInterest.revokeWaivers([waiver], at)
  })
}

async function tellDifferences(
  transaction: Transaction,
  creditor: Creditor,
  waivers: readonly RecordedWaiver[],
  { type, at }: { type: 'interest.waived' | 'interest.reinstated'; at: Date },
  change: (waiver: RecordedWaiver) => Promise<void>,
): Promise<OutcomeEventDraft[]> {
  const events: OutcomeEventDraft[] = []
  for (const waiver of waivers) {
    const { id: waiverId, creditorId, debtorId, invoiceId, throughOn, reason } = waiver
    const before = await readOwed(transaction, creditor, invoiceId, at)
    await change(waiver)
    const after = await readOwed(transaction, creditor, invoiceId, at)
    const [more, less] = type === 'interest.waived' ? [before, after] : [after, before]
    const interestMinor = more.owed.interestMinor - less.owed.interestMinor
    const compensationMinor = more.owed.compensationMinor - less.owed.compensationMinor
    const waivedBy = findWaivedBy(waiver)
    if (interestMinor + compensationMinor === 0 && waivedBy !== 'creditor') continue
    const interest: OutcomeInterest = {
      ...{ invoice: before.number, currency: before.currency, waiverId, waivedBy, reason },
      ...(throughOn === null ? {} : { throughOn }),
      ...(interestMinor === 0 ? {} : { interestMinor }),
      ...(compensationMinor === 0 ? {} : { compensationMinor }),
    }
    events.push({ creditorId, debtorId, type, occurredAt: at, data: { interest } })
  }
  return events
}

async function readOwed(transaction: Transaction, creditor: Creditor, invoiceId: InvoiceId, at: Date) {
  const [invoice] = await transaction.invoices.findByIds(creditor.id, [invoiceId])
  if (!invoice) throw new Error(`no invoice ${invoiceId}`)
  const { policy, claims } = await readLateness(transaction, creditor, [invoice])
  const claim = claims.get(invoiceId)
  const { number, currency } = invoice
  const nothing = { interestMinor: 0, compensationMinor: 0 }
  const owed = claim ? computeLateInterest(claim, policy, dayOfInstant(at, creditor.timeZone)) : nothing
  return { number, currency, owed }
}

function findWaivedBy({ waivedBy }: RecordedWaiver): NonNullable<OutcomeInterest['waivedBy']> {
  if (waivedBy.startsWith('settlement:')) return 'settlement'
  return waivedBy.startsWith('quote:') ? 'quote' : 'creditor'
}
