/** An invoice or credit note as it stands in a debtor's account: the document, its balance, and what settled it. */
import type { CalendarDay } from './calendar-day'
import type { Dispute } from './dispute'
import type { PaymentId } from './ids'
import type { InvoiceDocument, InvoiceLine } from './invoice'
import type { InvoiceBalance } from './invoice-balance'

/** What the document says beside its lines. */
export type DocumentDetails = Pick<
  InvoiceDocument,
  | 'typeCode'
  | 'paymentTerms'
  | 'notes'
  | 'buyerReference'
  | 'salesOrder'
  | 'contractReference'
  | 'projectReference'
  | 'despatchAdvice'
  | 'deliveredOn'
  | 'periodStartOn'
  | 'periodEndOn'
  | 'precedingInvoices'
  | 'seller'
  | 'buyer'
  | 'payee'
  | 'paymentInstruction'
  | 'settlementDiscounts'
  | 'allowancesAndCharges'
  | 'taxBreakdown'
  | 'totals'
>

/** A line; see InvoiceLine for what each figure is. */
export interface AccountInvoiceLine extends Pick<InvoiceLine, 'lineId' | 'name' | 'quantity' | 'netMinor'> {
  readonly unitCode: string | null
  readonly unitPrice: string | null
  readonly taxPercent: string | null
  /** Null when the document says nothing more. */
  readonly details: AccountInvoiceLineDetails | null
}

export interface AccountInvoiceLineDetails extends Pick<
  InvoiceLine,
  | 'description'
  | 'note'
  | 'priceBaseQuantity'
  | 'allowancesAndCharges'
  | 'sellerItemId'
  | 'buyerItemId'
  | 'orderLineReference'
  | 'periodStartOn'
  | 'periodEndOn'
> {
  /** What the line is made of. Their amounts are part of the line's: whoever adds up lines leaves them out. */
  readonly subLines?: readonly AccountInvoiceLine[]
}

/** One entry of how the document was settled, or used where it is a credit. */
export interface SettlementEntry {
  readonly kind: 'cash' | 'credit_note' | 'unapplied_credit' | 'discount' | 'write_off'
  /** Negative when it takes an earlier one back. */
  readonly amountMinor: number
  readonly at: Date
  readonly payment: { readonly id: PaymentId; readonly reference: string } | null
  /** The other document: the credit note that was used here, or the invoice that this credit note was used on. */
  readonly otherNumber: string | null
}

/** A payment under way that has set something of this invoice aside. */
export interface PendingPayment {
  readonly id: PaymentId
  readonly reference: string
  readonly amountMinor: number
  readonly createdAt: Date
}

/** A dispute of the invoice as its debtor knows it. */
export interface AccountDispute extends Pick<
  Dispute,
  | 'id'
  | 'reference'
  | 'status'
  | 'currency'
  | 'claimedMinor'
  | 'grantedMinor'
  | 'reason'
  | 'action'
  | 'openedByName'
  | 'openedAt'
  | 'answerDueAt'
  | 'endedAt'
> {
  readonly creditNoteNumber: string | null
}

export interface AccountFile {
  readonly filename: string
  readonly mediaType: string
  readonly byteSize: number
}

export interface AccountAttachment {
  readonly id: string
  readonly reference: string | null
  readonly description: string | null
  /** Where the document lies when it is not embedded. */
  readonly url: string | null
  readonly file: AccountFile | null
}

export interface AccountInvoice extends Omit<InvoiceBalance, 'id'> {
  readonly purchaseOrder: string | null
  readonly importedOn: CalendarDay
  /** False: there is no settlement discount on it today. */
  readonly mayBeDiscounted: boolean
  readonly document: DocumentDetails
  readonly lines: readonly AccountInvoiceLine[]
  /** Oldest first. */
  readonly settlements: readonly SettlementEntry[]
  readonly pendingPayments: readonly PendingPayment[]
  /** Newest first, and no more than the newest twenty. */
  readonly disputes: readonly AccountDispute[]
  readonly original: AccountFile | null
  readonly attachments: readonly AccountAttachment[]
}
