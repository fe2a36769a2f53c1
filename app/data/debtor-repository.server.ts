import type { Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { DebtorRepository } from '~/use-cases/ports/debtor-repository'
import type { PrismaTransaction } from './database.server'
import type { Debtor as DebtorRow } from './generated/client'

export function createDebtorRepository(prisma: PrismaTransaction): DebtorRepository {
  return {
    async findById(creditorId, id) {
      const row = await prisma.debtor.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toDebtor(row)
    },
    async findByExternalId(creditorId, externalId) {
      const row = await prisma.debtor.findUnique({ where: { creditorId_externalId: { creditorId, externalId } } })
      return row && toDebtor(row)
    },
    async insert(debtor, contacts) {
      await prisma.debtor.create({ data: { ...debtor } })
      await prisma.debtorVersion.create({ data: { creditorId: debtor.creditorId, debtorId: debtor.id } })
      await prisma.contact.createMany({
        data: contacts.map((contact) => ({ ...contact, creditorId: debtor.creditorId, debtorId: debtor.id })),
      })
    },
    async saveContact(creditorId, debtorId, contact) {
      if (contact.isPrimary) {
        await prisma.contact.updateMany({
          where: { creditorId, debtorId, id: { not: contact.id } },
          data: { isPrimary: false },
        })
      }
      await prisma.contact.upsert({
        where: { creditorId_id: { creditorId, id: contact.id } },
        create: { ...contact, creditorId, debtorId },
        update: contact,
      })
    },
    async removeContact(creditorId, debtorId, contactId) {
      await prisma.contact.deleteMany({ where: { creditorId, debtorId, id: contactId } })
    },
    async listContacts(creditorId, id) {
      const rows = await prisma.contact.findMany({
        where: { creditorId, debtorId: id },
        orderBy: [{ isPrimary: 'desc' }, { name: 'asc' }],
      })
      return rows.map(({ creditorId: _creditor, debtorId: _debtor, ...contact }) => contact)
    },
    async raiseVersion(creditorId, ids) {
      // Locked in key order, so that transactions that raise several debtors cannot lock each other out.
      await prisma.$executeRaw`
        with locked as (
          select debtor_id from debtor_version
          where creditor_id = ${creditorId}::uuid and debtor_id = any(${[...new Set(ids)]}::uuid[])
          order by debtor_id for update
        )
        update debtor_version set version = version + 1 from locked where debtor_version.debtor_id = locked.debtor_id`
    },
    async raiseEveryVersion(creditorId) {
      await prisma.$executeRaw`
        with locked as (
          select debtor_id from debtor_version where creditor_id = ${creditorId}::uuid order by debtor_id for update
        )
        update debtor_version set version = version + 1 from locked where debtor_version.debtor_id = locked.debtor_id`
    },
  }
}

function toDebtor(row: DebtorRow): Debtor {
  const { createdAt: _, nameWords: _words, ...rest } = row
  return { ...rest, id: row.id as DebtorId, creditorId: row.creditorId as CreditorId }
}
