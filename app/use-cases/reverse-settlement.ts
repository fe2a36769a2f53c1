import { computeDueNow, plan, reopen } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import { reversePayment, type ReversibleAllocation } from '~/domain/payment-allocation'
import { uncoverPlans } from './carry-plans'
import {
  listCreditedInvoices,
  listUnearned,
  measureMoney,
  readEarlyCredits,
  type EarlyCredits,
} from './follow-early-credit'
import { computeStandings } from './grant-concessions'
import { noteDiscounts } from './note-discounts'
import { findPlanId } from './pay-instalments'
import { listStanding, lockPaymentBooks, type BooksChange, type StandingAllocation } from './payment-books'
import type { Allocation } from './ports/allocation-repository'
import { describeSettledInvoice } from './report-payment'
import type { SettlementSteps } from './settle-payment'

/**
 * Takes back `worthMinor` of what a payment settled, in the invoices' currency: unapplied credit first, then
 * settlements, latest first; what the money had earned of a concession, and what had been written off with it, is owed
 * again, as is interest that was credited because it came early. Nothing is deleted; a reversal is another allocation. The payment is locked by the surrounding transaction.
 */
export async function reverseSettlement(
  { transaction, ids, clock }: SettlementSteps,
  payment: Payment,
  worthMinor: number,
): Promise<BooksChange> {
  const { creditorId, id: paymentId } = payment
  const at = clock.now()
  const early = await readEarlyCredits(transaction, payment)
  const beside = early ? listCreditedInvoices(early) : []
  const { ledger, allocations, credits, uses } = await lockPaymentBooks(transaction, payment, beside)
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
  const intents = await transaction.payments.listIntents(creditorId, paymentId)
  const concessions = computeStandings(
    standing,
    intents,
    (invoiceId) =>
      -taken
        .filter(({ original }) => original.kind === 'cash' && original.invoiceId === invoiceId)
        .reduce((sum, part) => sum + part.amountMinor, 0),
  )
  const lost = concessions.map(({ granted: { original, netMinor }, standingMinor }) => ({
    original,
    amountMinor: Math.max(0, netMinor - standingMinor),
  }))
  const ofConcession = new Set(concessions.map(({ granted }) => granted.original.id))
  const writtenOff = standing
    .filter(({ original, netMinor }) => original.kind === 'write_off' && netMinor > 0)
    .filter(({ original }) => reopened.has(original.invoiceId) && !ofConcession.has(original.id))
    .map(({ original, netMinor }) => ({ original, amountMinor: netMinor }))
  const takenCashMinor = taken
    .filter(({ original }) => original.kind === 'cash')
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0)
  const unearned = await readUnearned(transaction, early, standing, takenCashMinor)
  const made = [...taken, ...lost.filter(({ amountMinor }) => amountMinor > 0), ...writtenOff, ...unearned]
  for (const { original, amountMinor } of made) {
    ledger.change(original.invoiceId, (invoice) => reopen(invoice, amountMinor))
  }
  for (const { original, amountMinor } of unearned) {
    ledger.change(original.creditNoteId, (note) => reopen(note, amountMinor))
  }
  const planId = findPlanId(payment)
  const takenBack = made.map(({ original: { invoiceId, at: settledAt }, amountMinor }) => ({
    ...{ invoiceId, amountMinor, settledAt },
  }))
  const replanned = await uncoverPlans(transaction, creditorId, takenBack, { ids, at, planId })
  for (const [invoiceId, amountMinor] of replanned) {
    ledger.change(invoiceId, (invoice) => plan(invoice, Math.min(amountMinor, computeDueNow(invoice))))
  }
  await ledger.save({ ids, at, planId })
  const reversing = made.map(({ original, amountMinor }): Allocation => ({
    ...original,
    id: ids.uuid(),
    amountMinor: -amountMinor,
    reversesId: original.id,
    at,
  }))
  await transaction.allocations.insertMany(reversing)
  await transaction.credits.saveOpen(
    creditorId,
    creditReductions.map(({ credit, amountMinor }) => ({ id: credit.id, openMinor: credit.openMinor - amountMinor })),
  )
  return {
    discounts: await noteDiscounts(transaction, ledger, reversing),
    invoices: [
      ...made.map(({ original, amountMinor }) =>
        describeSettledInvoice(ledger.get(original.invoiceId), -amountMinor, original.kind),
      ),
      ...unearned.map(({ original, amountMinor }) => {
        const { number, kind, currency, openMinor } = ledger.get(original.creditNoteId)
        return { number, kind, currency, amountMinor: -amountMinor, openMinor }
      }),
    ],
    unappliedCredits: creditReductions.map(({ credit: { id, currency }, amountMinor }) => ({
      id,
      currency,
      amountMinor: -amountMinor,
    })),
  }
}

/** Of the interest that was credited because the payment came early, what is owed again. */
function readUnearned(
  transaction: SettlementSteps['transaction'],
  early: EarlyCredits | null,
  standing: readonly StandingAllocation[],
  takenMinor: number,
): ReturnType<typeof listUnearned> {
  if (early === null) return Promise.resolve([])
  const { settledMinor, standingMinor } = measureMoney(standing)
  return listUnearned(transaction, early, { settledMinor, standingMinor: standingMinor - takenMinor })
}

function listReversible(standing: readonly StandingAllocation[]): ReversibleAllocation[] {
  return standing
    .filter(({ netMinor }) => netMinor > 0)
    .map(({ original: { id, invoiceId, at }, netMinor }) => ({ id, invoiceId, at, amountMinor: netMinor }))
}
