import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { computeDueNow, type InvoiceBalance } from '~/domain/invoice-balance'
import type { Transaction } from './ports/unit-of-work'

export interface InvoicesAsked {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly currency: CurrencyCode
  /** Null for all of that currency that are open. */
  readonly invoiceNumbers: readonly string[] | null
}

/** The invoices that a promise or an offer is about, as they are; null where one of them is not there. */
export async function findChosenInvoices(
  { invoices }: Transaction,
  { creditorId, debtorId, invoiceNumbers, currency }: InvoicesAsked,
): Promise<InvoiceBalance[] | null> {
  if (invoiceNumbers === null) return invoices.listOpen(creditorId, debtorId, 'invoice', currency)
  const numbers = [...new Set(invoiceNumbers)]
  const found = await invoices.findByNumbers(creditorId, debtorId, 'invoice', numbers)
  return found.length === numbers.length && found.every((invoice) => invoice.currency === currency) ? found : null
}

/** What of each can be paid now, of those of which something can. */
export function listDue(invoices: readonly InvoiceBalance[]): { invoiceId: InvoiceId; amountMinor: number }[] {
  return invoices
    .map((invoice) => ({ invoiceId: invoice.id, amountMinor: computeDueNow(invoice) }))
    .filter(({ amountMinor }) => amountMinor > 0)
}
