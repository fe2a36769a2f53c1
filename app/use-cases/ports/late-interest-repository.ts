import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { CreditorId, DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import type { PaymentOrigin } from '~/domain/payment'

/** A part of an invoice that was settled, taken back, or set aside for a payment under way. */
export interface LateMovement {
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
  readonly at: Date
  /** It takes an earlier one back, or puts it again. */
  readonly isCorrection: boolean
  /** The payment it came with; null for credits and for what was let go without one. */
  readonly payment: {
    readonly origin: PaymentOrigin
    readonly createdAt: Date
    readonly succeededAt: Date | null
    /** Of money that the creditor entered. */
    readonly receivedOn: CalendarDay | null
    /** The plan whose instalments it pays. */
    readonly planId: string | null
  } | null
}

/** What bore no interest: claims of a dispute, or what a plan was to pay. */
export interface LateHold {
  readonly invoiceId: InvoiceId
  readonly amountMinor: number
  readonly fromAt: Date
  readonly untilAt: Date | null
  readonly planId: string | null
}

export interface RecordedWaiver {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly invoiceId: InvoiceId
  readonly throughOn: CalendarDay | null
  readonly includesCompensation: boolean
  readonly reason: string
  readonly waivedAt: Date
  /** 'user:<id>' | 'key:<id>' | 'quote:<id>' | 'settlement:<id>' */
  readonly waivedBy: string
  /** The payment that it came with, and stands or falls with; null for one that stands by itself. */
  readonly paymentId: PaymentId | null
}

/** A waiver that may have ended since. */
export interface KeptWaiver extends RecordedWaiver {
  /** Since when what it let go is owed again: the money that it hung on went back. Null while it stands. */
  readonly revokedAt: Date | null
}

/** What a note bills, and of which invoice. */
export interface InterestNote {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** The note itself. */
  readonly invoiceId: InvoiceId
  readonly aboutInvoiceId: InvoiceId
  readonly interestMinor: number
  readonly compensationMinor: number
  readonly throughOn: CalendarDay
  readonly paymentId: PaymentId | null
  readonly issuedAt: Date
}

/** Everything that the interest of some invoices depends on beside their balances. */
export interface LateRecords {
  readonly movements: readonly LateMovement[]
  readonly holds: readonly LateHold[]
  /** Those that stand. */
  readonly waivers: readonly RecordedWaiver[]
  /** Of these invoices. */
  readonly notes: readonly InterestNote[]
  /** What payments under way are to pay of it, by invoice. */
  readonly pending: ReadonlyMap<InvoiceId, { readonly interestMinor: number; readonly compensationMinor: number }>
  /** Which of them bear no interest: notes of interest or of a plan's charges. */
  readonly exempt: ReadonlySet<InvoiceId>
}

/** An invoice that was paid late, of which something may be left to be billed. */
export interface SettledLate {
  readonly invoiceId: InvoiceId
  readonly debtorId: DebtorId
}

export interface LateInterestRepository {
  /** Whatever the surrounding scope may see: what is owed does not depend on how much of the account a link shows. */
  readRecords(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<LateRecords>
  /** An invoice by its number, whosever it is. */
  findInvoice(
    creditorId: CreditorId,
    number: string,
  ): Promise<{ invoiceId: InvoiceId; debtorId: DebtorId; currency: CurrencyCode } | null>
  /** The notes that have billed the interest of these invoices, oldest first. */
  listNotesAbout(creditorId: CreditorId, invoiceIds: readonly InvoiceId[]): Promise<InvoiceId[]>
  insertNotes(notes: readonly InterestNote[]): Promise<void>
  insertWaiver(waiver: RecordedWaiver): Promise<void>
  /** Ends waivers that stand; nothing is deleted. */
  revokeWaivers(waivers: readonly RecordedWaiver[], at: Date): Promise<void>
  /** Newest first. */
  listWaivers(creditorId: CreditorId, limit: number): Promise<KeptWaiver[]>
  /** All that one quote or settlement let go, oldest first: 'quote:<id>' | 'settlement:<id>'. */
  listWaiversBy(creditorId: CreditorId, waivedBy: string): Promise<KeptWaiver[]>
  /** Invoices that were settled after their due day on `sinceOn` or later, by id, after `afterId`. */
  listSettledLate(
    creditorId: CreditorId,
    page: { sinceOn: CalendarDay; afterId: InvoiceId | null; limit: number },
  ): Promise<SettledLate[]>
}
