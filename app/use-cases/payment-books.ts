import type { InvoiceId } from '~/domain/ids'
import type { OutcomeEventDraft, OutcomeInvoice, OutcomeUnappliedCredit } from '~/domain/outcome-event'
import type { Payment } from '~/domain/payment'
import { lockInvoices, type InvoiceLedger } from './invoice-ledger'
import type { Allocation } from './ports/allocation-repository'
import type { NamedUnappliedCredit } from './ports/credit-repository'
import type { Transaction } from './ports/unit-of-work'

/** Everything that a payment settled and left, locked. */
export interface PaymentBooks {
  ledger: InvoiceLedger
  /** Its cash, and what was written off with it; with what was taken back of either and put again. */
  allocations: Allocation[]
  credits: NamedUnappliedCredit[]
  /** What those credits were used for. */
  uses: Allocation[]
}

/** What a change to a payment's books did, as it is reported. */
export interface BooksChange {
  invoices: OutcomeInvoice[]
  unappliedCredits: OutcomeUnappliedCredit[]
  /** Of discounts, to be appended to the log after the event that tells the figures. */
  discounts: OutcomeEventDraft[]
}

/**
 * Locks what a payment settled, and `beside` that what else changes with it. The payment itself is locked by the
 * surrounding transaction.
 */
export async function lockPaymentBooks(
  transaction: Transaction,
  { creditorId, id }: Pick<Payment, 'creditorId' | 'id'>,
  beside: readonly InvoiceId[] = [],
): Promise<PaymentBooks> {
  const allocations = await transaction.allocations.listByPayment(creditorId, id)
  // Invoices are locked before credits, as everywhere. An unapplied credit may settle one more invoice meanwhile; that
  // one is locked when its use shows.
  const seen = await transaction.credits.listByPayment(creditorId, id)
  const creditIds = seen.map((credit) => credit.id)
  const early = await transaction.allocations.listByUnappliedCredits(creditorId, creditIds)
  await lockInvoices(transaction, creditorId, [...listInvoices([...allocations, ...early]), ...beside])
  const credits = await transaction.credits.lockByIds(creditorId, creditIds)
  const uses = await transaction.allocations.listByUnappliedCredits(creditorId, creditIds)
  const ledger = await lockInvoices(transaction, creditorId, [...listInvoices([...allocations, ...uses]), ...beside])
  return { ledger, allocations, credits, uses }
}

function listInvoices(allocations: readonly Allocation[]): InvoiceId[] {
  return allocations.map((allocation) => allocation.invoiceId)
}

/** A settlement with what was taken back of it; rows that name it hold both that and what was put again. */
export interface StandingAllocation {
  original: Allocation
  /** What stands of it. */
  netMinor: number
  /** What was taken back and not put again. */
  takenMinor: number
}

/** The settlements among these rows with what stands of each, minor units. */
export function listStanding(allocations: readonly Allocation[]): StandingAllocation[] {
  const takenMinor = new Map<string, number>()
  for (const { reversesId, amountMinor } of allocations) {
    if (reversesId !== null) takenMinor.set(reversesId, (takenMinor.get(reversesId) ?? 0) - amountMinor)
  }
  return allocations
    .filter((allocation) => allocation.reversesId === null)
    .map((original) => {
      const taken = takenMinor.get(original.id) ?? 0
      return { original, netMinor: original.amountMinor - taken, takenMinor: taken }
    })
}
