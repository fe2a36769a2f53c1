import type { CalendarDay } from '~/domain/calendar-day'
import { grantConcession } from '~/domain/concession'
import type { InvoiceId } from '~/domain/ids'
import { computeCapacity, settle } from '~/domain/invoice-balance'
import type { PaymentIntent } from '~/domain/payment'
import type { InvoiceLedger } from './invoice-ledger'
import type { StandingAllocation } from './payment-books'
import type { Allocation } from './ports/allocation-repository'
import type { IdSource } from './ports/ids'

/**
 * Lets go what the creditor had promised of the invoices that a payment has just settled: all of it, or the part that the
 * money has earned, as far as the invoice can still take it. `day` is when the money came, in the creditor's time zone.
 * Changes the ledger, which is the caller's to save, and returns the allocations to insert.
 */
export function grantConcessions(
  ids: IdSource,
  ledger: InvoiceLedger,
  settled: { intents: readonly PaymentIntent[]; settlements: readonly Allocation[]; day: CalendarDay },
): Allocation[] {
  const settlementByInvoice = new Map(settled.settlements.map((settlement) => [settlement.invoiceId, settlement]))
  const isAllReceived = settled.intents.every(
    ({ invoiceId, amountMinor }) => (settlementByInvoice.get(invoiceId)?.amountMinor ?? 0) >= amountMinor,
  )
  return settled.intents.flatMap(({ invoiceId, amountMinor: askedMinor, concession }): Allocation[] => {
    const settlement = settlementByInvoice.get(invoiceId)
    if (!concession || !settlement) return []
    // A settlement is one sum: what is let go is let go of all its invoices, or of none.
    if (concession.grounds.source === 'settlement_offer' && !isAllReceived) return []
    if (concession.receivedByOn !== null && settled.day > concession.receivedByOn) return []
    const earnedMinor = grantConcession(concession, { receivedMinor: settlement.amountMinor, askedMinor })
    const amountMinor = Math.min(earnedMinor, computeCapacity(ledger.get(invoiceId), 0))
    if (amountMinor === 0) return []
    ledger.change(invoiceId, (invoice) => settle(invoice, amountMinor, settled.day))
    return [{ ...settlement, id: ids.uuid(), kind: concession.kind, amountMinor }]
  })
}

/** A concession that was granted with a payment, and the money it depends on. */
export interface StandingConcession {
  granted: StandingAllocation
  intent: PaymentIntent
}

/**
 * What of each granted concession stands once the money on its invoices has changed by `changeOf`: as it was granted for
 * that money, and never more than it was. A settlement is one sum: where any of it is missing, none of what it let go
 * stands, of whichever invoice.
 */
export function computeStandings(
  standing: readonly StandingAllocation[],
  intents: readonly PaymentIntent[],
  changeOf: (invoiceId: InvoiceId) => number,
): (StandingConcession & { standingMinor: number })[] {
  const cashOf = (wanted: InvoiceId) =>
    standing
      .filter(({ original }) => original.kind === 'cash' && original.invoiceId === wanted)
      .reduce((sum, { netMinor }) => sum + netMinor, changeOf(wanted))
  const isWhole = intents.every(({ invoiceId, amountMinor }) => cashOf(invoiceId) >= amountMinor)
  return listStandingConcessions(standing, intents).map((concession) => {
    const isOfSettlement = concession.intent.concession?.grounds.source === 'settlement_offer'
    const cashMinor = cashOf(concession.intent.invoiceId)
    return { ...concession, standingMinor: isOfSettlement && !isWhole ? 0 : computeStanding(concession, cashMinor) }
  })
}

/** The concessions of a payment among what it settled; what was merely written off with it is not one. */
function listStandingConcessions(
  standing: readonly StandingAllocation[],
  intents: readonly PaymentIntent[],
): StandingConcession[] {
  return intents.flatMap((intent): StandingConcession[] => {
    const { invoiceId, concession } = intent
    const ofInvoice = standing.filter(({ original }) => original.invoiceId === invoiceId)
    const granted = ofInvoice.find(({ original }) => original.kind === concession?.kind)
    if (!concession || !granted) return []
    return [{ granted, intent }]
  })
}

function computeStanding({ granted, intent }: StandingConcession, cashMinor: number): number {
  if (!intent.concession) return 0
  const earnedMinor = grantConcession(intent.concession, { receivedMinor: cashMinor, askedMinor: intent.amountMinor })
  return Math.min(granted.original.amountMinor, earnedMinor)
}
