import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { DocumentKind } from '~/domain/invoice'

/** The balances of invoices and credit notes: read, locked, changed. Importing documents is another port. */
export interface InvoiceRepository {
  findByNumbers(
    creditorId: CreditorId,
    debtorId: DebtorId,
    kind: DocumentKind,
    numbers: readonly string[],
  ): Promise<InvoiceBalance[]>
  findByIds(creditorId: CreditorId, ids: readonly InvoiceId[]): Promise<InvoiceBalance[]>
  /** Everything with an open amount, oldest due first; of one currency where asked. */
  listOpen(
    creditorId: CreditorId,
    debtorId: DebtorId,
    kind: DocumentKind,
    currency?: CurrencyCode,
  ): Promise<InvoiceBalance[]>
  /** By invoice, what its open disputes claim, however much of that is held back of it now. */
  readClaims(creditorId: CreditorId, ids: readonly InvoiceId[]): Promise<ReadonlyMap<InvoiceId, number>>
  /** Takes the rows' locks in the order of their ids, so that transactions on the same invoices queue up. */
  lockByIds(creditorId: CreditorId, ids: readonly InvoiceId[]): Promise<InvoiceBalance[]>
  /**
   * Writes open, pending and settledOn of rows that this transaction has locked; what disputes hold back of them follows:
   * what they claim, as far as it is open and in no payment under way.
   */
  saveBalances(creditorId: CreditorId, balances: readonly InvoiceBalance[]): Promise<void>
}
