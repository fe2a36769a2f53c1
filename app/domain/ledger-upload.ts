/** A ledger that a debtor sent, and how far its comparison has come. */
import type { AccessLinkId, CreditorId, DebtorId } from './ids'
import type { LedgerCounts } from './ledger'
import type { LedgerColumns } from './ledger-columns'

/** Days after which an upload is deleted with its result. */
export const LEDGER_RETENTION_DAYS = 90

/** Rows of the file that are shown beside the question which column is which. */
export const LEDGER_SAMPLE_LINES = 12

/** Lines of a file, or documents of an account, up to which a comparison is made while its page waits. */
export const MOST_COMPARED_AT_ONCE = 5_000

/** A comparison that has begun this often without an end is given up: whatever ends it would end it again. */
export const MOST_COMPARISON_ATTEMPTS = 4

/** Asked for again after this long, a comparison is begun anew: its job is lost. */
const LOST_AFTER_MS = 30 * 60_000

export interface AwaitedComparison {
  readonly id: string
  readonly since: Date
  /** How often it has begun. */
  readonly attempts: number
}

/** Whether it can still be waited for. */
export function isExpected({ since }: AwaitedComparison, now: Date): boolean {
  return now.getTime() - since.getTime() < LOST_AFTER_MS
}

export interface LedgerUpload {
  readonly id: string
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  /** By whose link it came. */
  readonly linkId: AccessLinkId
  readonly filename: string
  readonly uploadedAt: Date
  readonly expiresAt: Date
  readonly lineCount: number
  /** Guessed until the ledger has been compared. */
  readonly columns: LedgerColumns
  /** The comparison that a job is to make; null when none is awaited. */
  readonly awaited: AwaitedComparison | null
  /** When the comparison that was asked for last was given up. */
  readonly failedAt: Date | null
  /** Null until it has been compared. */
  readonly result: { readonly comparedAt: Date; readonly counts: LedgerCounts } | null
}
