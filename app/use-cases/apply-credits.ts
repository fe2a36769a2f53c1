import type { CalendarDay } from '~/domain/calendar-day'
import type { Concession } from '~/domain/concession'
import type { InvoiceId } from '~/domain/ids'
import { settle } from '~/domain/invoice-balance'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { PaymentBreakdown } from '~/domain/payment-order'
import type { InvoiceLedger } from './invoice-ledger'
import { listPromisedDiscounts, noteDiscounts } from './note-discounts'
import type { CreditApplication, NamedUnappliedCredit } from './ports/credit-repository'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { describeSettledInvoice } from './report-payment'

/**
 * Uses credits on invoices as planned, at once and for good: whatever becomes of a payment for the rest, what a credit
 * settled stays settled. A step of a surrounding transaction that has locked every invoice, credit note and unapplied
 * credit concerned; the ledger is the caller's to save. Returns the outcome events, to be
 * appended after that.
 */
export async function applyCredits(
  transaction: Transaction,
  ids: IdSource,
  application: CreditApplication,
  plan: Pick<PaymentBreakdown, 'uses'> & {
    /** What is let go of invoices that the credits settle as far as was agreed. */
    concessions?: readonly (readonly [InvoiceId, Concession])[]
  },
  books: {
    ledger: InvoiceLedger
    unapplied: readonly NamedUnappliedCredit[]
    today: CalendarDay
    /** Whether what is due is settled first, or what instalments are to pay. */
    settleBy?: typeof settle
  },
): Promise<OutcomeEventDraft[]> {
  const { creditorId, debtorId, at } = application
  const { ledger, unapplied, today, settleBy = settle } = books
  const usedMinor = new Map<string, number>()
  for (const { credit: planned, invoiceId, amountMinor } of plan.uses) {
    const { credit } = planned
    ledger.change(invoiceId, (invoice) => settleBy(invoice, amountMinor, today))
    if (credit.kind === 'credit_note') ledger.change(credit.id, (note) => settle(note, amountMinor, today))
    usedMinor.set(credit.id, (usedMinor.get(credit.id) ?? 0) + amountMinor)
  }
  const concessions = plan.concessions ?? []
  for (const [invoiceId, { amountMinor }] of concessions) {
    ledger.change(invoiceId, (invoice) => settle(invoice, amountMinor, today))
  }
  const used = unapplied.filter((credit) => usedMinor.has(credit.id))
  await transaction.credits.saveOpen(
    creditorId,
    used.map((credit) => ({ id: credit.id, openMinor: credit.openMinor - (usedMinor.get(credit.id) ?? 0) })),
  )
  const settled = { creditorId, debtorId, paymentId: null, reversesId: null, applicationId: application.id, at }
  const byCredit = plan.uses.map(({ credit: { credit }, invoiceId, amountMinor }) => ({
    ...{ ...settled, id: ids.uuid(), invoiceId, kind: credit.kind, amountMinor },
    creditNoteId: credit.kind === 'credit_note' ? credit.id : null,
    unappliedCreditId: credit.kind === 'unapplied_credit' ? credit.id : null,
  }))
  const letGo = concessions.map(([invoiceId, { kind, amountMinor }]) => ({
    ...{ ...settled, id: ids.uuid(), invoiceId, kind, amountMinor },
    ...{ creditNoteId: null, unappliedCreditId: null },
  }))
  await transaction.allocations.insertMany([...byCredit, ...letGo])
  const creditNotes = plan.uses.flatMap(({ credit: { credit } }) => (credit.kind === 'credit_note' ? [credit.id] : []))
  const promised = listPromisedDiscounts(concessions.map(([invoiceId, concession]) => ({ invoiceId, concession })))
  const discounts = await noteDiscounts(transaction, ledger, letGo, promised)
  const applied: OutcomeEventDraft = {
    creditorId,
    debtorId,
    type: 'credit.applied',
    occurredAt: at,
    data: {
      invoices: [
        ...plan.uses.map(({ credit: { credit }, invoiceId, amountMinor }) =>
          describeSettledInvoice(ledger.get(invoiceId), amountMinor, credit.kind),
        ),
        ...concessions.map(([invoiceId, { kind, amountMinor }]) =>
          describeSettledInvoice(ledger.get(invoiceId), amountMinor, kind),
        ),
        ...[...new Set(creditNotes)].map((id) => {
          const { number, kind, currency, openMinor } = ledger.get(id)
          return { number, kind, currency, amountMinor: usedMinor.get(id) ?? 0, openMinor }
        }),
      ],
      unappliedCredits: used.map(({ id, currency }) => ({ id, currency, amountMinor: -(usedMinor.get(id) ?? 0) })),
    },
  }
  return [applied, ...discounts]
}
