import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { InvoiceId } from '~/domain/ids'
import { dateTransfer } from '~/domain/interest-policy'
import type { Payment } from '~/domain/payment'
import { sumUnpaid } from '~/domain/plan-progress'
import { computeSaved, computeUnearned } from '~/domain/unearned-interest'
import type { PlanBooks } from './carry-plans'
import { creditPlanCharges } from './credit-plan-charges'
import { findPlanId, lockPlanBooks } from './pay-instalments'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/** Every invoice of the plan that a payment is for: what is paid early may be credited on another than those it settles. */
export async function listPlanInvoices({ plans }: Transaction, payment: Payment): Promise<InvoiceId[]> {
  const planId = findPlanId(payment)
  if (planId === null) return []
  return (await plans.listInvoices(payment.creditorId, planId)).map(({ invoiceId }) => invoiceId)
}

/** The plan that a payment is for as it is before its money counts. Its invoices are locked. */
export async function readBeforePayment(transaction: Transaction, payment: Payment): Promise<PlanBooks | null> {
  const planId = findPlanId(payment)
  return planId && lockPlanBooks(transaction, payment.creditorId, planId)
}

/**
 * Credits the interest that a payment saved by coming before the days that were agreed. What counts is when it was
 * started, or, of a transfer that took longer than banks do, when it came. One that leaves no more than the interest of the days to come pays the plan off, and all of that is credited.
 * `before` is the plan before the payment, `receivedOn` the day in the creditor's books; its invoices are locked, and the payment's event is in the log.
 */
export async function creditEarlyPayment(
  { ids, at }: { ids: IdSource; at: Date },
  transaction: Transaction,
  creditor: Creditor,
  { payment, before, receivedOn }: { payment: Payment; before: PlanBooks | null; receivedOn: CalendarDay },
): Promise<void> {
  if (!before || before.plan.chargeInvoiceId === null) return
  const after = await lockPlanBooks(transaction, payment.creditorId, before.plan.id)
  if (!after) return
  const orderedOn = dayOfInstant(payment.createdAt, creditor.timeZone)
  const policy = await transaction.policies.read(creditor.id, 'interest')
  const startedOn =
    payment.origin === 'bank_transfer' ? dateTransfer({ orderedOn, arrivedOn: receivedOn }, policy) : orderedOn
  const leftMinor = sumUnpaid(after.instalments)
  const isPayoff = leftMinor <= computeUnearned(before.plan, before.instalments, startedOn)
  const savedMinor = isPayoff ? leftMinor : computeSaved(before.plan, before.instalments, after.instalments, startedOn)
  const today = dayOfInstant(at, creditor.timeZone)
  const amountMinor = Math.min(savedMinor, leftMinor)
  const noteId = await creditPlanCharges({ ids, at, today }, transaction, after.plan, amountMinor)
  if (noteId === null) return
  const { creditorId, debtorId, id: paymentId } = payment
  await transaction.earlyCredits.insert({
    ...{ id: ids.uuid(), creditorId, debtorId, planId: after.plan.id, paymentId, noteId, amountMinor, at },
  })
}
