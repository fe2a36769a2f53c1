/** The money: what was captured, applied, reserved, reversed. */
import { hasPaymentSucceeded, isPaymentUnderWay } from '~/domain/payment'
import type { AllocationRow, Books, PaymentRow, TransitionRow } from './books'
import { FaultList, groupBy, sumMinor, type Fault } from './verify-books'

export function verifyMoney(books: Books): Fault[] {
  const list = new FaultList()
  verifyPayments(books, list)
  verifyInvoices(books, list)
  verifyCredits(books, list)
  return list.faults
}

function verifyPayments(books: Books, list: FaultList): void {
  const { payments, allocations, unappliedCredits } = books
  const cashOf = groupBy(allocations, (allocation) => allocation.paymentId)
  const creditsOf = groupBy(unappliedCredits, (credit) => credit.paymentId)
  const usesOf = groupBy(allocations, (allocation) => allocation.unappliedCreditId)
  const transitionsOf = groupBy(books.transitions, (transition) => transition.paymentId)
  for (const payment of payments) {
    const { id, receivedMinor, refundedMinor, chargedBackMinor, status } = payment
    const cash = cashOf(id).filter(({ kind }) => kind === 'cash')
    const credits = creditsOf(id)
    const applied = cash.filter(isOriginal)
    const isOncePerInvoice = new Set(applied.map((allocation) => allocation.invoiceId)).size === applied.length
    const keptMinor = (receivedMinor ?? 0) - refundedMinor - chargedBackMinor
    const worthMinor = computeWorth(payment, keptMinor)
    const uses = credits.flatMap((credit) => usesOf(credit.id))
    const standingMinor =
      sumMinor(cash, amountOf) + sumMinor(credits, (credit) => credit.openMinor) + sumMinor(uses, amountOf)
    list.demand(
      hasMoved(transitionsOf(id)) ? 'reversed-once' : 'applied-once',
      standingMinor === worthMinor && isOncePerInvoice,
      () => `payment ${id} ${status}: kept ${keptMinor}, worth ${worthMinor}, standing ${standingMinor}`,
    )
    const firstMinor = sumMinor(applied, amountOf)
    list.demand(
      'applied-once',
      firstMinor <= computeWorth(payment, receivedMinor ?? 0),
      () => `payment ${id}: received ${String(receivedMinor)}, applied ${firstMinor}`,
    )
    list.demand('ended', !isPaymentUnderWay(status), () => `payment ${id} is ${status}`)
    verifyHistory(payment, transitionsOf(id), list)
  }
  verifyReversals(allocations, list)
}

/** Something went back after it had come. */
function hasMoved(transitions: readonly TransitionRow[]): boolean {
  return transitions.some(({ fromStatus }) => hasPaymentSucceeded(fromStatus))
}

/**
 * In the invoices' currency: all that was asked for settles what was meant to be settled, other amounts as much in
 * proportion, rounded half up; a part kept of what was received in proportion to that.
 */
function computeWorth({ amountMinor, settledMinor, receivedMinor }: PaymentRow, keptMinor: number): number {
  if (keptMinor === 0 || receivedMinor === null) return 0
  const round = (numerator: bigint, denominator: bigint) => (2n * numerator + denominator) / (2n * denominator)
  const received = BigInt(receivedMinor)
  const worth = round(received * BigInt(settledMinor), BigInt(amountMinor))
  return Number(round(worth * BigInt(keptMinor), received))
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
  const successes = transitions.filter(
    ({ fromStatus, toStatus }) => !hasPaymentSucceeded(fromStatus) && toStatus === 'succeeded',
  ).length
  const isOneWay = [...degree.values()].every((value) => value === 0) && successes <= 1
  list.demand('history', isOneWay, () => `payment ${payment.id} ${payment.status}: ${JSON.stringify(transitions)}`)
}

function verifyReversals(allocations: readonly AllocationRow[], list: FaultList): void {
  const originals = new Map(allocations.filter(isOriginal).map((allocation) => [allocation.id, allocation]))
  const reversals = groupBy(allocations, (allocation) => allocation.reversesId)
  for (const allocation of allocations) {
    if (allocation.reversesId === null) {
      // What was taken back can be put there again, and no more than that.
      const leftMinor = allocation.amountMinor + sumMinor(reversals(allocation.id), amountOf)
      const isWithin = 0 <= leftMinor && leftMinor <= allocation.amountMinor
      list.demand('reversed-once', isWithin, () => `${leftMinor} is left of ${JSON.stringify(allocation)}`)
    } else {
      const original = originals.get(allocation.reversesId)
      const isOf = original?.invoiceId === allocation.invoiceId
      list.demand('reversed-once', isOf, () => `allocation ${allocation.id} reverses something else`)
    }
  }
}

function verifyInvoices({ invoices, allocations, intents, payments }: Books, list: FaultList): void {
  const allocatedTo = groupBy(allocations, (allocation) => allocation.invoiceId)
  const usedOf = groupBy(allocations, (allocation) => allocation.creditNoteId)
  const intentsOn = groupBy(intents, (intent) => intent.invoiceId)
  for (const invoice of invoices) {
    const { id, kind, payableMinor, openMinor, pendingMinor, plannedMinor } = invoice
    const settledMinor = sumMinor(kind === 'invoice' ? allocatedTo(id) : usedOf(id), amountOf)
    const describe = () => `${kind} ${JSON.stringify(invoice)}, settled ${settledMinor}`
    list.demand('invoice-balance', payableMinor === openMinor + settledMinor, describe)
    const isWithin = pendingMinor + plannedMinor <= openMinor && openMinor <= payableMinor
    list.demand('not-negative', 0 <= pendingMinor && 0 <= plannedMinor && isWithin, describe)
    const reservedMinor = sumMinor(
      intentsOn(id).filter((intent) => intent.reserved),
      ({ amountMinor, concession }) => amountMinor + (concession?.amountMinor ?? 0),
    )
    list.demand('reservations', pendingMinor === reservedMinor, () => `${describe()}, reserved ${reservedMinor}`)
  }
  const isUnderWay = new Map(payments.map((payment) => [payment.id, isPaymentUnderWay(payment.status)]))
  for (const { paymentId, reserved } of intents) {
    list.demand('reservations', isUnderWay.get(paymentId) === reserved, () => `intent of payment ${paymentId}`)
  }
}

function verifyCredits({ unappliedCredits, applications, allocations, reversals }: Books, list: FaultList): void {
  const usesOf = groupBy(allocations, (allocation) => allocation.unappliedCreditId)
  const reversed = new Set(reversals.map(({ paymentId }) => paymentId))
  for (const credit of unappliedCredits) {
    const { id, paymentId, amountMinor, openMinor } = credit
    const usedMinor = sumMinor(usesOf(id), amountOf)
    list.demand('not-negative', 0 <= openMinor && openMinor <= amountMinor, () => `credit ${JSON.stringify(credit)}`)
    // A refund takes from the credit first, which leaves no row of its own, and where it comes back the money may go to an
    // invoice; the payment's sum covers both.
    const adds = reversed.has(paymentId) ? amountMinor >= openMinor + usedMinor : amountMinor === openMinor + usedMinor
    list.demand('unapplied-credit', adds, () => `credit ${JSON.stringify(credit)}, used ${usedMinor}`)
  }
  // What is let go together with a credit is no part of it.
  const byCredit = allocations.filter(({ kind }) => kind === 'credit_note' || kind === 'unapplied_credit')
  const partsOf = groupBy(byCredit.filter(isOriginal), (allocation) => allocation.applicationId)
  for (const { id, amountMinor } of applications) {
    const partsMinor = sumMinor(partsOf(id), amountOf)
    list.demand('credit-application', amountMinor === partsMinor, () => `application ${id}: ${partsMinor}`)
  }
}

function isOriginal(allocation: AllocationRow): boolean {
  return allocation.reversesId === null
}

function amountOf(row: { amountMinor: number }): number {
  return row.amountMinor
}
