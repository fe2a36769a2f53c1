import { release } from '~/domain/invoice-balance'
import { isPaymentUnderWay, takePaymentEdge, type Payment, type PaymentStatus } from '~/domain/payment'
import { lockInvoices } from './invoice-ledger'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { describePaymentOutcome } from './report-payment'

/**
 * Ends a payment without money (failed, canceled, expired), in a transaction that has locked it: its reservations are
 * released and the creditor is told what it was told the beginning of. Does nothing when it is not under way any more.
 */
export async function endPayment(
  transaction: Transaction,
  ids: IdSource,
  payment: Payment,
  ending: {
    status: Extract<PaymentStatus, 'failed' | 'canceled' | 'expired'>
    at: Date
    cause: 'debtor' | 'gateway' | 'clock'
    failureCode?: string
    gatewayEventId?: string
  },
): Promise<Payment> {
  if (!isPaymentUnderWay(payment.status)) return payment
  const edge = takePaymentEdge(payment.status, ending.status)
  await releaseReservations(transaction, payment)
  const ended: Payment = {
    ...payment,
    status: ending.status,
    endedAt: ending.at,
    failureCode: ending.failureCode ?? payment.failureCode,
  }
  await transaction.payments.save(ended, [{ ...edge, id: ids.uuid() }], ending)
  if (edge.reports) await transaction.outcomeLog.append(describePaymentOutcome(edge.reports, ended, ending.at))
  await transaction.debtors.raiseVersion(payment.creditorId, [payment.debtorId])
  return ended
}

/** Gives back what the payment set aside on its invoices. */
export async function releaseReservations(transaction: Transaction, payment: Payment): Promise<void> {
  const intents = await transaction.payments.listIntents(payment.creditorId, payment.id)
  const reserved = intents.filter((intent) => intent.reserved)
  const ledger = await lockInvoices(
    transaction,
    payment.creditorId,
    reserved.map((intent) => intent.invoiceId),
  )
  for (const { invoiceId, amountMinor } of reserved) {
    ledger.change(invoiceId, (invoice) => release(invoice, amountMinor))
  }
  await ledger.save()
  await transaction.payments.releaseIntents(payment.creditorId, payment.id)
}
