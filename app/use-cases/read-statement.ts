/** Reads a debtor's statement: where the account stands in every currency, and a page of its documents in one. */
import { summarizePositions, type Statement } from '~/domain/statement'
import type { InvoiceId } from '~/domain/ids'
import { STATEMENT_PAGE_SIZE, type StatementQuery, type StatementQueryProblem } from '~/domain/statement-query'
import type { DebtorAccount, ReadingContext, StatementReader } from './ports/statement-reader'

export interface StatementReading {
  readonly statement: Statement
  /** Invoices that may have a settlement discount today, on whichever page they are listed; no others have. */
  readonly discountable: readonly InvoiceId[]
  /** What of the query the account could not follow: a currency it has nothing in, a page beyond the last. */
  readonly problems: readonly StatementQueryProblem[]
}

export async function readStatement(
  { statementReader }: { statementReader: StatementReader },
  account: DebtorAccount,
  context: ReadingContext,
  query: StatementQuery,
): Promise<StatementReading> {
  const record = await statementReader.readStatement(account, context, query)
  const pageCount = Math.max(1, Math.ceil(record.counts[query.tab] / STATEMENT_PAGE_SIZE))
  if (query.page > pageCount) {
    const last = await readStatement({ statementReader }, account, context, { ...query, page: pageCount })
    return { ...last, problems: ['page', ...last.problems] }
  }
  const all = [record.currency, ...record.currencies, ...record.creditSums.map(({ currency }) => currency)]
  const currencies = [...new Set(all)]
  return {
    statement: {
      today: context.today,
      currencies,
      positions: summarizePositions(currencies, record.groups, record.nextDues, record.creditSums),
      currency: record.currency,
      counts: record.counts,
      items: record.items,
      page: query.page,
      pageCount,
      credits: record.credits,
      payments: record.payments,
      pausedUntilOn: record.pausedUntilOn,
    },
    discountable: record.discountable,
    problems: query.currency !== null && query.currency !== record.currency ? ['currency'] : [],
  }
}
