import { z } from 'zod'
import { RATE_SOURCES } from '~/domain/exchange-rate'
import type { FxQuote } from '~/domain/fx-quote'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { createMoney } from '~/domain/money'
import type { FxQuoteRepository } from '~/use-cases/ports/fx-quote-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'
import type { FxQuote as QuoteRow } from './generated/client'

const sourceSchema = z.enum(RATE_SOURCES)

export function createFxQuoteRepository(prisma: PrismaTransaction): FxQuoteRepository {
  return {
    async insert({ settled, charged, rateOn, ...quote }) {
      await prisma.fxQuote.create({
        data: {
          ...quote,
          settledCurrency: settled.currency,
          settledMinor: settled.amountMinor,
          chargedCurrency: charged.currency,
          chargedMinor: charged.amountMinor,
          rateOn: toDate(rateOn),
        },
      })
    },
    async findById(creditorId, debtorId, id) {
      const row = await prisma.fxQuote.findFirst({ where: { creditorId, debtorId, id } })
      return row && toQuote(row)
    },
  }
}

function toQuote(row: QuoteRow): FxQuote {
  return {
    id: row.id,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    settled: createMoney(Number(row.settledMinor), parseStoredCurrency(row.settledCurrency)),
    charged: createMoney(Number(row.chargedMinor), parseStoredCurrency(row.chargedCurrency)),
    referenceRate: row.referenceRate,
    rate: row.rate,
    marginBps: row.marginBps,
    marginMinor: Number(row.marginMinor),
    source: sourceSchema.parse(row.source),
    rateOn: toDay(row.rateOn),
    createdAt: row.createdAt,
    expiresAt: row.expiresAt,
  }
}
