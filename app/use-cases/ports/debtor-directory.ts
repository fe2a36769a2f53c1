import type { DebtorSummary, WorklistFilter, WorklistSort } from '~/domain/debtor-summary'
import type { CreditorId } from '~/domain/ids'

export interface WorklistQuery {
  /** Part of a name or of the creditor's own number; empty for all. */
  search: string
  filter: WorklistFilter
  /** 'overdue': longest overdue first; 'activity': latest outcome event first. */
  sort: WorklistSort
  offset: number
  limit: number
}

/** The creditor's reading side of its debtors. `now` says which day it is in the creditor's zone. */
export interface DebtorDirectory {
  /** By external id, after `after` where given. */
  listAfter(creditorId: CreditorId, now: Date, page: { after: string | null; limit: number }): Promise<DebtorSummary[]>
  listWorklist(
    creditorId: CreditorId,
    now: Date,
    query: WorklistQuery,
  ): Promise<{ debtors: DebtorSummary[]; totalCount: number }>
  findByExternalId(creditorId: CreditorId, now: Date, externalId: string): Promise<DebtorSummary | null>
}
