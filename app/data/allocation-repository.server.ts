import { z } from 'zod'
import type { CreditorId, DebtorId, InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import type { Allocation, AllocationRepository } from '~/use-cases/ports/allocation-repository'
import type { PrismaTransaction } from './database.server'
import type { Allocation as AllocationRow } from './generated/client'

const kindSchema = z.enum(['cash', 'credit_note', 'unapplied_credit', 'discount', 'write_off'])

const IN_ORDER = [{ at: 'asc' }, { id: 'asc' }] as const

export function createAllocationRepository(prisma: PrismaTransaction): AllocationRepository {
  return {
    async insertMany(allocations) {
      await prisma.allocation.createMany({ data: [...allocations] })
    },
    async listByPayment(creditorId, paymentId) {
      const rows = await prisma.allocation.findMany({ where: { creditorId, paymentId }, orderBy: [...IN_ORDER] })
      return rows.map(toAllocation)
    },
    async listByUnappliedCredits(creditorId, ids) {
      const rows = await prisma.allocation.findMany({
        where: { creditorId, unappliedCreditId: { in: [...ids] } },
        orderBy: [...IN_ORDER],
      })
      return rows.map(toAllocation)
    },
    async listByApplications(creditorId, ids) {
      const rows = await prisma.allocation.findMany({
        where: { creditorId, applicationId: { in: [...ids] } },
        orderBy: [...IN_ORDER],
      })
      return rows.map(toAllocation)
    },
  }
}

function toAllocation(row: AllocationRow): Allocation {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    invoiceId: row.invoiceId as InvoiceId,
    kind: kindSchema.parse(row.kind),
    amountMinor: Number(row.amountMinor),
    paymentId: row.paymentId as PaymentId | null,
    creditNoteId: row.creditNoteId as InvoiceId | null,
    unappliedCreditId: row.unappliedCreditId as UnappliedCreditId | null,
  }
}
