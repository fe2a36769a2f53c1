import type { FxQuote } from '~/domain/fx-quote'
import type { CreditorId, DebtorId } from '~/domain/ids'

/** Quotes as they were shown. Append-only: the database refuses changes to them. */
export interface FxQuoteRepository {
  insert(quote: FxQuote): Promise<void>
  /** Null where that debtor was never shown it. */
  findById(creditorId: CreditorId, debtorId: DebtorId, id: string): Promise<FxQuote | null>
}
