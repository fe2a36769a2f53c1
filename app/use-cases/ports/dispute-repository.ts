import type { Dispute, DisputeEntry, DisputeLine } from '~/domain/dispute'
import type { ClaimableLine } from '~/domain/dispute-claim'
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
}

export interface DisputeRepository {
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
