import { createHash } from 'node:crypto'
import type { CalendarDay } from '~/domain/calendar-day'
import type { InvoiceId } from '~/domain/ids'
import { computeCapacity } from '~/domain/invoice-balance'
import type { PaymentPlan } from '~/domain/payment-plan'
import { applyCredits } from './apply-credits'
import { lockInvoices } from './invoice-ledger'
import { issuePlanNote } from './issue-plan-note'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/**
 * Credits what of a plan's charges is not owed any more, by a credit note to the note that they were invoiced by. It
 * settles at once what is open of that one, and with it what instalments were to pay; what it cannot settle stays a
 * credit of the debtor. The plan's invoices are locked. Returns the credit note; null for no amount, or a plan without
 * charges, of which there is nothing to credit.
 */
export async function creditPlanCharges(
  { ids, at, today }: { ids: IdSource; at: Date; today: CalendarDay },
  transaction: Transaction,
  plan: PaymentPlan,
  amountMinor: number,
): Promise<InvoiceId | null> {
  const { creditorId, debtorId, currency, chargeInvoiceId } = plan
  if (amountMinor <= 0 || chargeInvoiceId === null) return null
  await transaction.outcomeLog.appendRest()
  const charged = { ...plan, chargeInvoiceId }
  const wanted = { kind: 'credit_note', amountMinor } as const
  const { id: noteId, number } = await issuePlanNote({ ids, at, today }, transaction, charged, wanted)
  const ledger = await lockInvoices(transaction, creditorId, [chargeInvoiceId, noteId])
  const usedMinor = Math.min(amountMinor, computeCapacity(ledger.get(chargeInvoiceId), 0))
  if (usedMinor === 0) return noteId
  const application = {
    id: ids.uuid(),
    ...{ creditorId, debtorId, currency, at, amountMinor: usedMinor, paymentId: null, linkId: null },
    reference: ids.reference(),
    idempotencyKey: `plan ${number}`,
    requestSha256: createHash('sha256').update(noteId).digest('hex'),
  }
  if (!(await transaction.credits.insertApplication(application))) throw new Error(`${number} was used before`)
  const credit = {
    ...{ kind: 'credit_note' as const, id: noteId, label: number, since: today, currency, openMinor: amountMinor },
  }
  const uses = [{ credit: { credit, amountMinor: usedMinor }, invoiceId: chargeInvoiceId, amountMinor: usedMinor }]
  const events = await applyCredits(transaction, ids, application, { uses }, { ledger, unapplied: [], today })
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  for (const event of events) transaction.outcomeLog.appendAtEnd(event)
  await ledger.save({ ids, at, planId: plan.id })
  return noteId
}
