import type { CreditorId, DebtorId, InvoiceId, PaymentId, PlanId } from '~/domain/ids'
import type { EarlyCreditRepository } from '~/use-cases/ports/early-credit-repository'
import type { PrismaTransaction } from './database.server'

export function createEarlyCreditRepository(prisma: PrismaTransaction): EarlyCreditRepository {
  return {
    async insert({ amountMinor, ...credit }) {
      await prisma.earlyPaymentCredit.createMany({ data: [{ ...credit, amountMinor: BigInt(amountMinor) }] })
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.earlyPaymentCredit.findMany({
        where: { creditorId, paymentId },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(({ amountMinor, ...row }) => ({
        ...row,
        creditorId: row.creditorId as CreditorId,
        debtorId: row.debtorId as DebtorId,
        planId: row.planId as PlanId,
        paymentId: row.paymentId as PaymentId,
        noteId: row.noteId as InvoiceId,
        amountMinor: Number(amountMinor),
      }))
    },
  }
}
