import type { CreditorId, DebtorId } from '~/domain/ids'
import type { PayoffQuote } from '~/domain/payoff-quote'

export interface PayoffQuoteRepository {
  /** False, and nothing written, where the number is taken. */
  insert(quote: PayoffQuote): Promise<boolean>
  findById(creditorId: CreditorId, id: string): Promise<PayoffQuote | null>
  findByNumber(creditorId: CreditorId, number: string): Promise<PayoffQuote | null>
  /** Newest first. */
  list(creditorId: CreditorId, debtorId: DebtorId, limit: number): Promise<PayoffQuote[]>
}
