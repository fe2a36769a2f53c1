import type { ExchangeRateRepository } from '~/use-cases/ports/exchange-rate-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'

/** What was fetched; the table that comes with the portal is no row. */
const SOURCE = 'ecb'

export function createExchangeRateRepository(prisma: PrismaTransaction): ExchangeRateRepository {
  return {
    async findNewest() {
      const newest = await prisma.exchangeRate.findFirst({ where: { source: SOURCE }, orderBy: { rateOn: 'desc' } })
      if (newest === null) return null
      const { rateOn, fetchedAt } = newest
      const rows = await prisma.exchangeRate.findMany({ where: { source: SOURCE, rateOn } })
      return {
        source: SOURCE,
        rateOn: toDay(rateOn),
        fetchedAt,
        perEuro: new Map(rows.map(({ currency, rate }) => [parseStoredCurrency(currency), rate])),
      }
    },
    async insert({ source, rateOn, perEuro }, fetchedAt) {
      const { count } = await prisma.exchangeRate.createMany({
        data: [...perEuro].map(([currency, rate]) => ({ source, rateOn: toDate(rateOn), currency, rate, fetchedAt })),
        skipDuplicates: true,
      })
      return count > 0
    },
  }
}
