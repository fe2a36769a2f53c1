import type { BankTransaction, KnownTransaction } from '~/domain/bank-transaction'
import type { AccountFile } from '~/domain/account-invoice'
import type { CreditorId, PaymentId, StoredFileId } from '~/domain/ids'
import type { KeptStatus, KeptTransaction } from '~/domain/kept-transaction'
import type { TransferCandidates, TransferLookup } from '~/domain/transfer-candidates'

export interface BankStatementFile {
  id: string
  creditorId: CreditorId
  /** Of its bytes: the same file is loaded once. */
  sha256: string
  name: string
  format: string
  /** The file itself; null for those loaded before files were kept. */
  fileId: StoredFileId | null
  transactionCount: number
  /** Those that no file before it had. */
  newCount: number
  loadedAt: Date
  /** 'user:<id>' or 'key:<id>' */
  loadedBy: string
}

/** Bank statements and what they say moved. The creditor's own: no debtor sees them. */
export interface BankStatementRepository {
  /** Until the end of the transaction, nobody else loads or matches for this creditor. */
  lockMatching(creditorId: CreditorId): Promise<void>
  findFile(creditorId: CreditorId, sha256: string): Promise<BankStatementFile | null>
  /** Newest first. */
  listFiles(creditorId: CreditorId, limit: number): Promise<BankStatementFile[]>
  insertFile(file: BankStatementFile): Promise<void>
  /** Removes a file and its transactions. False, and nothing is removed, where one was settled or ignored by a person. */
  withdrawFile(creditorId: CreditorId, id: string): Promise<boolean>
  findFileById(creditorId: CreditorId, id: string): Promise<BankStatementFile | null>
  /** What is kept of the files of these statements, by `fileId`. */
  findStoredFiles(
    creditorId: CreditorId,
    statements: readonly Pick<BankStatementFile, 'fileId'>[],
  ): Promise<ReadonlyMap<StoredFileId, AccountFile & { sha256: string }>>
  findKnown(creditorId: CreditorId, entryFingerprints: readonly string[]): Promise<KnownTransaction[]>
  findByIds(creditorId: CreditorId, ids: readonly string[]): Promise<KeptTransaction[]>
  insertMany(transactions: readonly KeptTransaction[]): Promise<void>
  removeByFingerprints(creditorId: CreditorId, fingerprints: readonly string[]): Promise<void>
  findById(creditorId: CreditorId, id: string): Promise<KeptTransaction | null>
  /** Takes the row's lock. */
  lock(creditorId: CreditorId, id: string): Promise<KeptTransaction | null>
  /** Takes the locks of those that nothing has been decided about, in the order of their ids. */
  lockWaiting(creditorId: CreditorId, ids: readonly string[]): Promise<KeptTransaction[]>
  /**
   * Incoming money that files of another kind told of, with the amount of any of these and booked or valued on the same
   * day, unless somebody set it aside; by the id of the one that it may be.
   */
  findOtherTellings(
    creditorId: CreditorId,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly KeptTransaction[]>>
  /** Keeps what was decided; what was read never changes. */
  save(transaction: KeptTransaction): Promise<void>
  /** The same for many of one creditor. */
  saveMany(creditorId: CreditorId, transactions: readonly KeptTransaction[]): Promise<void>
  /** Of a file: ids of those that nothing has been decided about, in the file's order. */
  listWaiting(creditorId: CreditorId, statementId: string): Promise<string[]>
  /** Newest booking first, after the one with the id `after` where given. */
  list(
    creditorId: CreditorId,
    query: { status: KeptStatus | null; after: string | null; limit: number },
  ): Promise<KeptTransaction[]>
  countByStatus(creditorId: CreditorId): Promise<Readonly<Record<KeptStatus, number>>>
  /** Transfers of that amount that were settled: one of them may be what a reversal takes back. */
  listSettled(creditorId: CreditorId, amount: BankTransaction['amount'], limit: number): Promise<KeptTransaction[]>
  /** What came for a payment's reference and still counts towards it, in minor units of the payment's currency. */
  sumTowards(creditorId: CreditorId, paymentId: PaymentId): Promise<number>
  /** What each of these incoming transfers may be about, in their order; each part is answered by an index. */
  findCandidates(creditorId: CreditorId, lookups: readonly TransferLookup[]): Promise<TransferCandidates[]>
}
