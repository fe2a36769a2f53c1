import { reopen } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import { reversePayment, type ReversibleAllocation } from '~/domain/payment-allocation'
import { listStanding, lockPaymentBooks, type BooksChange, type StandingAllocation } from './payment-books'
import type { Allocation } from './ports/allocation-repository'
import { describeSettledInvoice } from './report-payment'
import type { SettlementSteps } from './settle-payment'

/**
 * Takes back `worthMinor` of what a payment settled, in the invoices' currency: unapplied credit first, then
 * settlements, latest first; what had been written off with a settlement is owed again. Nothing is deleted; a reversal
 * is another allocation. The payment is locked by the surrounding transaction.
 */
export async function reverseSettlement(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  worthMinor: number,
): Promise<BooksChange> {
  const { creditorId, id: paymentId } = payment
  const at = clock.now()
  const { ledger, allocations, credits, uses } = await lockPaymentBooks(transaction, payment)
  const standing = listStanding(allocations)
  const standingUses = listStanding(uses)
  const { creditReductions, reversals, restMinor } = reversePayment(worthMinor, {
    credits,
    cash: listReversible(standing.filter(({ original }) => original.kind === 'cash')),
    creditUses: listReversible(standingUses),
  })
  if (restMinor !== 0) throw new Error(`payment ${paymentId} has ${restMinor} less on its books than it received`)

  const originalById = new Map([...allocations, ...uses].map((allocation) => [allocation.id, allocation]))
  const taken = reversals.flatMap(({ allocation, amountMinor }) => {
    const original = originalById.get(allocation.id)
    return original ? [{ original, amountMinor }] : []
  })
  const reopened = new Set(taken.map(({ original }) => original.invoiceId))
  const writtenOff = standing
    .filter(
      ({ original, netMinor }) => original.kind === 'write_off' && netMinor > 0 && reopened.has(original.invoiceId),
    )
    .map(({ original, netMinor }) => ({ original, amountMinor: netMinor }))
  const made = [...taken, ...writtenOff]
  for (const { original, amountMinor } of made) {
    ledger.change(original.invoiceId, (invoice) => reopen(invoice, amountMinor))
  }
  await ledger.save()
  await transaction.allocations.insertMany(
    made.map(({ original, amountMinor }): Allocation => ({
      ...original,
      id: ids.uuid(),
      amountMinor: -amountMinor,
      reversesId: original.id,
      at,
    })),
  )
  await transaction.credits.saveOpen(
    creditorId,
    creditReductions.map(({ credit, amountMinor }) => ({ id: credit.id, openMinor: credit.openMinor - amountMinor })),
  )
  return {
    invoices: made.map(({ original, amountMinor }) =>
      describeSettledInvoice(ledger.get(original.invoiceId), -amountMinor, original.kind),
    ),
    unappliedCredits: creditReductions.map(({ credit: { id, currency }, amountMinor }) => ({
      id,
      currency,
      amountMinor: -amountMinor,
    })),
  }
}

function listReversible(standing: readonly StandingAllocation[]): ReversibleAllocation[] {
  return standing
    .filter(({ netMinor }) => netMinor > 0)
    .map(({ original: { id, invoiceId, at }, netMinor }) => ({ id, invoiceId, at, amountMinor: netMinor }))
}
