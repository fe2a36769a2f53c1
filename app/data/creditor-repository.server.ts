import { z } from 'zod'
import type { Creditor } from '~/domain/creditor'
import { isCurrencyCode, type CurrencyCode } from '~/domain/currency'
import type { CreditorId } from '~/domain/ids'
import { GENESIS_HASH } from '~/domain/outcome-event-chain'
import type { CreditorRepository } from '~/use-cases/ports/creditor-repository'
import type { PrismaTransaction } from './database.server'
import type { Creditor as CreditorRow } from './generated/client'

const currencySchema = z.string().refine((code): code is CurrencyCode => isCurrencyCode(code))

/** As they are kept, on the creditor and in their history. */
export const bankAccountsSchema = z.array(
  z.object({
    label: z.string(),
    accountName: z.string(),
    currency: currencySchema,
    iban: z.string().exactOptional(),
    bic: z.string().exactOptional(),
    accountNumber: z.string().exactOptional(),
    routingCode: z.string().exactOptional(),
    bankName: z.string().exactOptional(),
  }),
)

export function createCreditorRepository(prisma: PrismaTransaction): CreditorRepository {
  return {
    async findById(id) {
      const row = await prisma.creditor.findUnique({ where: { id } })
      return row && toCreditor(row)
    },
    async findBySlug(slug) {
      const row = await prisma.creditor.findUnique({ where: { slug } })
      return row && toCreditor(row)
    },
    async list() {
      return (await prisma.creditor.findMany({ orderBy: { slug: 'asc' } })).map(toCreditor)
    },
    async insert(creditor) {
      await prisma.creditor.create({ data: toRow(creditor) })
      await prisma.outcomeLogHead.create({ data: { creditorId: creditor.id, sequence: 0, hash: GENESIS_HASH } })
    },
    async update(creditor) {
      await prisma.creditor.update({ where: { id: creditor.id }, data: toRow(creditor) })
    },
  }
}

function toRow(creditor: Creditor) {
  return { ...creditor, bankAccounts: creditor.bankAccounts.map((account) => ({ ...account })) }
}

function toCreditor(row: CreditorRow): Creditor {
  const { createdAt: _, ...rest } = row
  return {
    ...rest,
    id: row.id as CreditorId,
    defaultCurrency: currencySchema.parse(row.defaultCurrency),
    bankAccounts: bankAccountsSchema.parse(row.bankAccounts),
  }
}
