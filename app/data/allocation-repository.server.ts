import { z } from 'zod'
import type { CreditorId, DebtorId, InvoiceId, PaymentId, UnappliedCreditId } from '~/domain/ids'
import { NOTHING_ALLOCATED, type AllocatedSums } from '~/domain/settled-part'
import type { Allocation, AllocationRepository } from '~/use-cases/ports/allocation-repository'
import type { PrismaTransaction } from './database.server'
import type { Allocation as AllocationRow } from './generated/client'

const kindSchema = z.enum(['cash', 'credit_note', 'unapplied_credit', 'discount', 'write_off'])

const IN_ORDER = [{ at: 'asc' }, { id: 'asc' }] as const

export function createAllocationRepository(prisma: PrismaTransaction): AllocationRepository {
  return {
    async insertMany(allocations) {
      // One array a column: a payment may settle thousands of invoices.
      await prisma.$executeRaw`
        insert into allocation (id, creditor_id, debtor_id, invoice_id, kind, amount_minor, payment_id, credit_note_id,
          unapplied_credit_id, reverses_id, application_id, at)
        select * from unnest(
          ${allocations.map((allocation) => allocation.id)}::uuid[],
          ${allocations.map((allocation) => allocation.creditorId)}::uuid[],
          ${allocations.map((allocation) => allocation.debtorId)}::uuid[],
          ${allocations.map((allocation) => allocation.invoiceId)}::uuid[],
          ${allocations.map((allocation) => allocation.kind)}::text[],
          ${allocations.map((allocation) => allocation.amountMinor)}::bigint[],
          ${allocations.map((allocation) => allocation.paymentId)}::uuid[],
          ${allocations.map((allocation) => allocation.creditNoteId)}::uuid[],
          ${allocations.map((allocation) => allocation.unappliedCreditId)}::uuid[],
          ${allocations.map((allocation) => allocation.reversesId)}::uuid[],
          ${allocations.map((allocation) => allocation.applicationId)}::uuid[],
          ${allocations.map((allocation) => allocation.at.toISOString())}::timestamptz[])`
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
    async listWriteOffsAt(creditorId, invoiceIds, at) {
      const rows = await prisma.allocation.findMany({
        where: {
          ...{ creditorId, at, kind: 'write_off', paymentId: null, reversesId: null },
          invoiceId: { in: [...invoiceIds] },
        },
        orderBy: [...IN_ORDER],
      })
      return rows.map(toAllocation)
    },
    async listByCreditNotes(creditorId, ids) {
      const rows = await prisma.allocation.findMany({
        where: { creditorId, creditNoteId: { in: [...ids] } },
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
    async sumByInvoice(creditorId, invoiceIds) {
      const rows = await prisma.allocation.groupBy({
        by: ['invoiceId', 'kind'],
        where: { creditorId, invoiceId: { in: [...invoiceIds] } },
        _sum: { amountMinor: true },
      })
      const sums = new Map<InvoiceId, AllocatedSums>()
      for (const { invoiceId, kind, _sum } of rows) {
        const id = invoiceId as InvoiceId
        const known = sums.get(id) ?? NOTHING_ALLOCATED
        sums.set(id, { ...known, [kindSchema.parse(kind)]: Number(_sum.amountMinor ?? 0) })
      }
      return sums
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
