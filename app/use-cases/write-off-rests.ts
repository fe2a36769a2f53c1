import type { CalendarDay } from '~/domain/calendar-day'
import { computeDueNow, settle } from '~/domain/invoice-balance'
import type { Payment } from '~/domain/payment'
import { findWriteOffTolerance } from '~/domain/settlement-policy'
import type { InvoiceLedger } from './invoice-ledger'
import type { Allocation } from './ports/allocation-repository'
import type { IdSource } from './ports/ids'
import type { Transaction } from './ports/unit-of-work'

/**
 * Lets go what a payment left of the invoices it has just settled, where the creditor tolerates that much and nobody
 * disputes or is paying it. A debtor that chose on our pages to pay a part owes the rest: let go is only what went missing on
 * the way, of a transfer, of a payment entered by hand, or where the provider took less. Changes the ledger, which is the caller's to save, and returns the allocations to insert:
 * each names the payment, so that it is taken back with it.
 */
export async function writeOffRests(
  { transaction, ids }: { transaction: Transaction; ids: IdSource },
  ledger: InvoiceLedger,
  settled: { payment: Payment; settlements: readonly Allocation[]; day: CalendarDay },
): Promise<Allocation[]> {
  const [first] = settled.settlements
  if (!first || isPaidAsChosen(settled.payment)) return []
  const policy = await transaction.policies.read(first.creditorId, 'settlement')
  if (policy.writeOff.length === 0) return []
  const byInvoice = new Map(settled.settlements.map((settlement) => [settlement.invoiceId, settlement]))
  return [...byInvoice.values()].flatMap((settlement): Allocation[] => {
    const invoice = ledger.get(settlement.invoiceId)
    const { openMinor, currency } = invoice
    const isTolerated = openMinor > 0 && openMinor <= findWriteOffTolerance(policy, currency)
    if (!isTolerated || computeDueNow(invoice) !== openMinor) return []
    ledger.change(settlement.invoiceId, (balance) => settle(balance, openMinor, settled.day))
    return [
      {
        ...settlement,
        id: ids.uuid(),
        kind: 'write_off',
        amountMinor: openMinor,
        paymentId: settled.payment.id,
        creditNoteId: null,
        unappliedCreditId: null,
        reversesId: null,
        applicationId: null,
      },
    ]
  })
}

function isPaidAsChosen({ origin, receivedMinor, amountMinor }: Payment): boolean {
  const isOnOurPages = origin === 'checkout' || origin === 'saved_method'
  return isOnOurPages && (receivedMinor ?? 0) >= amountMinor
}
