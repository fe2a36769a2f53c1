import { z } from 'zod'
import type { DebtorId } from '~/domain/ids'
import { MANUAL_WAYS } from '~/domain/manual-payment'
import type { ManualPaymentRepository } from '~/use-cases/ports/manual-payment-repository'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'

const waySchema = z.enum(MANUAL_WAYS)

export function createManualPaymentRepository(prisma: PrismaTransaction): ManualPaymentRepository {
  return {
    async insert({ receivedOn, ...manual }) {
      await prisma.manualPayment.create({ data: { ...manual, receivedOn: toDate(receivedOn) } })
    },
    async findByPayment(creditorId, paymentId) {
      const row = await prisma.manualPayment.findUnique({ where: { creditorId_paymentId: { creditorId, paymentId } } })
      return (
        row && {
          ...row,
          creditorId,
          paymentId,
          debtorId: row.debtorId as DebtorId,
          way: waySchema.parse(row.way),
          receivedOn: toDay(row.receivedOn),
        }
      )
    },
  }
}
