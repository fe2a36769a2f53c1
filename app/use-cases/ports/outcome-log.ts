import type { ChainHead } from '~/domain/outcome-event-chain'
import type { OutcomeEvent, OutcomeEventDraft, OutcomeEventType } from '~/domain/outcome-event'
import type { CreditorId, DebtorId } from '~/domain/ids'

/** The creditor's log of outcomes. Append-only; the database refuses changes to it. */
export interface OutcomeLog {
  /**
   * Adds an event at the end of the creditor's log, in the surrounding transaction, and has it delivered to every
   * active webhook endpoint once that commits.
   *
   * It takes the lock on the creditor's log, which stands until the commit, so it belongs at the end of a use case:
   * after every row that the balance depends on was written. Events of one transaction keep the order of the calls.
   */
  append(draft: OutcomeEventDraft): Promise<void>
  /**
   * The same for an event that follows from what the transaction does: it is added when all of the use case is done, after
   * every event that is appended.
   */
  appendAtEnd(draft: OutcomeEventDraft): void
  /** Adds at once what was kept for the end: where balances change again after what it tells of. */
  appendRest(): Promise<void>
  /**
   * The same for events of one creditor, each about another debtor, in their order: what a debtor's balance is after its
   * event is read once all is written.
   */
  appendMany(drafts: readonly OutcomeEventDraft[]): Promise<void>
  /** Events after `after` in order of sequence, at most `limit`; of one type or one debtor where asked. */
  list(creditorId: CreditorId, query: OutcomeEventQuery): Promise<OutcomeEvent[]>
  /** A debtor's newest events first, before `before` where given. */
  listNewestOfDebtor(
    creditorId: CreditorId,
    debtorId: DebtorId,
    page: { before?: number; limit: number },
  ): Promise<OutcomeEvent[]>
  readHead(creditorId: CreditorId): Promise<ChainHead>
}

export interface OutcomeEventQuery {
  /** Sequence after which to begin; 0 for the first event. */
  after: number
  limit: number
  types?: readonly OutcomeEventType[]
}
