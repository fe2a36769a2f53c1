import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { CurrencyCode } from '~/domain/currency'
import type { DebtorId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import { compareOldestCredit, type UsableCredit } from '~/domain/unapplied-credit'
import type { NamedUnappliedCredit } from './ports/credit-repository'
import type { Transaction } from './ports/unit-of-work'

/** Credit notes and unapplied credits with something left, oldest first; of one currency where asked. */
export async function listUsableCredits(
  transaction: Transaction,
  creditor: Creditor,
  debtorId: DebtorId,
  currency?: CurrencyCode,
): Promise<UsableCredit[]> {
  const creditNotes = await transaction.invoices.listOpen(creditor.id, debtorId, 'credit_note', currency)
  const unapplied = await transaction.credits.listOpen(creditor.id, debtorId, currency)
  return describeCredits(creditNotes, unapplied, creditor.timeZone)
}

/** Credit notes and unapplied credits as one list, oldest first; days are of `timeZone`, the creditor's. */
export function describeCredits(
  creditNotes: readonly InvoiceBalance[],
  unapplied: readonly NamedUnappliedCredit[],
  timeZone: string,
): UsableCredit[] {
  return [
    ...creditNotes.map(({ id, number, issueOn, currency, openMinor }) => ({
      kind: 'credit_note' as const,
      id,
      label: number,
      since: issueOn,
      currency,
      openMinor,
    })),
    ...unapplied.map(({ id, paymentReference, at, currency, openMinor }) => ({
      kind: 'unapplied_credit' as const,
      id,
      label: paymentReference,
      since: dayOfInstant(at, timeZone),
      currency,
      openMinor,
    })),
  ].sort(compareOldestCredit)
}
