import { BUNDLED_RATES } from '~/domain/bundled-rates'
import { dayOfInstant } from '~/domain/calendar-day'
import { chooseQuotableTable, countRateAgeDays, findNewestTable, type RateTable } from '~/domain/exchange-rate'
import type { CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

export interface ExchangeRates {
  /** The table of the latest day, whatever its source: for figures that bind nobody. */
  newest: RateTable
  /** The one that the creditor's policy lets be quoted today; null where there is none. */
  quotable: RateTable | null
  /** Whole days since `newest` was published. */
  newestAgeDays: number
}

/** The rates that there are for a creditor today, in its time zone, and those that it lets be quoted. */
export async function readExchangeRates(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, timeZone }: { creditorId: CreditorId; timeZone: string },
): Promise<ExchangeRates> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async ({ exchangeRates, policies }) => {
    const fetched = await exchangeRates.findNewest()
    const policy = await policies.read(creditorId, 'currency')
    const tables = fetched ? [fetched, BUNDLED_RATES] : [BUNDLED_RATES]
    const today = dayOfInstant(clock.now(), timeZone)
    const newest = findNewestTable(tables) ?? BUNDLED_RATES
    return {
      newest,
      quotable: chooseQuotableTable(tables, policy, today),
      newestAgeDays: countRateAgeDays(newest, today),
    }
  })
}
