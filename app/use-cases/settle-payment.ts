import { dayOfInstant } from '~/domain/calendar-day'
import type { UnappliedCreditId } from '~/domain/ids'
import { computeCapacity, release, settle } from '~/domain/invoice-balance'
import type { GatewayEventVerdict, Payment } from '~/domain/payment'
import { settlePayment } from '~/domain/payment-allocation'
import { lockInvoices } from './invoice-ledger'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { GatewayEvent } from './ports/payment-gateway'
import type { Transaction } from './ports/unit-of-work'
import { describePaymentOutcome, describeSettledInvoice } from './report-payment'

export interface SettlementSteps {
  transaction: Transaction
  ids: IdSource
  clock: Clock
}

export type MoneyVerdict = Extract<GatewayEventVerdict, { kind: 'transition' }>

/**
 * Settles what a payment brought in, whatever was asked for and however late it came: its intents as far as their
 * invoices can take it, the rest as unapplied credit. The payment is locked by the surrounding transaction.
 */
export async function settleSucceededPayment(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  event: GatewayEvent,
  verdict: MoneyVerdict,
): Promise<Payment> {
  const { creditorId, debtorId, id: paymentId, currency } = payment
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const now = clock.now()
  const day = dayOfInstant(event.occurredAt, creditor.timeZone)
  const receivedMinor = event.amount.amountMinor

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
  const { allocations, unappliedMinor } = settlePayment(receivedMinor, targets)
  for (const { invoiceId, amountMinor, reserved } of intents) {
    if (reserved) ledger.change(invoiceId, (invoice) => release(invoice, amountMinor))
  }
  for (const { invoiceId, amountMinor } of allocations) {
    ledger.change(invoiceId, (invoice) => settle(invoice, amountMinor, day))
  }
  await ledger.save()
  await transaction.payments.releaseIntents(creditorId, paymentId)
  await transaction.allocations.insertMany(
    allocations.map(({ invoiceId, amountMinor }) => ({
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
    })),
  )
  const credit = { id: ids.uuid() as UnappliedCreditId, currency, paymentId, at: now }
  if (unappliedMinor > 0) {
    const amounts = { amountMinor: unappliedMinor, openMinor: unappliedMinor }
    await transaction.credits.insert(creditorId, debtorId, { ...credit, ...amounts })
  }
  const succeeded: Payment = { ...payment, status: 'succeeded', receivedMinor, succeededAt: event.occurredAt }
  await transaction.payments.save(
    succeeded,
    verdict.transitions.map((edge) => ({ ...edge, id: ids.uuid() })),
    { at: event.occurredAt, cause: 'gateway', gatewayEventId: event.eventId },
  )
  await transaction.outcomeLog.append(
    describePaymentOutcome('payment.succeeded', succeeded, event.occurredAt, {
      invoices: allocations.map((portion) =>
        describeSettledInvoice(ledger.get(portion.invoiceId), portion.amountMinor, 'cash'),
      ),
      ...(unappliedMinor > 0 ? { unappliedCredits: [{ id: credit.id, currency, amountMinor: unappliedMinor }] } : {}),
      late: verdict.late,
    }),
  )
  return succeeded
}
