/**
 * Late interest on money that nobody announced: a transfer that was matched, or a payment entered by hand. Nobody has seen
 * what lateness had added by the day on which it came, so it is worked out for that day, and the money pays it as the
 * creditor's order says. What it leaves is billed with the settlement itself.
 */
import { calendarDay } from '~/domain/calendar-day'
import { chooseChargeMinor, type Charge } from '~/domain/charge'
import type { Creditor } from '~/domain/creditor'
import type { CreditorId, InvoiceId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { ReceivedPortion } from '~/domain/received-discount'
import type { Transaction } from './ports/unit-of-work'
import { readCharges } from './read-charges'

export interface ChargedPortion extends ReceivedPortion {
  readonly charge?: Charge
}

/**
 * `invoices` are those that the money is for, the portions' and others that are paid already, of which interest may be
 * left. `at` is when it came.
 */
export async function chargeReceivedMoney(
  transaction: Transaction,
  creditor: Creditor,
  { portions, invoices, at }: { portions: readonly ReceivedPortion[]; invoices: readonly InvoiceBalance[]; at: Date },
): Promise<ChargedPortion[]> {
  const findCharge = await readCharges(transaction, creditor, { invoices, at, purpose: null })
  const portionById = new Map(portions.map((portion) => [portion.invoiceId, portion]))
  return invoices.flatMap((invoice): ChargedPortion[] => {
    const portion = portionById.get(invoice.id)
    const charge = findPayable(invoice, portion, findCharge)
    if (!portion && !charge) return []
    return [{ invoiceId: invoice.id, amountMinor: 0, ...portion, ...(charge ? { charge } : {}) }]
  })
}

function findPayable(
  invoice: InvoiceBalance,
  portion: ReceivedPortion | undefined,
  findCharge: Awaited<ReturnType<typeof readCharges>>,
): Charge | null {
  // Of an invoice that is disputed or being paid the interest waits for the invoice.
  if (!portion && invoice.openMinor > 0) return null
  const owed = findCharge(invoice)
  if (!owed) return null
  const settledMinor = (portion?.amountMinor ?? 0) + (portion?.concession?.amountMinor ?? 0)
  return chooseChargeMinor(owed, { settledMinor, dueNowMinor: computeDueNow(invoice) }) > 0 ? owed.charge : null
}

/** Invoices that money is for by name, with the notes that have billed their interest: whoever pays them means these too. */
export async function withInterestNotes(
  transaction: Transaction,
  creditorId: CreditorId,
  invoices: readonly InvoiceBalance[],
): Promise<InvoiceBalance[]> {
  const noteIds = await transaction.lateInterest.listNotesAbout(
    creditorId,
    invoices.map(({ id }) => id),
  )
  const named = new Set<InvoiceId>(invoices.map(({ id }) => id))
  const notes = await transaction.invoices.findByIds(
    creditorId,
    noteIds.filter((id) => !named.has(id)),
  )
  return [...invoices, ...notes]
}

/** Of charges that come after all that was named. */
export const AFTER_ALL_NAMED = calendarDay('9999-12-31')

/**
 * Notes that nobody named come after all that was named, as charges do that are not billed yet: in which order the parts
 * of a payment arrive, and whether one of them had a note made, changes nothing.
 */
export function putUnnamedLast<Invoice extends Pick<InvoiceBalance, 'number' | 'dueOn'>>(
  invoices: readonly Invoice[],
  named: readonly string[],
): Invoice[] {
  return invoices.map((invoice) => (named.includes(invoice.number) ? invoice : { ...invoice, dueOn: AFTER_ALL_NAMED }))
}
