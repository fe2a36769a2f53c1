import type { LedgerFinding } from '~/domain/ledger'
import type { LedgerComparison } from '~/domain/ledger-comparison'

/** Where a comparison is carried out: a large one takes seconds, for which nobody else should have to wait. */
export interface LedgerComparer {
  /** Rejects where it takes more time or memory than any ledger should. */
  compare(comparison: LedgerComparison): Promise<LedgerFinding[]>
}
