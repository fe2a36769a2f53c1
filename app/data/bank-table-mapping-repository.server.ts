import { z } from 'zod'
import type { BankTableMapping } from '~/domain/bank-table'
import type { BankTableMappingRepository, SavedBankMapping } from '~/use-cases/ports/bank-table-mapping-repository'
import type { PrismaTransaction } from './database.server'
import type { BankTableMapping as MappingRow } from './generated/client'

/** Written here alone, from values of this type. */
const bodySchema = z.custom<BankTableMapping>(
  (value) => z.looseObject({ skipLines: z.int(), dateFormat: z.string() }).safeParse(value).success,
)
const jsonObject = z.record(z.string(), z.json())

export function createBankTableMappingRepository(prisma: PrismaTransaction): BankTableMappingRepository {
  return {
    async list(creditorId) {
      const rows = await prisma.bankTableMapping.findMany({
        where: { creditorId },
        orderBy: [{ savedAt: 'desc' }, { name: 'asc' }],
      })
      return rows.map(toSaved)
    },
    async find(creditorId, name) {
      const row = await prisma.bankTableMapping.findUnique({ where: { creditorId_name: { creditorId, name } } })
      return row && toSaved(row)
    },
    async save(creditorId, { name, mapping, savedAt, savedBy }) {
      const written = { body: jsonObject.parse(JSON.parse(JSON.stringify(mapping))), savedAt, savedBy }
      await prisma.bankTableMapping.upsert({
        where: { creditorId_name: { creditorId, name } },
        create: { creditorId, name, ...written },
        update: written,
      })
    },
    async remove(creditorId, name) {
      return (await prisma.bankTableMapping.deleteMany({ where: { creditorId, name } })).count > 0
    },
  }
}

function toSaved({ name, body, savedAt, savedBy }: MappingRow): SavedBankMapping {
  return { name, mapping: bodySchema.parse(body), savedAt, savedBy }
}
