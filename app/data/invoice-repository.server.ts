import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import type { InvoiceId } from '~/domain/ids'
import type { InvoiceBalance } from '~/domain/invoice-balance'
import type { InvoiceRepository } from '~/use-cases/ports/invoice-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { Prisma } from './generated/client'

const balanceSchema = z.object({
  id: z.string().transform((id) => id as InvoiceId),
  kind: z.enum(['invoice', 'credit_note']),
  number: z.string(),
  issueOn: z.string().transform(calendarDay),
  dueOn: z.string().transform(calendarDay),
  currency: z.string().transform(parseStoredCurrency),
  payableMinor: z.bigint().transform(Number),
  openMinor: z.bigint().transform(Number),
  pendingMinor: z.bigint().transform(Number),
  disputedMinor: z.bigint().transform(Number),
  plannedMinor: z.bigint().transform(Number),
  settledOn: z.string().transform(calendarDay).nullable(),
})

const claimSchema = z.object({
  id: z.string().transform((id) => id as InvoiceId),
  claimedMinor: z.bigint().transform(Number),
})

const SELECT_BALANCE = Prisma.sql`
  select id::text, kind, number, issue_on::text as "issueOn", due_on::text as "dueOn", currency,
    payable_minor as "payableMinor", open_minor as "openMinor", pending_minor as "pendingMinor",
    disputed_minor as "disputedMinor", planned_minor as "plannedMinor", settled_on::text as "settledOn"
  from invoice`

export function createInvoiceRepository(prisma: PrismaTransaction): InvoiceRepository {
  // Lists of ids and numbers travel as one array each: an account may have thousands of invoices.
  const read = async (condition: Prisma.Sql): Promise<InvoiceBalance[]> =>
    z.array(balanceSchema).parse(await prisma.$queryRaw(Prisma.sql`${SELECT_BALANCE} where ${condition}`))
  return {
    findByNumbers: (creditorId, debtorId, kind, numbers) =>
      read(
        Prisma.sql`creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and kind = ${kind} and number = any(${[...numbers]}::text[])
          order by due_on, issue_on, number`,
      ),
    findByIds: (creditorId, ids) =>
      read(Prisma.sql`creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[])`),
    listOpen: (creditorId, debtorId, kind, currency) =>
      read(
        Prisma.sql`creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and kind = ${kind} and open_minor > 0
          ${currency === undefined ? Prisma.empty : Prisma.sql`and currency = ${currency}`}
          order by due_on, issue_on, number`,
      ),
    async readClaims(creditorId, ids) {
      const rows = await prisma.$queryRaw`
        select id::text, claimed_minor as "claimedMinor" from invoice
        where creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[])`
      return new Map(
        z
          .array(claimSchema)
          .parse(rows)
          .map(({ id, claimedMinor }) => [id, claimedMinor]),
      )
    },
    lockByIds: (creditorId, ids) =>
      read(
        Prisma.sql`creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[]) order by invoice.id for update`,
      ),
    async saveBalances(creditorId, balances) {
      if (balances.length === 0) return
      await prisma.$executeRaw`
        update invoice set open_minor = new.open_minor, pending_minor = new.pending_minor, settled_on = new.settled_on,
          planned_minor = new.planned_minor,
          disputed_minor = least(claimed_minor, new.open_minor - new.pending_minor - new.planned_minor)
        from unnest(
          ${balances.map((balance) => balance.id)}::uuid[],
          ${balances.map((balance) => balance.openMinor)}::bigint[],
          ${balances.map((balance) => balance.pendingMinor)}::bigint[],
          ${balances.map((balance) => balance.plannedMinor)}::bigint[],
          ${balances.map((balance) => balance.settledOn)}::text[]::date[]
        ) as new (id, open_minor, pending_minor, planned_minor, settled_on)
        where invoice.creditor_id = ${creditorId}::uuid and invoice.id = new.id`
    },
  }
}
