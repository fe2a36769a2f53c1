import type { ContactRequest, ContactStatus } from '~/domain/contact-request'
import type { AccessLinkId, CreditorId, DebtorId, StoredFileId } from '~/domain/ids'
import type { ReminderPause } from '~/domain/reminder-pause'

/** With what people know its debtor and invoice by, and what came of it. */
export type ListedContactRequest = ContactRequest & {
  readonly debtorExternalId: string
  readonly debtorName: string
  readonly invoiceNumber: string | null
  /** The pause of reminders that was granted on it. */
  readonly pause: ReminderPause | null
  readonly evidence: { readonly filename: string; readonly mediaType: string; readonly sha256: string } | null
}

export interface ContactRequestFilter {
  /** Null for both: still open, and decided. */
  readonly isOpen: boolean | null
  readonly debtorId?: DebtorId
  /** That link and those that stand below it alone. */
  readonly below?: AccessLinkId
  readonly limit: number
}

/** What debtors wrote to the creditor, and the pauses of reminders that came of it. */
export interface ContactRequestRepository {
  findById(creditorId: CreditorId, id: string): Promise<ListedContactRequest | null>
  /** Until the transaction ends nobody else decides it. */
  lock(creditorId: CreditorId, id: string): Promise<ListedContactRequest | null>
  /** False where there is one of that id already. */
  insert(request: ContactRequest): Promise<boolean>
  /** Gives a request that was just kept the file that came with it. */
  attachEvidence(creditorId: CreditorId, id: string, fileId: StoredFileId): Promise<void>
  /** What can change of it: its state, who decided, the replies, the link that was issued. */
  save(request: ContactRequest): Promise<void>
  /** Those that are open oldest first, else newest first. */
  list(creditorId: CreditorId, filter: ContactRequestFilter): Promise<ListedContactRequest[]>
  countByStatus(creditorId: CreditorId, status: ContactStatus): Promise<number>
  insertPause(pause: ReminderPause): Promise<void>
  /** Ends it where nobody has yet; false where somebody has. */
  endPause(pause: ReminderPause): Promise<boolean>
  /** Newest first. */
  listPauses(creditorId: CreditorId, debtorId: DebtorId): Promise<ReminderPause[]>
}
