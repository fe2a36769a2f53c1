import type { CalendarDay } from '~/domain/calendar-day'
import { settle } from '~/domain/invoice-balance'
import type { OutcomeEventDraft } from '~/domain/outcome-event'
import type { PaymentPlan } from '~/domain/payment-order'
import type { InvoiceLedger } from './invoice-ledger'
import type { CreditApplication, NamedUnappliedCredit } from './ports/credit-repository'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { describeSettledInvoice } from './report-payment'

/**
 * Uses credits on invoices as planned, at once and for good: whatever becomes of a payment for the rest, what a credit
 * settled stays settled. A step of a surrounding transaction that has locked every invoice, credit note and unapplied
 * credit concerned; the ledger is the caller's to save. Returns the outcome event, to be appended after that.
 */
export async function applyCredits(
  transaction: Transaction,
  ids: IdSource,
  application: CreditApplication,
  plan: Pick<PaymentPlan, 'uses'>,
  books: { ledger: InvoiceLedger; unapplied: readonly NamedUnappliedCredit[]; today: CalendarDay },
): Promise<OutcomeEventDraft> {
  const { creditorId, debtorId, at } = application
  const { ledger, unapplied, today } = books
  const usedMinor = new Map<string, number>()
  for (const { credit: planned, invoiceId, amountMinor } of plan.uses) {
    const { credit } = planned
    ledger.change(invoiceId, (invoice) => settle(invoice, amountMinor, today))
    if (credit.kind === 'credit_note') ledger.change(credit.id, (note) => settle(note, amountMinor, today))
    usedMinor.set(credit.id, (usedMinor.get(credit.id) ?? 0) + amountMinor)
  }
  const used = unapplied.filter((credit) => usedMinor.has(credit.id))
  await transaction.credits.saveOpen(
    creditorId,
    used.map((credit) => ({ id: credit.id, openMinor: credit.openMinor - (usedMinor.get(credit.id) ?? 0) })),
  )
  await transaction.allocations.insertMany(
    plan.uses.map(({ credit: { credit }, invoiceId, amountMinor }) => ({
      id: ids.uuid(),
      creditorId,
      debtorId,
      invoiceId,
      kind: credit.kind,
      amountMinor,
      paymentId: null,
      creditNoteId: credit.kind === 'credit_note' ? credit.id : null,
      unappliedCreditId: credit.kind === 'unapplied_credit' ? credit.id : null,
      reversesId: null,
      applicationId: application.id,
      at,
    })),
  )
  const creditNotes = plan.uses.flatMap(({ credit: { credit } }) => (credit.kind === 'credit_note' ? [credit.id] : []))
  return {
    creditorId,
    debtorId,
    type: 'credit.applied',
    occurredAt: at,
    data: {
      invoices: [
        ...plan.uses.map(({ credit: { credit }, invoiceId, amountMinor }) =>
          describeSettledInvoice(ledger.get(invoiceId), amountMinor, credit.kind),
        ),
        ...[...new Set(creditNotes)].map((id) => {
          const { number, kind, currency, openMinor } = ledger.get(id)
          return { number, kind, currency, amountMinor: usedMinor.get(id) ?? 0, openMinor }
        }),
      ],
      unappliedCredits: used.map(({ id, currency }) => ({ id, currency, amountMinor: -(usedMinor.get(id) ?? 0) })),
    },
  }
}
