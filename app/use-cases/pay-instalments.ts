import { dayOfInstant, startOfDay } from '~/domain/calendar-day'
import type { CreditorId, PlanId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import type { PaymentOrder } from '~/domain/payment-order'
import { refusePayment, type PaymentRefusal } from '~/domain/payment-refusal'
import { isPlanInForce, takeInstalmentEdge, type Instalment } from '~/domain/payment-plan'
import { computeShareLeft, computeUnpaid, findRetryDay } from '~/domain/plan-progress'
import type { PlanBooks } from './carry-plans'
import type { Transaction } from './ports/unit-of-work'
import { tellPlanNotice } from './tell-plan-notice'

/** The plan that a payment is for; null for one that fulfils none. */
export function findPlanId({ purpose }: Pick<Payment, 'purpose'>): PlanId | null {
  return purpose?.kind === 'plan' ? (purpose.id as PlanId) : null
}

/** A plan with its books, locked, while it is in force. Its invoices are locked before. */
export async function lockPlanBooks(
  { plans }: Transaction,
  creditorId: CreditorId,
  id: PlanId,
): Promise<PlanBooks | null> {
  const plan = await plans.lock(creditorId, id)
  if (!plan || !isPlanInForce(plan.status)) return null
  return {
    plan,
    shares: await plans.listInvoices(creditorId, id),
    instalments: await plans.listInstalments(creditorId, id),
  }
}

/** Whether a payment for instalments asks for more than their plan still has to pay; null where it does not. */
export async function findPlanRefusal(
  { plans }: Transaction,
  creditorId: CreditorId,
  { purpose, items }: PaymentOrder,
  invoices: readonly InvoiceBalance[],
): Promise<PaymentRefusal | null> {
  if (purpose?.kind !== 'plan') return null
  const refusal = refusePayment('plan_changed')
  const plan = await plans.find(creditorId, purpose.id as PlanId)
  if (!plan || !isPlanInForce(plan.status)) return refusal
  const shares = await plans.listInvoices(creditorId, plan.id)
  const isPlanned = items.every(({ number, amountMinor }) => {
    const share = shares.find((one) => one.number === number)
    const invoice = invoices.find((one) => one.number === number)
    return share && invoice && amountMinor <= Math.min(computeShareLeft(share), invoice.plannedMinor)
  })
  return isPlanned ? null : refusal
}

/** Has the instalments that a payment under way will cover wait for it, the oldest first. */
export async function holdInstalments(
  transaction: Transaction,
  payment: Payment,
  { isCollection }: { isCollection: boolean },
): Promise<void> {
  const planId = findPlanId(payment)
  const books = planId && (await lockPlanBooks(transaction, payment.creditorId, planId))
  if (!books) return
  let restMinor = payment.settledMinor
  const held: Instalment[] = []
  for (const instalment of books.instalments) {
    const unpaidMinor = instalment.paymentId === null || instalment.status === 'paid' ? computeUnpaid(instalment) : 0
    if (restMinor <= 0 || unpaidMinor === 0) continue
    restMinor -= unpaidMinor
    const { status } = instalment
    held.push({
      ...instalment,
      paymentId: payment.id,
      // A missed one is missed until the money is there.
      status: status === 'missed' ? status : takeInstalmentEdge(status, 'processing').to,
      attempts: instalment.attempts + (isCollection ? 1 : 0),
      nextAttemptAt: null,
    })
  }
  await transaction.plans.saveInstalments(books.plan, held)
}

/**
 * Takes a payment that is over off the instalments that it has not covered: they are to be paid as before. One that was to
 * be collected from a kept method is tried again on the days that the plan says; when there are no more of them, and
 * whenever a collection failed, the debtor is told. The payment's invoices are locked.
 */
export async function freeInstalments(
  transaction: Transaction,
  payment: Payment,
  { at, isFailure }: { at: Date; isFailure: boolean },
): Promise<void> {
  const planId = findPlanId(payment)
  const books = planId && (await lockPlanBooks(transaction, payment.creditorId, planId))
  if (!books) return
  const { plan, instalments } = books
  const held = instalments.filter(({ paymentId, status }) => paymentId === payment.id && status !== 'paid')
  if (held.length === 0) return
  const creditor = await transaction.creditors.findById(payment.creditorId)
  if (!creditor) throw new Error(`no creditor ${payment.creditorId}`)
  const today = dayOfInstant(at, creditor.timeZone)
  const isCollection = isFailure && isCollected(payment)
  const freed = held.map((instalment): Instalment => {
    const free = { ...instalment, paymentId: null, nextAttemptAt: null }
    if (instalment.status !== 'processing') return free
    const retryOn = isCollection ? findRetryDay(instalment, plan.terms.envelope.retryDays, today) : null
    if (retryOn !== null) {
      const { to: status } = takeInstalmentEdge('processing', 'retrying')
      return { ...free, status, nextAttemptAt: startOfDay(retryOn, creditor.timeZone) }
    }
    return { ...free, status: takeInstalmentEdge('processing', instalment.dueOn > today ? 'scheduled' : 'due').to }
  })
  await transaction.plans.saveInstalments(plan, freed)
  const [first] = freed
  if (isCollection && first) await tellPlanNotice(transaction, plan, 'collection_failed', { instalment: first, at })
}

/** Nobody was there: it was opened by a plan's collection. */
function isCollected({ origin, linkId }: Payment): boolean {
  return origin === 'saved_method' && linkId === null
}
