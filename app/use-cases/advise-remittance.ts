import { permits } from '~/domain/access-scope'
import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { PaymentId } from '~/domain/ids'
import { computeDueNow, reserve, unplan, type InvoiceBalance } from '~/domain/invoice-balance'
import { computeReservation, takePaymentEdge, type Payment, type PaymentIntent } from '~/domain/payment'
import type { Payer } from '~/domain/payment-order'
import { fail, succeed, type Result } from '~/domain/result'
import { lockInvoices } from './invoice-ledger'
import { findPlanId, holdInstalments } from './pay-instalments'
import type { PaymentServices } from './payment-services'
import { describePaymentOutcome } from './report-payment'

export interface RemittanceAdvice {
  payer: Payer
  paymentId: PaymentId
  paidOn: CalendarDay
  /** Of the payment's currency; what was ordered, whatever was asked for. */
  amountMinor: number
  note: string | null
}

/** `ended`: the payment is over, or its money has come. */
export type AdviceRefusal = 'not_allowed' | 'not_found' | 'ended' | 'amount_not_positive' | 'paid_in_future'

/** How long a bank may take; after that the invoices are free again, and money that still comes counts all the same. */
const ARRIVAL_MS = 14 * 24 * 60 * 60_000

/**
 * Takes the debtor's word that it has ordered its transfer: invoices of which all that is meant is still due are set aside
 * for it, and the creditor is told. The same word again (a form sent twice) changes nothing; other words are kept as a
 * further notice.
 */
export async function adviseRemittance(
  { unitOfWork, clock, ids }: Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>,
  { payer, paymentId, paidOn, amountMinor, note }: RemittanceAdvice,
): Promise<Result<Payment, AdviceRefusal>> {
  const { creditorId, debtorId } = payer
  if (!permits(payer.scope, 'pay')) return fail('not_allowed')
  if (amountMinor <= 0) return fail('amount_not_positive')
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const payment = await transaction.payments.lock(creditorId, paymentId)
    if (payment?.origin !== 'bank_transfer') return fail('not_found')
    if (payment.status !== 'pending' && payment.status !== 'processing') return fail('ended')
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    const now = clock.now()
    if (paidOn > dayOfInstant(now, creditor.timeZone)) return fail('paid_in_future')
    const earlier = await transaction.remittanceNotices.listByPayment(creditorId, paymentId)
    const isSaid = earlier.some(
      (notice) => notice.paidOn === paidOn && notice.amountMinor === amountMinor && notice.note === note,
    )
    if (isSaid) return succeed(payment)
    const notice = { id: ids.uuid(), creditorId, debtorId, paymentId, paidOn, amountMinor, note, createdAt: now }
    await transaction.remittanceNotices.insert(notice)
    let advised = payment
    if (payment.status === 'pending') {
      const intents = await transaction.payments.listIntents(creditorId, paymentId)
      const invoiceIds = intents.map(({ invoiceId }) => invoiceId)
      const ledger = await lockInvoices(transaction, creditorId, invoiceIds)
      const planId = findPlanId(payment)
      const take = (invoice: InvoiceBalance, intent: PaymentIntent) =>
        planId === null ? invoice : unplan(invoice, Math.min(computeReservation(intent), invoice.plannedMinor))
      const free = intents.filter(
        (intent) => computeReservation(intent) <= computeDueNow(take(ledger.get(intent.invoiceId), intent)),
      )
      for (const intent of free) {
        ledger.change(intent.invoiceId, (invoice) => reserve(take(invoice, intent), computeReservation(intent)))
      }
      const freeIds = free.map(({ invoiceId }) => invoiceId)
      await transaction.payments.reserveIntents(creditorId, paymentId, freeIds)
      await ledger.save({ ids, at: now, planId })
      await holdInstalments(transaction, payment, { isCollection: false })
      const edge = takePaymentEdge('pending', 'processing')
      advised = { ...payment, status: 'processing', expiresAt: new Date(now.getTime() + ARRIVAL_MS) }
      await transaction.payments.save(advised, [{ ...edge, id: ids.uuid() }], { at: now, cause: 'debtor' })
    }
    const remittance = { paidOn, amountMinor, currency: payment.currency, ...(note === null ? {} : { note }) }
    await transaction.outcomeLog.append(describePaymentOutcome('remittance.advised', advised, now, { remittance }))
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(advised)
  })
}
