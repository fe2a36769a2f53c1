/** Reads the movements of a debtor's account in a period, between the balance before it and the balance after it. */
import {
  bookMovements,
  MOVEMENT_PAGE_SIZE,
  type BalanceForward,
  type PeriodQuery,
  type PeriodQueryProblem,
} from '~/domain/balance-forward'
import type { CurrencyCode } from '~/domain/currency'
import type { DebtorAccount, ReadingContext, StatementReader } from './ports/statement-reader'

export interface BalanceForwardReading {
  readonly balanceForward: BalanceForward
  /** To choose from. */
  readonly currencies: readonly CurrencyCode[]
  readonly problems: readonly PeriodQueryProblem[]
}

/** Null for who sees chosen invoices alone: payments of others are hidden from it, and no balance would add up. */
export async function readBalanceForward(
  { statementReader }: { statementReader: StatementReader },
  account: DebtorAccount,
  context: ReadingContext,
  query: PeriodQuery,
): Promise<BalanceForwardReading | null> {
  if (context.isLimited) return null
  const record = await statementReader.readBalanceForward(account, context, query)
  const pageCount = Math.max(1, Math.ceil(record.movementCount / MOVEMENT_PAGE_SIZE))
  if (query.page > pageCount) {
    const last = await readBalanceForward({ statementReader }, account, context, { ...query, page: pageCount })
    return last && { ...last, problems: ['page', ...last.problems] }
  }
  const { openingMinor, debitMinor, creditMinor } = record
  return {
    balanceForward: {
      currency: record.currency,
      from: query.from,
      to: query.to,
      openingMinor,
      debitMinor,
      creditMinor,
      closingMinor: openingMinor + debitMinor - creditMinor,
      movementCount: record.movementCount,
      broughtForwardMinor: record.broughtForwardMinor,
      movements: bookMovements(record.broughtForwardMinor, record.movements),
      page: query.page,
      pageCount,
    },
    currencies: [...new Set([record.currency, ...record.currencies])],
    problems: query.currency !== null && query.currency !== record.currency ? ['currency'] : [],
  }
}
