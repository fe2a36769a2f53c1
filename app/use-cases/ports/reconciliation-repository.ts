import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { BooksSide, DifferenceKind } from '~/domain/reconciliation'

/** One comparison of a creditor's books with a provider's. */
export interface ReconciliationRun {
  id: string
  creditorId: CreditorId
  gateway: string
  /** 'clock', 'user:<id>' or 'key:<id>' */
  startedBy: string
  startedAt: Date
  /** Null while it is under way. */
  endedAt: Date | null
  /** Payments that were asked about. */
  checkedCount: number
  /** Payments that followed what the provider said. */
  correctedCount: number
  /** Payments that the provider could not be asked about. */
  unansweredCount: number
}

export interface ReconciliationDifference {
  id: string
  runId: string
  creditorId: CreditorId
  debtorId: DebtorId
  paymentId: PaymentId
  kind: DifferenceKind
  ours: BooksSide
  theirs: BooksSide
  /** Null stands for somebody to look at. */
  resolvedAt: Date | null
  /** 'user:<id>' or 'key:<id>'; null where an event made up for it. */
  resolvedBy: string | null
  note: string | null
}

/** A difference with what people call its payment. */
export interface NamedDifference extends ReconciliationDifference {
  gateway: string
  foundAt: Date
  paymentReference: string
  debtorExternalId: string
  debtorName: string
}

export interface DifferenceQuery {
  /** 'open': those that stand for somebody; 'resolved': the others, newest first. */
  state: 'open' | 'resolved'
  runId?: string
  limit: number
}

export interface ReconciliationRepository {
  /** Until the end of the transaction, nobody else takes in a report of what a provider paid out to this creditor. */
  lockReports(creditorId: CreditorId): Promise<void>
  insertRun(run: ReconciliationRun): Promise<void>
  saveRun(run: ReconciliationRun): Promise<void>
  findRun(creditorId: CreditorId, id: string): Promise<ReconciliationRun | null>
  /** One that was started after `since` and has not ended. */
  findRunUnderWay(creditorId: CreditorId, gateway: string, since: Date): Promise<ReconciliationRun | null>
  /** Newest first. */
  listRuns(creditorId: CreditorId, limit: number): Promise<ReconciliationRun[]>
  insertDifference(difference: ReconciliationDifference): Promise<void>
  /** The same for many. */
  insertDifferences(differences: readonly ReconciliationDifference[]): Promise<void>
  /** What was found of these payments before, resolved or not. */
  listByPayments(
    creditorId: CreditorId,
    paymentIds: readonly PaymentId[],
  ): Promise<Pick<ReconciliationDifference, 'paymentId' | 'kind' | 'ours' | 'theirs'>[]>
  /** Whether the very same was found before, resolved or not. */
  isKnown(
    difference: Pick<ReconciliationDifference, 'creditorId' | 'paymentId' | 'kind' | 'ours' | 'theirs'>,
  ): Promise<boolean>
  listDifferences(creditorId: CreditorId, query: DifferenceQuery): Promise<NamedDifference[]>
  /** False when there is none that is open. */
  resolveDifference(
    creditorId: CreditorId,
    id: string,
    resolution: { at: Date; by: string; note: string },
  ): Promise<boolean>
}
