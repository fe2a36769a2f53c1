import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { UnappliedCreditId } from '~/domain/ids'
import { computeCapacity, settle, settlePlanned } from '~/domain/invoice-balance'
import { computeReservation, computeWorth, type Payment, type PaymentTransition } from '~/domain/payment'
import { settlePayment } from '~/domain/payment-allocation'
import { billRemainders } from './bill-interest-remainders'
import { billPaidCharges, forgiveBeyondQuote, placeCharges, readBillableCharges } from './settle-charges'
import { creditEarlyPayment, listPlanInvoices, readBeforePayment } from './credit-early-payment'
import { grantConcessions } from './grant-concessions'
import { lockInvoices } from './invoice-ledger'
import { listPromisedDiscounts, noteDiscounts } from './note-discounts'
import { findPlanId, freeInstalments } from './pay-instalments'
import type { Allocation } from './ports/allocation-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { TransitionCause } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'
import { releaseReserved } from './release-reserved'
import { describePaymentOutcome, describeSettledInvoice, type PaymentDetails } from './report-payment'
import { writeOffRests } from './write-off-rests'

import { fulfilOffer } from './settle-offer'

export interface SettlementSteps {
  transaction: Transaction
  ids: IdSource
  clock: Clock
}

/** Money that came, and how that is known. */
export interface MoneyReceived {
  /** Of the payment's currency, whatever was asked for. */
  receivedMinor: number
  receivedAt: Date
  transitions: readonly PaymentTransition[]
  /** It came after the payment had ended here. */
  late: boolean
  because: TransitionCause
  /** The day in the creditor's books; that of `receivedAt` unless somebody says otherwise. */
  receivedOn?: CalendarDay
  /**
   * The day as of which charges that come after their invoice are due among all that it settles; absent for money that
   * was announced, which pays each beside its invoice.
   */
  chargesDueOn?: CalendarDay
  /** What else is reported of it. */
  details?: PaymentDetails
}

/**
 * Settles what a payment brought in, whatever was asked for and however late it came: its intents as far as their
 * invoices can take it, in the invoices' currency, the rest as unapplied credit; what is then left of an invoice within
 * the creditor's tolerance is written off. The payment is locked by the surrounding transaction.
 */
export async function settleReceivedMoney(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  received: MoneyReceived,
): Promise<Payment> {
  const { creditorId, debtorId, id: paymentId, settledCurrency: currency } = payment
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const now = clock.now()
  const day = received.receivedOn ?? dayOfInstant(received.receivedAt, creditor.timeZone)
  const { receivedMinor } = received
  const succeeded: Payment = { ...payment, status: 'succeeded', receivedMinor, succeededAt: received.receivedAt }

  const intents = await transaction.payments.listIntents(creditorId, paymentId)
  const invoiceIds = intents.map((intent) => intent.invoiceId)
  const ofPlan = await listPlanInvoices(transaction, payment)
  const before = await lockInvoices(transaction, creditorId, [...invoiceIds, ...ofPlan])
  const planBefore = await readBeforePayment(transaction, payment)
  const targets = intents.map((intent) => {
    const { invoiceId, amountMinor, reserved } = intent
    const invoice = before.get(invoiceId)
    const capacityMinor = computeCapacity(invoice, reserved ? computeReservation(intent) : 0)
    return { ...invoice, invoiceId, amountMinor, capacityMinor }
  })
  const asked = { intents, ledger: before, at: received.receivedAt }
  const charges = await readBillableCharges(transaction, ids, creditor, asked)
  const worthMinor = computeWorth(succeeded, receivedMinor)
  const { allocations, unappliedMinor } = settlePayment(
    worthMinor,
    placeCharges(targets, charges, received.chargesDueOn),
  )
  const paid = { charges, payment: succeeded, allocations, now }
  const billed = await billPaidCharges(transaction, ids, creditor, paid)
  const noteIds = billed.reached.map(({ id }) => id)
  const ledger = await lockInvoices(transaction, creditorId, [...invoiceIds, ...noteIds])
  const planId = findPlanId(payment)
  const settleBy = planId === null ? settle : settlePlanned
  await releaseReserved(transaction, ledger, payment, intents)
  for (const { invoiceId, amountMinor } of allocations) {
    ledger.change(invoiceId, (invoice) => settleBy(invoice, amountMinor, day))
  }
  const cash = allocations.map(({ invoiceId, amountMinor }): Allocation => ({
    id: ids.uuid(),
    creditorId,
    debtorId,
    invoiceId,
    kind: 'cash',
    amountMinor,
    paymentId,
    creditNoteId: null,
    unappliedCreditId: null,
    reversesId: null,
    applicationId: null,
    at: now,
  }))
  const letGo = grantConcessions(ids, ledger, { intents, settlements: cash, day })
  const writtenOff = await writeOffRests({ transaction, ids }, ledger, { payment: succeeded, settlements: cash, day })
  await ledger.save({ ids, at: now, planId })
  await freeInstalments(transaction, payment, { at: now, isFailure: false })
  await transaction.allocations.insertMany([...cash, ...letGo, ...writtenOff])
  const discounts = await noteDiscounts(transaction, ledger, letGo, listPromisedDiscounts(intents))
  const credit = { id: ids.uuid() as UnappliedCreditId, currency, paymentId, at: now }
  if (unappliedMinor > 0) {
    const amounts = { amountMinor: unappliedMinor, openMinor: unappliedMinor }
    await transaction.credits.insert(creditorId, debtorId, { ...credit, ...amounts })
  }
  await transaction.payments.save(
    succeeded,
    received.transitions.map((edge) => ({ ...edge, id: ids.uuid() })),
    received.because,
  )
  // Both once the day is known on which the money came.
  const forgiven = await forgiveBeyondQuote(transaction, ids, creditor, { ...paid, intents, reached: billed.reached })
  const remainders = await billRemainders(transaction, ids, { creditor, payment, ledger, now })
  for (const event of billed.events) await transaction.outcomeLog.append(event)
  await transaction.outcomeLog.append(
    describePaymentOutcome('payment.succeeded', succeeded, received.because.at, {
      invoices: [...cash, ...letGo, ...writtenOff].map(({ invoiceId, amountMinor, kind }) =>
        describeSettledInvoice(ledger.get(invoiceId), amountMinor, kind),
      ),
      ...(unappliedMinor > 0 ? { unappliedCredits: [{ id: credit.id, currency, amountMinor: unappliedMinor }] } : {}),
      late: received.late,
      ...(received.details ? { details: received.details } : {}),
    }),
  )
  for (const event of [...discounts, ...forgiven, ...remainders]) await transaction.outcomeLog.append(event)
  await fulfilOffer({ transaction, ids }, succeeded, letGo, now)
  await creditEarlyPayment({ ids, at: now }, transaction, creditor, { payment, before: planBefore, receivedOn: day })
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeeded
}
