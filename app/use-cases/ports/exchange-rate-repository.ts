import type { RateTable } from '~/domain/exchange-rate'

export interface FetchedRateTable extends RateTable {
  readonly fetchedAt: Date
}

/** Reference rates as they were published: of no creditor, and kept for good. */
export interface ExchangeRateRepository {
  /** The table of the latest day; null when none was ever fetched. */
  findNewest(): Promise<FetchedRateTable | null>
  /** Adds a day's table. A day that is there already stays as it was; false then. */
  insert(table: RateTable, fetchedAt: Date): Promise<boolean>
}
