import { calendarDay } from '~/domain/calendar-day'
import type { DebtorId } from '~/domain/ids'
import type { RemittanceNoticeRepository } from '~/use-cases/ports/remittance-notice-repository'
import type { PrismaTransaction } from './database.server'

export function createRemittanceNoticeRepository(prisma: PrismaTransaction): RemittanceNoticeRepository {
  return {
    async insert({ paidOn, ...notice }) {
      await prisma.remittanceNotice.create({ data: { ...notice, paidOn: new Date(paidOn) } })
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
        paidOn: calendarDay(row.paidOn.toISOString().slice(0, 10)),
        amountMinor: Number(row.amountMinor),
      }))
    },
  }
}
