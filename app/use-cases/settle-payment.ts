import { dayOfInstant, type CalendarDay } from '~/domain/calendar-day'
import type { UnappliedCreditId } from '~/domain/ids'
import { computeCapacity, release, settle } from '~/domain/invoice-balance'
import { computeWorth, type Payment, type PaymentTransition } from '~/domain/payment'
import { settlePayment } from '~/domain/payment-allocation'
import { lockInvoices } from './invoice-ledger'
import type { Allocation } from './ports/allocation-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { TransitionCause } from './ports/payment-repository'
import type { Transaction } from './ports/unit-of-work'
import { describePaymentOutcome, describeSettledInvoice, type PaymentDetails } from './report-payment'
import { writeOffRests } from './write-off-rests'

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
  const ledger = await lockInvoices(
    transaction,
    creditorId,
    intents.map((intent) => intent.invoiceId),
  )
  const targets = intents.map(({ invoiceId, amountMinor, reserved }) => {
    const invoice = ledger.get(invoiceId)
    const capacityMinor = computeCapacity(invoice, reserved ? amountMinor : 0)
    return { ...invoice, invoiceId, amountMinor, capacityMinor }
  })
  const { allocations, unappliedMinor } = settlePayment(computeWorth(succeeded, receivedMinor), targets)
  for (const { invoiceId, amountMinor, reserved } of intents) {
    if (reserved) ledger.change(invoiceId, (invoice) => release(invoice, amountMinor))
  }
  for (const { invoiceId, amountMinor } of allocations) {
    ledger.change(invoiceId, (invoice) => settle(invoice, amountMinor, day))
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
  const writtenOff = await writeOffRests({ transaction, ids }, ledger, { payment: succeeded, settlements: cash, day })
  await ledger.save()
  if (intents.some(({ reserved }) => reserved)) await transaction.payments.releaseIntents(creditorId, paymentId)
  await transaction.allocations.insertMany([...cash, ...writtenOff])
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
  await transaction.outcomeLog.append(
    describePaymentOutcome('payment.succeeded', succeeded, received.because.at, {
      invoices: [...cash, ...writtenOff].map(({ invoiceId, amountMinor, kind }) =>
        describeSettledInvoice(ledger.get(invoiceId), amountMinor, kind),
      ),
      ...(unappliedMinor > 0 ? { unappliedCredits: [{ id: credit.id, currency, amountMinor: unappliedMinor }] } : {}),
      late: received.late,
      ...(received.details ? { details: received.details } : {}),
    }),
  )
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
  return succeeded
}
