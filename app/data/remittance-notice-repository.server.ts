import type { DebtorId } from '~/domain/ids'
import type { RemittanceNoticeRepository } from '~/use-cases/ports/remittance-notice-repository'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'

export function createRemittanceNoticeRepository(prisma: PrismaTransaction): RemittanceNoticeRepository {
  return {
    async insert({ paidOn, ...notice }) {
      await prisma.remittanceNotice.create({ data: { ...notice, paidOn: toDate(paidOn) } })
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.remittanceNotice.findMany({
        where: { creditorId, paymentId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map((row) => ({
        ...row,
        creditorId,
        paymentId,
        debtorId: row.debtorId as DebtorId,
        paidOn: toDay(row.paidOn),
        amountMinor: Number(row.amountMinor),
      }))
    },
  }
}
