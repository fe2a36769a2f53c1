import { BUNDLED_RATES } from '~/domain/bundled-rates'
import { countRateAgeDays, findNewestTable, listRateCurrencies } from '~/domain/exchange-rate'
import type { CurrencyCode } from '~/domain/currency'
import type { Statement } from '~/domain/statement'
import type { TotalCurrency } from '~/domain/statement-query'
import { totalPositions, type StatementTotal } from '~/domain/statement-total'
import type { DebtorAccount, ReadingContext } from './ports/statement-reader'
import type { UnitOfWork } from './ports/unit-of-work'

export interface IndicativeTotal extends StatementTotal {
  /** Whole days since the rates were published. */
  readonly rateAgeDays: number
  /** In which a total can be asked for. */
  readonly currencies: readonly CurrencyCode[]
}

/** What a statement comes to in one currency at the newest reference rates. 'own' is the creditor's choice of one. */
export async function totalStatement(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: DebtorAccount,
  { today }: Pick<ReadingContext, 'today'>,
  { statement, wanted, ownCurrency }: { statement: Statement; wanted: TotalCurrency; ownCurrency: CurrencyCode },
): Promise<IndicativeTotal> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ exchangeRates, policies }) => {
    const fetched = await exchangeRates.findNewest()
    const table = findNewestTable(fetched ? [fetched, BUNDLED_RATES] : [BUNDLED_RATES]) ?? BUNDLED_RATES
    const currency =
      wanted === 'own' ? ((await policies.read(creditorId, 'currency')).showTotalIn ?? ownCurrency) : wanted
    return {
      ...totalPositions(statement.positions, table, currency),
      rateAgeDays: countRateAgeDays(table, today),
      currencies: [...new Set([...listRateCurrencies(table), currency])].sort(),
    }
  })
}
