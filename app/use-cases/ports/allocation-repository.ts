import type { CreditorId, DebtorId, InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import type { AllocatedSums } from '~/domain/settled-part'

/** How a part of an invoice was settled. Never changed: a reversal is another one with a negative amount. */
export interface Allocation {
  id: string
  creditorId: CreditorId
  debtorId: DebtorId
  invoiceId: InvoiceId
  kind: 'cash' | 'credit_note' | 'unapplied_credit' | 'discount' | 'write_off'
  /** Minor units of the invoice's currency. */
  amountMinor: number
  paymentId: PaymentId | null
  creditNoteId: InvoiceId | null
  unappliedCreditId: UnappliedCreditId | null
  /** The allocation that this one takes back. */
  reversesId: string | null
  /** The debtor's decision that used a credit. */
  applicationId: string | null
  at: Date
}

export interface AllocationRepository {
  insertMany(allocations: readonly Allocation[]): Promise<void>
  /** In the order in which they were made. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<Allocation[]>
  listByUnappliedCredits(creditorId: CreditorId, ids: readonly UnappliedCreditId[]): Promise<Allocation[]>
  /** Of these invoices, what was written off at that instant without a payment. */
  listWriteOffsAt(creditorId: CreditorId, invoiceIds: readonly InvoiceId[], at: Date): Promise<Allocation[]>
  /** What these credit notes settled. */
  listByCreditNotes(creditorId: CreditorId, ids: readonly InvoiceId[]): Promise<Allocation[]>
  listByApplications(creditorId: CreditorId, ids: readonly string[]): Promise<Allocation[]>
  /** What settled each of these invoices, by kind; one that nothing has settled is left out. */
  sumByInvoice(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<ReadonlyMap<InvoiceId, AllocatedSums>>
}
