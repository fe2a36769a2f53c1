import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { assertMinor } from '~/domain/money'
import type { PayoffQuote, QuotedItem } from '~/domain/payoff-quote'
import type { PayoffQuoteRepository } from '~/use-cases/ports/payoff-quote-repository'
import { concessionSchema } from './concession-schema'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'
import type { PayoffQuote as QuoteRow } from './generated/client'

const minor = z.number().transform(assertMinor)
const itemsSchema: z.ZodType<QuotedItem[]> = z.array(
  z.object({
    invoiceId: z.string().transform((id) => id as InvoiceId),
    number: z.string(),
    principalMinor: minor,
    concession: concessionSchema.nullable(),
    interestMinor: minor,
    compensationMinor: minor,
  }),
)
const jsonItems = z.array(z.record(z.string(), z.json()))

export function createPayoffQuoteRepository(prisma: PrismaTransaction): PayoffQuoteRepository {
  return {
    async insert({ issuedOn, validThroughOn, totalMinor, items, ...quote }) {
      const { count } = await prisma.payoffQuote.createMany({
        data: [
          {
            ...quote,
            issuedOn: toDate(issuedOn),
            validThroughOn: toDate(validThroughOn),
            totalMinor: BigInt(totalMinor),
            items: jsonItems.parse(items),
          },
        ],
        skipDuplicates: true,
      })
      return count === 1
    },
    async findById(creditorId, id) {
      const row = await prisma.payoffQuote.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toQuote(row)
    },
    async findByNumber(creditorId, number) {
      const row = await prisma.payoffQuote.findUnique({ where: { creditorId_number: { creditorId, number } } })
      return row && toQuote(row)
    },
    async list(creditorId, debtorId, limit) {
      const rows = await prisma.payoffQuote.findMany({
        where: { creditorId, debtorId },
        orderBy: [{ issuedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map(toQuote)
    },
  }
}

function toQuote({ issuedOn, validThroughOn, totalMinor, items, currency, ...row }: QuoteRow): PayoffQuote {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId | null,
    currency: parseStoredCurrency(currency),
    issuedOn: toDay(issuedOn),
    validThroughOn: toDay(validThroughOn),
    totalMinor: Number(totalMinor),
    items: itemsSchema.parse(items),
  }
}
