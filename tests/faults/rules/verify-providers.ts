/** Our books beside the providers' own: what came, what went back, and what people were told of it. */
import { hasPaymentSucceeded } from '~/domain/payment'
import type { Books, PaymentRow, ReversalRow } from './books'
import { FaultList, groupBy, type Fault } from './verify-books'

/** Nothing more will become of a refund that is one of these. */
const DECIDED = ['taken', 'returned', 'rejected']

export function verifyProviders(books: Books): Fault[] {
  const list = new FaultList()
  verifyCaptures(books, list)
  verifyRefunds(books, list)
  verifyCheckouts(books, list)
  verifyForms(books, list)
  verifyRequests(books, list)
  return list.faults
}

function verifyCaptures({ providers, payments }: Books, list: FaultList): void {
  const paymentById = new Map(payments.map((payment) => [payment.id, payment]))
  const taken = providers.payments.filter(({ capturedMinor, chargedBackMinor }) => capturedMinor + chargedBackMinor > 0)
  for (const theirs of taken) {
    const payment = theirs.paymentId === null ? undefined : paymentById.get(theirs.paymentId)
    const describe = () => `${JSON.stringify(theirs)} of payment ${JSON.stringify(payment)}`
    const isKnown =
      payment !== undefined &&
      hasPaymentSucceeded(payment.status) &&
      payment.gateway === theirs.gateway &&
      payment.transactionReference === theirs.reference &&
      payment.currency === theirs.currency &&
      payment.receivedMinor === theirs.capturedMinor
    list.demand('captured', isKnown, describe)
    // A bank can take back what was refunded before; then nothing is left, and we are owed.
    const heldMinor = Math.max(0, theirs.capturedMinor - theirs.refundedMinor - theirs.chargedBackMinor)
    list.demand('held', payment !== undefined && computeKept(payment) === heldMinor, describe)
  }
  const takenOf = groupBy(taken, ({ paymentId }) => paymentId)
  for (const { id, gateway, status } of payments) {
    const count = takenOf(id).length
    list.demand('one-charge', count <= 1, () => `payment ${id}: ${JSON.stringify(takenOf(id))}`)
    const isEntered = gateway === 'manual'
    list.demand(
      'captured',
      !hasPaymentSucceeded(status) || count > 0 || isEntered,
      () => `payment ${id} ${status} without a capture`,
    )
  }
}

function verifyRefunds({ providers, reversals }: Books, list: FaultList): void {
  const refundsOf = groupBy(providers.refunds, ({ reversalId }) => reversalId)
  const asked = reversals.filter(({ kind, requestedBy }) => kind === 'refund' && requestedBy !== null)
  for (const reversal of asked) {
    const theirs = refundsOf(reversal.id)
    const describe = () => `${JSON.stringify(reversal)}, at the provider ${JSON.stringify(theirs)}`
    list.demand('one-refund', theirs.length <= 1 && DECIDED.includes(reversal.status), describe)
    list.demand('one-refund', reversal.status !== 'taken' || theirs.length === 1, describe)
    const isSame = theirs.every((refund) => isThatRefund(refund, reversal))
    list.demand('one-refund', isSame, describe)
  }
  const known = new Set(asked.map(({ id }) => id))
  const told = groupBy(reversals, ({ kind, gatewayReference }) => (kind === 'refund' ? gatewayReference : null))
  for (const refund of providers.refunds) {
    const isKnown = refund.isByHand
      ? isToldOnce(told(refund.reference), refund)
      : refund.reversalId !== null && known.has(refund.reversalId)
    list.demand('one-refund', isKnown, () => `${JSON.stringify(refund)} is not in the books`)
  }
}

/** One that nobody here asked for; where it came to nothing, whoever asks for the books need not hear of it. */
function isToldOnce(
  rows: readonly ReversalRow[],
  { amountMinor, hasFailed }: Books['providers']['refunds'][number],
): boolean {
  if (rows.length === 0) return hasFailed
  return rows.length === 1 && rows.every((row) => row.amountMinor === amountMinor)
}

function isThatRefund(
  { reference, amountMinor }: { reference: string; amountMinor: number },
  reversal: ReversalRow,
): boolean {
  return reversal.gatewayReference === reference && reversal.amountMinor === amountMinor
}

/** The provider made one page for a payment, however often it was asked, and it is the payment's. */
function verifyCheckouts({ providers, payments }: Books, list: FaultList): void {
  const checkoutsOf = groupBy(providers.checkouts, ({ gateway, paymentId }) => `${gateway} ${String(paymentId)}`)
  const known = new Set(payments.map(({ id }) => id))
  for (const { gateway, paymentId } of providers.checkouts) {
    const own = checkoutsOf(`${gateway} ${String(paymentId)}`)
    const isOne = own.length === 1 && paymentId !== null && known.has(paymentId)
    list.demand('one-checkout', isOne, () => `payment ${String(paymentId)}: ${JSON.stringify(own)}`)
  }
}

/** From the debtors' side: what they were told. */
function verifyForms({ forms, payments, applications, providers }: Books, list: FaultList): void {
  const paymentsOf = groupBy(payments, (payment) => payment.idempotencyKey)
  const applicationsOf = groupBy(applications, (application) => application.idempotencyKey)
  const ownerOf = new Map(
    providers.checkouts.map(({ gateway, reference, paymentId }) => [`${gateway} ${reference}`, paymentId]),
  )
  for (const form of forms) {
    const own = paymentsOf(form.key)
    const applied = applicationsOf(form.key)
    const describe = () => JSON.stringify({ form, own, applied })
    list.demand('one-checkout', own.length <= 1 && applied.length <= 1, describe)
    if (form.isAccepted) list.demand('confirmed', form.needsMoney ? own.length === 1 : applied.length === 1, describe)
    if (form.checkout === null) continue
    const { gateway, reference } = form.checkout
    list.demand('confirmed', ownerOf.get(`${gateway} ${reference}`) === own[0]?.id, describe)
    if (!form.outcomes.includes('paid')) continue
    list.demand('confirmed', own[0] !== undefined && hasPaymentSucceeded(own[0].status), describe)
  }
}

/** From the creditors' side: what was answered is there, and nothing that was entered twice. */
function verifyRequests({ requests, payments, reversals }: Books, list: FaultList): void {
  const made = {
    manual_payment: new Map(payments.map((row) => [row.id, row])),
    refund: new Map(),
    correction: new Map(),
  }
  for (const reversal of reversals) {
    if (reversal.kind === 'refund') made.refund.set(reversal.id, reversal)
    if (reversal.kind === 'correction') made.correction.set(reversal.id, reversal)
  }
  for (const request of requests) {
    if (request.kind === 'reconciliation' || request.madeId === null) continue
    list.demand('confirmed', made[request.kind].has(request.madeId), () => JSON.stringify(request))
  }
  const entered = payments.filter(({ gateway }) => gateway === 'manual').length
  const answered = new Set(
    requests.filter(({ kind, madeId }) => kind === 'manual_payment' && madeId !== null).map(({ madeId }) => madeId),
  )
  list.demand('confirmed', entered === answered.size, () => `${entered} payments entered, ${answered.size} answered`)
}

function computeKept({ receivedMinor, refundedMinor, chargedBackMinor }: PaymentRow): number {
  return (receivedMinor ?? 0) - refundedMinor - chargedBackMinor
}
