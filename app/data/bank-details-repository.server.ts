import type { BankDetailsRepository } from '~/use-cases/ports/bank-details-repository'
import { bankAccountsSchema } from './creditor-repository.server'
import type { PrismaTransaction } from './database.server'

export function createBankDetailsRepository(prisma: PrismaTransaction): BankDetailsRepository {
  return {
    async list(creditorId) {
      const rows = await prisma.bankDetailsVersion.findMany({ where: { creditorId }, orderBy: { version: 'asc' } })
      return rows.map(({ creditorId: _, bankAccounts, ...version }) => ({
        ...version,
        bankAccounts: bankAccountsSchema.parse(bankAccounts),
      }))
    },
    async append(creditorId, { bankAccounts, ...version }) {
      await prisma.bankDetailsVersion.create({
        data: { creditorId, ...version, bankAccounts: bankAccounts.map((account) => ({ ...account })) },
      })
    },
  }
}
