import { z } from 'zod'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { REVERSAL_KINDS, REVERSAL_STATUSES, type PaymentReversal } from '~/domain/payment-reversal'
import type { PaymentReversalRepository } from '~/use-cases/ports/payment-reversal-repository'
import type { PrismaTransaction } from './database.server'
import type { PaymentReversal as ReversalRow } from './generated/client'

const kindSchema = z.enum(REVERSAL_KINDS)
const statusSchema = z.enum(REVERSAL_STATUSES)

export function createPaymentReversalRepository(prisma: PrismaTransaction): PaymentReversalRepository {
  return {
    async findById(creditorId, id) {
      const row = await prisma.paymentReversal.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toReversal(row)
    },
    async findByIdempotencyKey(creditorId, idempotencyKey) {
      const row = await prisma.paymentReversal.findUnique({
        where: { creditorId_idempotencyKey: { creditorId, idempotencyKey } },
      })
      return row && toReversal(row)
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.paymentReversal.findMany({
        where: { creditorId, paymentId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toReversal)
    },
    async insert(reversal) {
      const { count } = await prisma.paymentReversal.createMany({ data: [reversal], skipDuplicates: true })
      return count === 1
    },
    async save({ creditorId, id, ...data }) {
      await prisma.paymentReversal.update({ where: { creditorId_id: { creditorId, id } }, data })
    },
    async remove(creditorId, id) {
      await prisma.paymentReversal.delete({ where: { creditorId_id: { creditorId, id } } })
    },
  }
}

function toReversal(row: ReversalRow): PaymentReversal {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    paymentId: row.paymentId as PaymentId,
    kind: kindSchema.parse(row.kind),
    status: statusSchema.parse(row.status),
    amountMinor: Number(row.amountMinor),
  }
}
