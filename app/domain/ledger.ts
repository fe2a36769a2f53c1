/**
 * What a debtor's own books say it owes the creditor, beside what the creditor's say. Amounts are signed minor units as
 * the debtor owes them: invoices above zero, credits below.
 */
import type { CalendarDay } from './calendar-day'
import type { CurrencyCode } from './currency'

/** A row of the debtor's ledger. */
export interface LedgerRow {
  /** As a spreadsheet counts: the first line of the file is 1. */
  readonly position: number
  readonly number: string | null
  readonly issueOn: CalendarDay | null
  readonly dueOn: CalendarDay | null
  readonly amountMinor: number
  readonly currency: CurrencyCode
  readonly purchaseOrder: string | null
  readonly text: string | null
}

/** A row that says too little or cannot be read, as it was written. */
export interface UnreadableRow {
  readonly position: number
  readonly problem: LedgerRowProblem
  /** The cell that is wrong; the whole row where none is. */
  readonly written: string
}

export const LEDGER_ROW_PROBLEMS = ['amount', 'currency', 'nothing_to_find'] as const

export type LedgerRowProblem = (typeof LEDGER_ROW_PROBLEMS)[number]

export const LEDGER_DOCUMENT_KINDS = ['invoice', 'credit_note', 'unapplied_credit'] as const

/** A document of the account, or money on it that is left to use; then its number is the payment's reference. */
export interface LedgerDocument {
  readonly id: string
  readonly kind: (typeof LEDGER_DOCUMENT_KINDS)[number]
  readonly number: string
  readonly purchaseOrder: string | null
  readonly issueOn: CalendarDay
  readonly dueOn: CalendarDay
  readonly currency: CurrencyCode
  /** Signed. */
  readonly amountMinor: number
  /** The part of `amountMinor` that is not settled, or not used; signed. */
  readonly openMinor: number
}

export const LEDGER_FINDING_KINDS = [
  'amounts_differ',
  'missing_at_yours',
  'missing_at_ours',
  'credit_unused',
  'listed_twice',
  'matched',
  'unreadable',
] as const

/**
 * `missing_at_yours`: in the creditor's books alone, and open. `missing_at_ours`: in the debtor's alone.
 * `credit_unused`: a credit of the creditor's books that the debtor's do not have. `listed_twice`: a row beside the one
 * that its document was found with.
 */
export type LedgerFindingKind = (typeof LEDGER_FINDING_KINDS)[number]

export const LEDGER_MATCHED_BY = [
  'number',
  'similar_number',
  'purchase_order',
  'typing',
  'amount_and_date',
  'sum',
] as const

/** By what row and document were brought together. */
export type LedgerMatchedBy = (typeof LEDGER_MATCHED_BY)[number]

export interface LedgerFinding {
  readonly kind: LedgerFindingKind
  /** Null where nothing was brought together. */
  readonly by: LedgerMatchedBy | null
  readonly rows: readonly LedgerRow[]
  readonly documents: readonly LedgerDocument[]
  /** What the rows have more than the documents; null where there is nothing to compare, or in two currencies. */
  readonly differenceMinor: number | null
  readonly unreadable: UnreadableRow | null
}

export type LedgerCounts = Readonly<Record<LedgerFindingKind, number>>

/** How many findings there are of each kind, 0 included. */
export function countFindings(findings: readonly LedgerFinding[]): LedgerCounts {
  const counts: Record<LedgerFindingKind, number> = {
    amounts_differ: 0,
    missing_at_yours: 0,
    missing_at_ours: 0,
    credit_unused: 0,
    listed_twice: 0,
    matched: 0,
    unreadable: 0,
  }
  for (const { kind } of findings) counts[kind] += 1
  return counts
}
