import type { CreditorId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { describeHoldingPayment, type PaymentRefusal } from '~/domain/payment-refusal'
import type { Transaction } from './ports/unit-of-work'

/** Adds to "more than is due now" who holds the rest, so that the debtor can go on with that payment or cancel it. */
export async function describeHolders(
  transaction: Transaction,
  creditorId: CreditorId,
  refusals: readonly PaymentRefusal[],
  invoices: readonly InvoiceBalance[],
): Promise<PaymentRefusal[]> {
  const short = invoices.filter((invoice) =>
    refusals.some((refusal) => refusal.kind === 'above_due_now' && refusal.invoiceNumber === invoice.number),
  )
  if (short.length === 0) return [...refusals]
  const held = await transaction.payments.listHeldReservations(
    creditorId,
    short.map(({ id }) => id),
  )
  return refusals.map((refusal) => {
    const invoice = short.find(({ number }) => number === refusal.invoiceNumber)
    if (refusal.kind !== 'above_due_now' || !invoice) return refusal
    const heldBy = held
      .filter(({ invoiceId }) => invoiceId === invoice.id)
      .map(({ payment, amountMinor }) => describeHoldingPayment(payment, amountMinor, invoice.currency))
    return { ...refusal, heldBy }
  })
}
