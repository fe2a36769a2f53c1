import { dayOfInstant, instantOfDay, type CalendarDay } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import type { KeptTransaction } from '~/domain/kept-transaction'
import { createMoney, multiplyRatio } from '~/domain/money'
import { hasPaymentSucceeded, takePaymentEdge, type Payment } from '~/domain/payment'
import type { ReceivedPortion } from '~/domain/received-discount'
import { AFTER_ALL_NAMED, chargeReceivedMoney } from './charge-received-money'
import { lockInvoices } from './invoice-ledger'
import type { PaymentServices } from './payment-services'
import type { GatewayEvent } from './ports/payment-gateway'
import { recordLifecycleEvent, type LifecycleEvent } from './record-lifecycle-event'
import { settleReceivedMoney, type SettlementSteps } from './settle-payment'

export type TransferServices = Pick<PaymentServices, 'unitOfWork' | 'clock' | 'ids'>

/**
 * Takes a transfer as the money of a payment that was to be paid by transfer: the first one is the payment's own, as if a
 * provider had said so; each further one becomes a payment of its own for the same invoices. Returns the payment that
 * the money became. A step of a transaction that has locked the bank transaction.
 */
export async function receiveForPayment(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
  paymentId: PaymentId,
): Promise<Payment> {
  const { transaction, clock } = steps
  const payment = await transaction.payments.lock(creditor.id, paymentId)
  if (!payment) throw new Error(`no payment ${paymentId}`)
  if (hasPaymentSucceeded(payment.status)) return receiveAgain(steps, creditor, kept, payment)
  const event: LifecycleEvent = {
    ...describeEvent(kept, creditor, clock.now()),
    // One that was undone may come to another payment.
    eventId: `${kept.id} ${paymentId}`,
    kind: 'payment_succeeded',
    ...(payment.gatewayReference === null ? {} : { gatewayReference: payment.gatewayReference }),
    paymentId,
  }
  await noteEvent(steps, event, payment)
  await recordLifecycleEvent(steps, { ...payment, transactionReference: kept.id, method: 'bank_transfer' }, event)
  const received = await transaction.payments.findById(creditor.id, paymentId)
  if (received?.receivedMinor !== kept.transaction.amount.amountMinor) {
    throw new Error(`payment ${paymentId} did not take its transfer ${kept.id}`)
  }
  return received
}

/**
 * Takes a transfer as money of a debtor, for these invoices as far as they can take it, with the interest of what they are
 * late by; the rest is unapplied credit. `invoiceIds` are more invoices that it is for, which may be paid already.
 */
export function receiveFromDebtor(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
  money: { debtorId: DebtorId; portions: readonly ReceivedPortion[]; invoiceIds?: readonly InvoiceId[] },
): Promise<Payment> {
  const { amount } = kept.transaction
  const settled = { settledCurrency: amount.currency, settledMinor: amount.amountMinor, quoteId: null }
  return receiveAsNew(steps, creditor, kept, { ...money, settled })
}

type SettledTerms = Pick<Payment, 'settledCurrency' | 'settledMinor' | 'quoteId'>

/**
 * At the rate of the payment that it is the rest of, where that had one. It is worth what all that came for the reference
 * is worth with it and was not without it: parts settle together what the whole would have.
 */
async function receiveAgain(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
  { debtorId, id, amountMinor, settledMinor, settledCurrency, quoteId }: Payment,
): Promise<Payment> {
  const intents = await steps.transaction.payments.listIntents(creditor.id, id)
  const portions = intents.map((intent) => ({ invoiceId: intent.invoiceId, amountMinor: intent.amountMinor }))
  const beforeMinor = await steps.transaction.bankStatements.sumTowards(creditor.id, id)
  const computeWorthOf = (receivedMinor: number) => multiplyRatio(receivedMinor, settledMinor, amountMinor)
  const worthMinor = computeWorthOf(beforeMinor + kept.transaction.amount.amountMinor) - computeWorthOf(beforeMinor)
  if (worthMinor === 0) return receiveFromDebtor(steps, creditor, kept, { debtorId, portions: [] })
  const settled = { settledCurrency, settledMinor: worthMinor, quoteId }
  return receiveAsNew(steps, creditor, kept, { debtorId, portions, settled })
}

async function receiveAsNew(
  steps: SettlementSteps,
  creditor: Creditor,
  kept: KeptTransaction,
  { debtorId, portions, invoiceIds = [], settled }: Parameters<typeof receiveFromDebtor>[3] & { settled: SettledTerms },
): Promise<Payment> {
  const { transaction, ids, clock } = steps
  const now = clock.now()
  const receivedAt = getBookingInstant(kept, creditor, now)
  const payment = createTransferPayment(ids, creditor, kept, { debtorId, settled, now })
  const meant = [...portions.map(({ invoiceId }) => invoiceId), ...invoiceIds]
  const ledger = await lockInvoices(transaction, creditor.id, meant)
  const charged = await chargeReceivedMoney(transaction, creditor, {
    ...{ portions, invoices: ledger.list(), at: receivedAt },
  })
  const intents = charged.map((portion) => ({ concession: null, ...portion, reserved: false }))
  if (!(await transaction.payments.insert(payment, intents))) {
    throw new Error('a payment with the same reference was written at the same moment')
  }
  const receivedOn = getBookingDay(kept, creditor, now)
  const externalReference = kept.transaction.references.bankReference
  return settleReceivedMoney(steps, payment, {
    receivedMinor: payment.amountMinor,
    receivedAt,
    receivedOn,
    chargesDueOn: AFTER_ALL_NAMED,
    transitions: [takePaymentEdge('created', 'succeeded')],
    late: false,
    because: { at: now, cause: 'gateway', gatewayEventId: kept.id },
    details: { receivedOn, ...(externalReference === null ? {} : { externalReference }) },
  })
}

function createTransferPayment(
  ids: PaymentServices['ids'],
  creditor: Creditor,
  { transaction: { amount, counterparty } }: KeptTransaction,
  { debtorId, settled, now }: { debtorId: DebtorId; settled: SettledTerms; now: Date },
): Payment {
  const id = ids.uuid() as PaymentId
  return {
    ...{ id, creditorId: creditor.id, debtorId, reference: ids.reference() },
    // No form begins it: the lock on the bank transaction keeps it one.
    ...{ idempotencyKey: `transfer ${id}`, requestSha256: null, status: 'created' },
    ...{ currency: amount.currency, amountMinor: amount.amountMinor, ...settled },
    ...{ origin: 'bank_transfer', purpose: null, gateway: 'bank-transfer', method: 'bank_transfer' },
    ...{ gatewayReference: null, transactionReference: null, bankReference: null },
    ...{ keepsMethod: false, savedMethodId: null, redirectUrl: null, failureCode: null },
    ...{ locale: creditor.defaultLocale, linkId: null, payerName: counterparty.name, payerEmail: null },
    ...{ createdAt: now, expiresAt: now, succeededAt: null, endedAt: null },
    ...{ receivedMinor: null, refundedMinor: 0, chargedBackMinor: 0 },
  }
}

/** What the bank's booking says, as an event of the gateway. */
export function describeEvent(
  { id, transaction }: KeptTransaction,
  creditor: Creditor,
  now: Date,
): Pick<GatewayEvent, 'gateway' | 'eventId' | 'occurredAt' | 'amount' | 'method' | 'transactionReference'> {
  const { amount } = transaction
  return {
    gateway: 'bank-transfer',
    // The transaction's own id: fingerprints are unique within a creditor alone.
    eventId: id,
    transactionReference: id,
    occurredAt: getBookingInstant({ transaction }, creditor, now),
    amount: createMoney(amount.amountMinor, amount.currency),
    method: 'bank_transfer',
  }
}

/** Events of this gateway stand in the inbox like any provider's, applied in the transaction that found them. */
export async function noteEvent(
  { transaction, ids, clock }: SettlementSteps,
  event: GatewayEvent,
  payment: Payment,
): Promise<void> {
  const entryId = ids.uuid()
  const now = clock.now()
  if (!(await transaction.gatewayInbox.insert(entryId, event, now))) {
    throw new Error(`bank transaction ${event.eventId} was taken before`)
  }
  await transaction.gatewayInbox.markProcessed(entryId, 'applied', now, payment)
}

/** In the creditor's books, and never later than today. */
export function getBookingDay(
  { transaction }: Pick<KeptTransaction, 'transaction'>,
  creditor: Creditor,
  now: Date,
): CalendarDay {
  const today = dayOfInstant(now, creditor.timeZone)
  const day = transaction.bookedOn ?? transaction.valueOn ?? today
  return day > today ? today : day
}

function getBookingInstant(kept: Pick<KeptTransaction, 'transaction'>, creditor: Creditor, now: Date): Date {
  const day = getBookingDay(kept, creditor, now)
  return day === dayOfInstant(now, creditor.timeZone) ? now : instantOfDay(day, creditor.timeZone)
}
