/**
 * Transactions. Every access to the data states whom it is for; PostgreSQL's row-level security holds it to that.
 */
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { JobQueue } from './jobs'
import type { Repositories } from './repositories'

/** On whose behalf data is read or written. `system` is for events that name no tenant, such as a provider's webhook. */
export type DataScope =
  | { readonly kind: 'system' }
  | { readonly kind: 'creditor'; readonly creditorId: CreditorId }
  | {
      readonly kind: 'debtor'
      readonly creditorId: CreditorId
      readonly debtorId: DebtorId
      /** A link for chosen invoices, of which no more is seen than it opens; for work that is done outside of its visit. */
      readonly limitedBy?: AccessLinkId | null
    }

export interface Transaction extends Repositories {
  /** Jobs that exist if and only if this transaction commits. */
  readonly jobs: JobQueue
}

export interface UnitOfWork {
  /**
   * Runs `work` in one transaction: all of it is kept, or, when it throws, none of it. Serialization conflicts and
   * deadlocks are retried, so `work` has no effect outside the transaction.
   */
  run<Value>(scope: DataScope, work: (transaction: Transaction) => Promise<Value>): Promise<Value>
}
