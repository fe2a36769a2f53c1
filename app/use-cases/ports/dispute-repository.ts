import type { Dispute, DisputeEntry, DisputeLine } from '~/domain/dispute'
import type { ClaimableLine } from '~/domain/dispute-claim'
import type { CalendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, DisputeId, InvoiceId } from '~/domain/ids'
import type { AccountInvoiceLine, DocumentDetails } from '~/domain/account-invoice'

/** An invoice as far as its disputing needs it: its lines in document order, and what is contested of them already. */
export interface DisputableInvoice {
  readonly lines: readonly (Pick<AccountInvoiceLine, 'lineId' | 'name' | 'unitCode'> &
    ClaimableLine & { readonly position: number; readonly taxCategory: string | null })[]
  readonly document: DocumentDetails
  /** Of disputes that are not over: positions of lines, 0 for the invoice as a whole. */
  readonly contestedPositions: readonly number[]
  /** Gross of tax, granted by disputes that are over, by position. */
  readonly granted: ReadonlyMap<number, number>
  /** Gross of tax, claimed by disputes that are not over. */
  readonly claimedMinor: number
  readonly purchaseOrder: string | null
}

/** A dispute in a list, with what people know it by. */
export interface ListedDispute extends Dispute {
  readonly invoiceNumber: string
  readonly invoiceDueOn: CalendarDay
  readonly debtorName: string
  readonly debtorExternalId: string
  readonly creditNoteNumber: string | null
}

/** An entry of the thread with its files as they can be fetched. */
export interface ThreadEntry extends Omit<DisputeEntry, 'files'> {
  readonly files: readonly {
    readonly id: string
    readonly filename: string
    readonly mediaType: string
    readonly byteSize: number
    readonly sha256: string
  }[]
}

export interface DisputeFilter {
  /** Of one debtor; all where left out. */
  debtorId?: DebtorId
  /** Of this invoice of the debtor; of what one form opened. All where left out. */
  invoiceNumber?: string
  batchId?: string
  state: 'open' | 'ended' | 'all'
  /** 'age': the longest open first; 'amount': by currency, the most claimed first; 'newest': the newest first. */
  order: 'age' | 'amount' | 'newest'
  offset: number
  limit: number
}

export interface DisputeRepository {
  /** A page, and how many there are in all. */
  list(creditorId: CreditorId, filter: DisputeFilter): Promise<{ disputes: ListedDispute[]; count: number }>
  find(creditorId: CreditorId, id: DisputeId): Promise<ListedDispute | null>
  /** Oldest first. */
  listEntries(creditorId: CreditorId, id: DisputeId): Promise<ThreadEntry[]>
  findById(creditorId: CreditorId, id: DisputeId): Promise<Dispute | null>
  /** What one form opened. */
  listByKey(creditorId: CreditorId, debtorId: DebtorId, idempotencyKey: string): Promise<Dispute[]>
  /** Takes the row's lock. */
  lock(creditorId: CreditorId, id: DisputeId): Promise<Dispute | null>
  listLines(creditorId: CreditorId, id: DisputeId): Promise<DisputeLine[]>
  readDisputable(creditorId: CreditorId, invoiceId: InvoiceId): Promise<DisputableInvoice>
  /** With its lines, and what it holds back from `openedAt` on. Throws where the invoice has one of the same key. */
  insert(dispute: Dispute, lines: readonly DisputeLine[]): Promise<void>
  hasEntry(creditorId: CreditorId, entryId: string): Promise<boolean>
  insertEntry(dispute: Dispute, entry: DisputeEntry): Promise<void>
  /** Writes status, clock and decision of a dispute that this transaction has locked. */
  save(dispute: Dispute): Promise<void>
  /** Writes what was granted of each line, and ends what the dispute holds back. */
  decide(dispute: Dispute, granted: ReadonlyMap<number, number>): Promise<void>
  /** Adds to what is claimed of an invoice that this transaction has locked (negative: takes off), and to what is held back. */
  moveClaim(creditorId: CreditorId, invoiceId: InvoiceId, deltaMinor: number): Promise<void>
}
