/** A ledger that a debtor sent, and how far its comparison has come. */
import type { CreditorId, DebtorId } from './ids'
import type { LedgerCounts } from './ledger'
import type { LedgerColumns } from './ledger-columns'

/** Days after which an upload is deleted with its result. */
export const LEDGER_RETENTION_DAYS = 90

/** Rows of the file that are shown beside the question which column is which. */
export const LEDGER_SAMPLE_LINES = 12

export interface LedgerUpload {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** By whose link it came. */
  readonly linkId: string
  readonly filename: string
  readonly uploadedAt: Date
  readonly expiresAt: Date
  readonly lineCount: number
  /** Guessed until the ledger has been compared. */
  readonly columns: LedgerColumns
  /** Null until the clerk has confirmed the columns. */
  readonly result: { readonly comparedAt: Date; readonly counts: LedgerCounts } | null
}
