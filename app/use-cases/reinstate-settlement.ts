import { dayOfInstant } from '~/domain/calendar-day'
import type { InvoiceId, UnappliedCreditId } from '~/domain/ids'
import { computeCapacity, settle, settlePlanned } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import { reinstatePayment, type ReversedAllocation } from '~/domain/payment-allocation'
import { computeStandings } from './grant-concessions'
import type { InvoiceLedger } from './invoice-ledger'
import { noteDiscounts } from './note-discounts'
import { findPlanId } from './pay-instalments'
import { listStanding, lockPaymentBooks, type BooksChange, type StandingAllocation } from './payment-books'
import type { Allocation } from './ports/allocation-repository'
import { describeSettledInvoice } from './report-payment'
import type { SettlementSteps } from './settle-payment'
import { writeOffRests } from './write-off-rests'

/**
 * Puts `worthMinor` of money that came again, in the invoices' currency, where it had been taken from, as far as the
 * invoices can take it now, with what it earns of a concession; the rest becomes unapplied credit. The payment is locked by the surrounding transaction.
 */
export async function reinstateSettlement(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  { worthMinor, at }: { worthMinor: number; at: Date },
): Promise<BooksChange> {
  const { creditorId, debtorId, id: paymentId, settledCurrency: currency } = payment
  const creditor = await transaction.creditors.findById(creditorId)
  if (!creditor) throw new Error(`no creditor ${creditorId}`)
  const now = clock.now()
  const day = dayOfInstant(at, creditor.timeZone)
  const { ledger, allocations, credits, uses } = await lockPaymentBooks(transaction, payment)
  const standing = listStanding(allocations)
  const standingUses = listStanding(uses)
  const usedMinor = (creditId: UnappliedCreditId) =>
    standingUses
      .filter(({ original }) => original.unappliedCreditId === creditId)
      .reduce((sum, { netMinor }) => sum + netMinor, 0)
  const creditById = new Map(credits.map((credit) => [credit.id, credit]))
  const { reinstatements, creditIncreases, unappliedMinor } = reinstatePayment(worthMinor, {
    cash: listReversed(
      ledger,
      standing.filter(({ original }) => original.kind === 'cash'),
    ),
    creditUses: standingUses.flatMap((use) => {
      const credit = use.original.unappliedCreditId && creditById.get(use.original.unappliedCreditId)
      return credit ? listReversed(ledger, [use]).map((reversed) => ({ ...reversed, credit })) : []
    }),
    credits: credits.map((credit) => ({
      credit,
      takenMinor: credit.amountMinor - credit.openMinor - usedMinor(credit.id),
    })),
    capacities: new Map(ledger.list().map((invoice) => [invoice.id, computeCapacity(invoice, 0)])),
  })

  const originalById = new Map([...allocations, ...uses].map((allocation) => [allocation.id, allocation]))
  const put = reinstatements.flatMap(({ allocation, amountMinor }): Allocation[] => {
    const original = originalById.get(allocation.id)
    return original ? [{ ...original, id: ids.uuid(), amountMinor, reversesId: original.id, at: now }] : []
  })
  const planId = findPlanId(payment)
  const settleBy = planId === null ? settle : settlePlanned
  for (const { invoiceId, amountMinor } of put) {
    ledger.change(invoiceId, (invoice) => settleBy(invoice, amountMinor, day))
  }
  const intents = await transaction.payments.listIntents(creditorId, paymentId)
  const putOn = (wanted: InvoiceId) =>
    put
      .filter(({ kind, invoiceId }) => kind === 'cash' && invoiceId === wanted)
      .reduce((sum, part) => sum + part.amountMinor, 0)
  const earned = computeStandings(standing, intents, putOn).flatMap(({ granted, standingMinor }): Allocation[] => {
    const { original, netMinor } = granted
    const amountMinor = Math.min(standingMinor - netMinor, computeCapacity(ledger.get(original.invoiceId), 0))
    if (amountMinor <= 0) return []
    ledger.change(original.invoiceId, (invoice) => settle(invoice, amountMinor, day))
    return [{ ...original, id: ids.uuid(), amountMinor, reversesId: original.id, at: now }]
  })
  const writtenOff = await writeOffRests({ transaction, ids }, ledger, { payment, settlements: put, day })
  await ledger.save({ ids, at: now, planId })
  await transaction.allocations.insertMany([...put, ...earned, ...writtenOff])
  await transaction.credits.saveOpen(
    creditorId,
    creditIncreases.map(({ credit, amountMinor }) => ({ id: credit.id, openMinor: credit.openMinor + amountMinor })),
  )
  const fresh = { id: ids.uuid() as UnappliedCreditId, currency, amountMinor: unappliedMinor }
  if (unappliedMinor > 0) {
    await transaction.credits.insert(creditorId, debtorId, { ...fresh, paymentId, openMinor: unappliedMinor, at: now })
  }
  return {
    discounts: await noteDiscounts(transaction, ledger, earned),
    invoices: [...put, ...earned, ...writtenOff].map(({ invoiceId, amountMinor, kind }) =>
      describeSettledInvoice(ledger.get(invoiceId), amountMinor, kind),
    ),
    unappliedCredits: [
      ...creditIncreases.map(({ credit, amountMinor }) => ({ id: credit.id, currency, amountMinor })),
      ...(unappliedMinor > 0 ? [fresh] : []),
    ],
  }
}

function listReversed(ledger: InvoiceLedger, standing: readonly StandingAllocation[]): ReversedAllocation[] {
  return standing
    .filter(({ takenMinor }) => takenMinor > 0)
    .map(({ original: { id, invoiceId }, takenMinor }) => {
      const { dueOn, issueOn, number } = ledger.get(invoiceId)
      return { id, invoiceId, amountMinor: takenMinor, dueOn, issueOn, number }
    })
}
