import type { CreditorId, DebtorId } from '~/domain/ids'
import type { LedgerDocument, LedgerFinding, LedgerFindingKind } from '~/domain/ledger'
import type { LedgerTable } from '~/domain/ledger-columns'
import type { LedgerUpload } from '~/domain/ledger-upload'

/** Whose upload; others' are not found. */
export interface LedgerAddress {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly id: string
}

export interface LedgerRepository {
  insert(upload: LedgerUpload, table: LedgerTable): Promise<void>
  /** Newest first. */
  listUploads(creditorId: CreditorId, debtorId: DebtorId, limit: number): Promise<LedgerUpload[]>
  findUpload(address: LedgerAddress): Promise<LedgerUpload | null>
  /** Until the transaction ends nobody else changes it. */
  lockUpload(address: LedgerAddress): Promise<LedgerUpload | null>
  /** Keeps its columns, and how far its comparison has come. */
  saveProgress(upload: LedgerUpload): Promise<void>
  readTable(address: LedgerAddress): Promise<LedgerTable>
  /** Keeps the upload's columns, progress and result, and the findings in place of earlier ones. */
  saveResult(upload: LedgerUpload, findings: readonly LedgerFinding[]): Promise<void>
  /** In the order of the result; of one kind or of all. */
  listFindings(
    address: LedgerAddress,
    wanted: { kind: LedgerFindingKind | null; offset: number; limit: number },
  ): Promise<LedgerFinding[]>
  delete(address: LedgerAddress): Promise<void>
  /** How many there were. */
  deleteExpired(now: Date): Promise<number>
  /** How many documents an account has, settled ones too. */
  countDocuments(creditorId: CreditorId, debtorId: DebtorId): Promise<number>
  /** Everything of the account that a ledger may have: settled documents too, and money that is left to use. */
  listDocuments(creditorId: CreditorId, debtorId: DebtorId, timeZone: string): Promise<LedgerDocument[]>
}
