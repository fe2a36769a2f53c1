/** The money: what was captured, applied, reserved, reversed. */
import { hasPaymentSucceeded, isPaymentUnderWay } from '~/domain/payment'
import type { AllocationRow, Books, PaymentRow, TransitionRow } from './books'
import { FaultList, groupBy, sumMinor, type Fault } from './verify-books'

export function verifyMoney(books: Books): Fault[] {
  const list = new FaultList()
  verifyCaptures(books, list)
  verifyPayments(books, list)
  verifyInvoices(books, list)
  verifyCredits(books, list)
  verifyForms(books, list)
  return list.faults
}

/** From the sandbox's side: its books were written by its own transactions. */
function verifyCaptures({ checkouts, payments }: Books, list: FaultList): void {
  const paymentById = new Map(payments.map((payment) => [payment.id, payment]))
  for (const checkout of checkouts) {
    const payment = paymentById.get(checkout.paymentId)
    const describe = () => `checkout ${JSON.stringify(checkout)} of payment ${JSON.stringify(payment)}`
    if (checkout.status === 'succeeded') {
      const isKnown =
        payment !== undefined &&
        hasPaymentSucceeded(payment.status) &&
        payment.gatewayReference === checkout.id &&
        payment.receivedMinor === checkout.amountMinor
      list.demand('captured', isKnown, describe)
      const reversedMinor = (payment?.refundedMinor ?? 0) + (payment?.chargedBackMinor ?? 0)
      list.demand('reversed-once', reversedMinor === checkout.refundedMinor, describe)
    } else {
      list.demand('captured', payment !== undefined && !hasPaymentSucceeded(payment.status), describe)
    }
  }
  const checkoutsOf = groupBy(checkouts, (checkout) => checkout.paymentId)
  for (const { id, status, gatewayReference } of payments) {
    const own = checkoutsOf(id)
    const isConsistent = own.length <= 1 && (gatewayReference === null || own[0]?.id === gatewayReference)
    list.demand('one-checkout', isConsistent, () => `payment ${id} ${status}: ${own.length} checkouts`)
    list.demand(
      'captured',
      !hasPaymentSucceeded(status) || own[0]?.status === 'succeeded',
      () => `payment ${id} ${status} without a capture`,
    )
  }
}

function verifyPayments(books: Books, list: FaultList): void {
  const { payments, allocations, unappliedCredits } = books
  const cashOf = groupBy(allocations, (allocation) => allocation.paymentId)
  const creditsOf = groupBy(unappliedCredits, (credit) => credit.paymentId)
  const usesOf = groupBy(allocations, (allocation) => allocation.unappliedCreditId)
  const transitionsOf = groupBy(books.transitions, (transition) => transition.paymentId)
  for (const payment of payments) {
    const { id, receivedMinor, refundedMinor, chargedBackMinor } = payment
    const cash = cashOf(id)
    const credits = creditsOf(id)
    const applied = cash.filter(isOriginal)
    const appliedMinor = sumMinor(applied, amountOf) + sumMinor(credits, amountOf)
    const isOncePerInvoice = new Set(applied.map((allocation) => allocation.invoiceId)).size === applied.length
    list.demand(
      'applied-once',
      appliedMinor === (receivedMinor ?? 0) && isOncePerInvoice,
      () => `payment ${id}: received ${String(receivedMinor)}, applied ${appliedMinor}`,
    )
    const uses = credits.flatMap((credit) => usesOf(credit.id))
    const standingMinor =
      sumMinor(cash, amountOf) + sumMinor(credits, (credit) => credit.openMinor) + sumMinor(uses, amountOf)
    const keptMinor = (receivedMinor ?? 0) - refundedMinor - chargedBackMinor
    list.demand(
      'reversed-once',
      standingMinor === keptMinor,
      () => `payment ${id}: kept ${keptMinor}, standing ${standingMinor}`,
    )
    verifyHistory(payment, transitionsOf(id), list)
  }
  verifyReversals(allocations, list)
}

/** Each edge taken starts where another ended: as many edges lead into a status as out of it, but for the two ends. */
function verifyHistory(payment: PaymentRow, transitions: readonly TransitionRow[], list: FaultList): void {
  const degree = new Map<string, number>()
  const add = (status: string, by: number) => degree.set(status, (degree.get(status) ?? 0) + by)
  add('created', 1)
  add(payment.status, -1)
  for (const { fromStatus, toStatus } of transitions) {
    add(fromStatus, -1)
    add(toStatus, 1)
  }
  const successes = transitions.filter((transition) => transition.toStatus === 'succeeded').length
  const isOneWay = [...degree.values()].every((value) => value === 0) && successes <= 1
  list.demand('history', isOneWay, () => `payment ${payment.id} ${payment.status}: ${JSON.stringify(transitions)}`)
}

function verifyReversals(allocations: readonly AllocationRow[], list: FaultList): void {
  const originals = new Map(allocations.filter(isOriginal).map((allocation) => [allocation.id, allocation]))
  const reversals = groupBy(allocations, (allocation) => allocation.reversesId)
  for (const allocation of allocations) {
    if (allocation.reversesId === null) {
      const leftMinor = allocation.amountMinor + sumMinor(reversals(allocation.id), amountOf)
      list.demand('reversed-once', leftMinor >= 0, () => `allocation ${allocation.id} was taken back twice`)
    } else {
      const original = originals.get(allocation.reversesId)
      const isOf = original?.invoiceId === allocation.invoiceId && allocation.amountMinor < 0
      list.demand('reversed-once', isOf, () => `allocation ${allocation.id} reverses something else`)
    }
  }
}

function verifyInvoices({ invoices, allocations, intents, payments }: Books, list: FaultList): void {
  const allocatedTo = groupBy(allocations, (allocation) => allocation.invoiceId)
  const usedOf = groupBy(allocations, (allocation) => allocation.creditNoteId)
  const intentsOn = groupBy(intents, (intent) => intent.invoiceId)
  for (const invoice of invoices) {
    const { id, kind, payableMinor, openMinor, pendingMinor } = invoice
    const settledMinor = sumMinor(kind === 'invoice' ? allocatedTo(id) : usedOf(id), amountOf)
    const describe = () => `${kind} ${JSON.stringify(invoice)}, settled ${settledMinor}`
    list.demand('invoice-balance', payableMinor === openMinor + settledMinor, describe)
    list.demand('not-negative', 0 <= pendingMinor && pendingMinor <= openMinor && openMinor <= payableMinor, describe)
    const reservedMinor = sumMinor(
      intentsOn(id).filter((intent) => intent.reserved),
      amountOf,
    )
    list.demand('reservations', pendingMinor === reservedMinor, () => `${describe()}, reserved ${reservedMinor}`)
  }
  const isUnderWay = new Map(payments.map((payment) => [payment.id, isPaymentUnderWay(payment.status)]))
  for (const { paymentId, reserved } of intents) {
    list.demand('reservations', isUnderWay.get(paymentId) === reserved, () => `intent of payment ${paymentId}`)
  }
}

function verifyCredits({ unappliedCredits, applications, allocations, payments }: Books, list: FaultList): void {
  const usesOf = groupBy(allocations, (allocation) => allocation.unappliedCreditId)
  const reversed = new Set(payments.filter((p) => p.refundedMinor + p.chargedBackMinor > 0).map((p) => p.id))
  for (const credit of unappliedCredits) {
    const { id, paymentId, amountMinor, openMinor } = credit
    const usedMinor = sumMinor(usesOf(id), amountOf)
    list.demand('not-negative', 0 <= openMinor && openMinor <= amountMinor, () => `credit ${JSON.stringify(credit)}`)
    // A refund takes from the credit first, which leaves no row of its own; the payment's sum covers that.
    const adds = reversed.has(paymentId) ? amountMinor >= openMinor + usedMinor : amountMinor === openMinor + usedMinor
    list.demand('unapplied-credit', adds, () => `credit ${JSON.stringify(credit)}, used ${usedMinor}`)
  }
  const partsOf = groupBy(allocations.filter(isOriginal), (allocation) => allocation.applicationId)
  for (const { id, amountMinor } of applications) {
    const partsMinor = sumMinor(partsOf(id), amountOf)
    list.demand('credit-application', amountMinor === partsMinor, () => `application ${id}: ${partsMinor}`)
  }
}

/** From the debtors' side: what they were told. */
function verifyForms({ forms, payments, applications, checkouts }: Books, list: FaultList): void {
  const paymentsOf = groupBy(payments, (payment) => payment.idempotencyKey)
  const applicationsOf = groupBy(applications, (application) => application.idempotencyKey)
  const checkoutById = new Map(checkouts.map((checkout) => [checkout.id, checkout]))
  for (const form of forms) {
    const describe = () => JSON.stringify(form)
    const isOne = paymentsOf(form.key).length <= 1 && applicationsOf(form.key).length <= 1
    list.demand('one-checkout', isOne, describe)
    if (form.settledByCredit) {
      list.demand('confirmed', applicationsOf(form.key).length + paymentsOf(form.key).length > 0, describe)
    }
    if (form.checkoutId === null) continue
    const checkout = checkoutById.get(form.checkoutId)
    const isItsOwn = checkout !== undefined && checkout.paymentId === paymentsOf(form.key)[0]?.id
    list.demand('confirmed', isItsOwn, describe)
    if (form.confirmed.length === 0) continue
    list.demand('confirmed', checkout?.status !== 'open', describe)
    const onlyPaid = form.pressed.every((action) => ['pay_by_card', 'refund', 'charge_back'].includes(action))
    const isTaken = checkout?.status === 'succeeded' || checkout?.status === 'canceled'
    list.demand('confirmed', !onlyPaid || isTaken, describe)
  }
}

function isOriginal(allocation: AllocationRow): boolean {
  return allocation.reversesId === null
}

function amountOf(row: { amountMinor: number }): number {
  return row.amountMinor
}
