import { isPaymentUnderWay, takePaymentEdge, type Payment, type PaymentStatus } from '~/domain/payment'
import { lockInvoices } from './invoice-ledger'
import { findPlanId, freeInstalments } from './pay-instalments'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'
import { releaseReserved } from './release-reserved'
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
  await releaseReservations(transaction, ids, payment, ending.at)
  // A debtor that takes its method away has not taken this payment back.
  const isFailure = ending.cause !== 'debtor' || ending.status === 'failed'
  await freeInstalments(transaction, payment, { at: ending.at, isFailure })
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
async function releaseReservations(transaction: Transaction, ids: IdSource, payment: Payment, at: Date): Promise<void> {
  const intents = await transaction.payments.listIntents(payment.creditorId, payment.id)
  const planId = findPlanId(payment)
  const ledger = await lockInvoices(
    transaction,
    payment.creditorId,
    intents.filter((intent) => intent.reserved || planId !== null).map((intent) => intent.invoiceId),
  )
  await releaseReserved(transaction, ledger, payment, intents)
  await ledger.save({ ids, at, planId })
}
