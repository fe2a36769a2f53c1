import { z } from 'zod'
import { calendarDay, type CalendarDay } from '~/domain/calendar-day'
import type { InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { InvoiceRepository } from '~/use-cases/ports/invoice-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'

const BALANCE = {
  id: true,
  kind: true,
  number: true,
  issueOn: true,
  dueOn: true,
  currency: true,
  payableMinor: true,
  openMinor: true,
  pendingMinor: true,
  disputedMinor: true,
  settledOn: true,
} as const

const kindSchema = z.enum(['invoice', 'credit_note'])

interface BalanceRow {
  id: string
  kind: string
  number: string
  issueOn: Date
  dueOn: Date
  currency: string
  payableMinor: bigint
  openMinor: bigint
  pendingMinor: bigint
  disputedMinor: bigint
  settledOn: Date | null
}

export function createInvoiceRepository(prisma: PrismaTransaction): InvoiceRepository {
  const repository: InvoiceRepository = {
    async findByNumbers(creditorId, debtorId, kind, numbers) {
      const rows = await prisma.invoice.findMany({
        where: { creditorId, debtorId, kind, number: { in: [...numbers] } },
        select: BALANCE,
      })
      return rows.map(toBalance)
    },
    async findByIds(creditorId, ids) {
      const rows = await prisma.invoice.findMany({ where: { creditorId, id: { in: [...ids] } }, select: BALANCE })
      return rows.map(toBalance)
    },
    async listOpen(creditorId, debtorId, kind, currency) {
      const rows = await prisma.invoice.findMany({
        where: { creditorId, debtorId, kind, openMinor: { gt: 0 }, ...(currency ? { currency } : {}) },
        select: BALANCE,
        orderBy: [{ dueOn: 'asc' }, { issueOn: 'asc' }, { number: 'asc' }],
      })
      return rows.map(toBalance)
    },
    async lockByIds(creditorId, ids) {
      await prisma.$executeRaw`select 1 from invoice where creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[]) order by id for update`
      return repository.findByIds(creditorId, ids)
    },
    async saveBalances(creditorId, balances) {
      if (balances.length === 0) return
      await prisma.$executeRaw`
        update invoice set open_minor = new.open_minor, pending_minor = new.pending_minor, settled_on = new.settled_on
        from unnest(
          ${balances.map((balance) => balance.id)}::uuid[],
          ${balances.map((balance) => balance.openMinor)}::bigint[],
          ${balances.map((balance) => balance.pendingMinor)}::bigint[],
          ${balances.map((balance) => balance.settledOn)}::text[]::date[]
        ) as new (id, open_minor, pending_minor, settled_on)
        where invoice.creditor_id = ${creditorId}::uuid and invoice.id = new.id`
    },
  }
  return repository
}

function toBalance(row: BalanceRow): InvoiceBalance {
  return {
    id: row.id as InvoiceId,
    kind: kindSchema.parse(row.kind),
    number: row.number,
    issueOn: toDay(row.issueOn),
    dueOn: toDay(row.dueOn),
    currency: parseStoredCurrency(row.currency),
    payableMinor: Number(row.payableMinor),
    openMinor: Number(row.openMinor),
    pendingMinor: Number(row.pendingMinor),
    disputedMinor: Number(row.disputedMinor),
    settledOn: row.settledOn && toDay(row.settledOn),
  }
}

/** A date column arrives as midnight UTC. */
function toDay(date: Date): CalendarDay {
  return calendarDay(date.toISOString().slice(0, 10))
}
