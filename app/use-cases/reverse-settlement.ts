import type { InvoiceId } from '~/domain/ids'
import { reopen } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import { reversePayment, type ReversibleAllocation } from '~/domain/payment-allocation'
import { lockInvoices } from './invoice-ledger'
import type { Allocation } from './ports/allocation-repository'
import type { GatewayEvent } from './ports/payment-gateway'
import { describePaymentOutcome, describeSettledInvoice } from './report-payment'
import type { MoneyVerdict, SettlementSteps } from './settle-payment'

/**
 * Takes back what a refund or a chargeback took: unapplied credit first, then settlements, latest first. Nothing is
 * deleted; a reversal is another allocation. The payment is locked by the surrounding transaction.
 */
export async function reverseSettlement(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  event: GatewayEvent,
  verdict: MoneyVerdict,
): Promise<void> {
  const { creditorId, debtorId, id: paymentId, currency } = payment
  const now = clock.now()
  const { reversedMinor } = verdict

  const cash = await transaction.allocations.listByPayment(creditorId, paymentId)
  // Invoices are locked before credits, as everywhere. An unapplied credit may settle one more invoice meanwhile; that
  // one is locked when its use shows.
  const seen = await transaction.credits.listByPayment(creditorId, paymentId)
  const creditIds = seen.map((credit) => credit.id)
  const early = await transaction.allocations.listByUnappliedCredits(creditorId, creditIds)
  await lockInvoices(transaction, creditorId, listInvoices([...cash, ...early]))
  const credits = await transaction.credits.lockByIds(creditorId, creditIds)
  const uses = await transaction.allocations.listByUnappliedCredits(creditorId, creditIds)
  const ledger = await lockInvoices(transaction, creditorId, listInvoices([...cash, ...uses]))

  const { creditReductions, reversals, restMinor } = reversePayment(reversedMinor, {
    credits,
    cash: netOfReversals(cash),
    creditUses: netOfReversals(uses),
  })
  if (restMinor !== 0) throw new Error(`payment ${paymentId} has ${restMinor} less on its books than it received`)

  const allocationById = new Map([...cash, ...uses].map((allocation) => [allocation.id, allocation]))
  const made = reversals.flatMap(({ allocation, amountMinor }) => {
    const original = allocationById.get(allocation.id)
    return original ? [{ original, amountMinor }] : []
  })
  for (const { original, amountMinor } of made) {
    ledger.change(original.invoiceId, (invoice) => reopen(invoice, amountMinor))
  }
  await ledger.save()
  await transaction.allocations.insertMany(
    made.map(({ original, amountMinor }) => ({
      ...original,
      id: ids.uuid(),
      amountMinor: -amountMinor,
      reversesId: original.id,
      at: now,
    })),
  )
  await transaction.credits.saveOpen(
    creditorId,
    creditReductions.map(({ credit, amountMinor }) => ({ id: credit.id, openMinor: credit.openMinor - amountMinor })),
  )

  const chargeback = event.kind === 'payment_charged_back'
  const [edge] = verdict.transitions
  const reversed: Payment = {
    ...payment,
    status: edge.to,
    refundedMinor: payment.refundedMinor + (chargeback ? 0 : reversedMinor),
    chargedBackMinor: payment.chargedBackMinor + (chargeback ? reversedMinor : 0),
  }
  await transaction.payments.save(reversed, [{ ...edge, id: ids.uuid() }], {
    at: event.occurredAt,
    cause: 'gateway',
    gatewayEventId: event.eventId,
  })
  if (!edge.reports) return
  await transaction.outcomeLog.append(
    describePaymentOutcome(edge.reports, reversed, event.occurredAt, {
      reversedMinor,
      invoices: made.map(({ original, amountMinor }) =>
        describeSettledInvoice(ledger.get(original.invoiceId), -amountMinor, original.kind),
      ),
      ...(creditReductions.length > 0
        ? {
            unappliedCredits: creditReductions.map(({ credit, amountMinor }) => ({
              id: credit.id,
              currency,
              amountMinor: -amountMinor,
            })),
          }
        : {}),
    }),
  )
  await transaction.debtors.raiseVersion(creditorId, [debtorId])
}

function listInvoices(allocations: readonly Allocation[]): InvoiceId[] {
  return allocations.map((allocation) => allocation.invoiceId)
}

/** What is left of each settlement after the reversals that name it. */
function netOfReversals(allocations: readonly Allocation[]): ReversibleAllocation[] {
  const reversedMinor = new Map<string, number>()
  for (const { reversesId, amountMinor } of allocations) {
    if (reversesId !== null) reversedMinor.set(reversesId, (reversedMinor.get(reversesId) ?? 0) - amountMinor)
  }
  return allocations
    .filter((allocation) => allocation.reversesId === null)
    .map(({ id, invoiceId, amountMinor, at }) => ({
      id,
      invoiceId,
      at,
      amountMinor: amountMinor - (reversedMinor.get(id) ?? 0),
    }))
    .filter((allocation) => allocation.amountMinor > 0)
}
