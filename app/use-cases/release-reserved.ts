import { computeDueNow, plan, release } from '~/domain/invoice-balance'
import { computeReservation, type Payment, type PaymentIntent } from '~/domain/payment'
import { readPlanRoom } from './carry-plans'
import type { InvoiceLedger } from './invoice-ledger'
import type { Transaction } from './ports/unit-of-work'

/**
 * Gives back what a payment had set aside on its invoices: to the instalments that it was for, as far as their plan is
 * still to pay it, and else to what is due. Changes the ledger, which is the caller's to save.
 */
export async function releaseReserved(
  transaction: Transaction,
  ledger: InvoiceLedger,
  { creditorId, id, purpose }: Payment,
  intents: readonly PaymentIntent[],
): Promise<void> {
  const reserved = intents.filter((intent) => intent.reserved)
  if (reserved.length === 0) return
  for (const intent of reserved) {
    ledger.change(intent.invoiceId, (invoice) => release(invoice, computeReservation(intent)))
  }
  await transaction.payments.releaseIntents(creditorId, id)
  if (purpose?.kind !== 'plan') return
  const invoices = reserved.map(({ invoiceId }) => ledger.get(invoiceId))
  const room = await readPlanRoom(transaction, creditorId, invoices)
  for (const intent of reserved) {
    const mostMinor = Math.min(computeReservation(intent), room.get(intent.invoiceId) ?? 0)
    ledger.change(intent.invoiceId, (invoice) => plan(invoice, Math.min(mostMinor, computeDueNow(invoice))))
  }
}
