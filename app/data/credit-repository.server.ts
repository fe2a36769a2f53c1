import type { AccessLinkId, CreditorId, DebtorId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import type { CreditApplication, CreditRepository, NamedUnappliedCredit } from '~/use-cases/ports/credit-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { CreditApplication as ApplicationRow, UnappliedCredit as CreditRow } from './generated/client'

const WITH_PAYMENT = { payment: { select: { reference: true } } } as const

export function createCreditRepository(prisma: PrismaTransaction): CreditRepository {
  const findByIds = async (creditorId: CreditorId, ids: readonly UnappliedCreditId[]) => {
    const rows = await prisma.unappliedCredit.findMany({
      where: { creditorId, id: { in: [...ids] } },
      include: WITH_PAYMENT,
      orderBy: { id: 'asc' },
    })
    return rows.map(toCredit)
  }
  return {
    findByIds,
    async listOpen(creditorId, debtorId, currency) {
      const rows = await prisma.unappliedCredit.findMany({
        where: { creditorId, debtorId, openMinor: { gt: 0 }, ...(currency ? { currency } : {}) },
        include: WITH_PAYMENT,
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toCredit)
    },
    async lockByIds(creditorId, ids) {
      await prisma.$executeRaw`select 1 from unapplied_credit where creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`
      return findByIds(creditorId, ids)
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.unappliedCredit.findMany({
        where: { creditorId, paymentId },
        include: WITH_PAYMENT,
        orderBy: { id: 'asc' },
      })
      return rows.map(toCredit)
    },
    async insert(creditorId, debtorId, credit) {
      await prisma.unappliedCredit.create({ data: { ...credit, creditorId, debtorId } })
    },
    async saveOpen(creditorId, credits) {
      for (const { id, openMinor } of credits) {
        await prisma.unappliedCredit.update({ where: { creditorId_id: { creditorId, id } }, data: { openMinor } })
      }
    },
    async insertApplication(application) {
      const { count } = await prisma.creditApplication.createMany({ data: [application], skipDuplicates: true })
      return count === 1
    },
    async findApplicationById(creditorId, id) {
      const row = await prisma.creditApplication.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toApplication(row)
    },
    async findApplicationByKey(creditorId, debtorId, idempotencyKey) {
      const row = await prisma.creditApplication.findUnique({
        where: { creditorId_debtorId_idempotencyKey: { creditorId, debtorId, idempotencyKey } },
      })
      return row && toApplication(row)
    },
    async listApplicationsOfPayment(creditorId, paymentId) {
      const rows = await prisma.creditApplication.findMany({ where: { creditorId, paymentId }, orderBy: { at: 'asc' } })
      return rows.map(toApplication)
    },
  }
}

function toCredit(row: CreditRow & { payment: { reference: string } }): NamedUnappliedCredit {
  return {
    id: row.id as UnappliedCreditId,
    currency: parseStoredCurrency(row.currency),
    paymentId: row.paymentId as PaymentId,
    amountMinor: Number(row.amountMinor),
    openMinor: Number(row.openMinor),
    at: row.at,
    paymentReference: row.payment.reference,
  }
}

function toApplication(row: ApplicationRow): CreditApplication {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    paymentId: row.paymentId as PaymentId | null,
    linkId: row.linkId as AccessLinkId | null,
    currency: parseStoredCurrency(row.currency),
    amountMinor: Number(row.amountMinor),
  }
}
