import type { CreditorId, InvoiceId } from '~/domain/ids'
import type { PrismaTransaction } from './database.server'

/** SQL of what can be paid now of a row of `invoice`, as `computeDueNow` has it. */
export const DUE_NOW = 'greatest(0, open_minor - disputed_minor - pending_minor - planned_minor)'

/**
 * Money for some invoices, in their currency, that was booked since `since` and came before `before`: of payments and of
 * the debtor's own credit, less what went back of it. What takes something back counts where what it takes back does.
 */
export async function sumReceived(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  invoiceIds: readonly InvoiceId[],
  { since, before }: { since: Date; before: Date },
): Promise<number> {
  const [sum] = await prisma.$queryRaw<[{ received: bigint }]>`
    select coalesce(sum(a.amount_minor), 0)::bigint as received
    from allocation a
    left join allocation taken on taken.creditor_id = a.creditor_id and taken.id = a.reverses_id
    left join payment m on m.creditor_id = a.creditor_id and m.id = a.payment_id
    where a.creditor_id = ${creditorId}::uuid and a.invoice_id = any(${[...invoiceIds]}::uuid[])
      and a.kind in ('cash', 'unapplied_credit')
      and coalesce(taken.at, a.at) >= ${since}
      and coalesce(m.succeeded_at, taken.at, a.at) < ${before}`
  return Math.max(0, Number(sum.received))
}

/** What payments that were begun before an instant have set aside of some invoices. */
export async function sumUnderWay(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  invoiceIds: readonly InvoiceId[],
  before: Date,
): Promise<number> {
  const [sum] = await prisma.$queryRaw<[{ under_way: bigint }]>`
    select coalesce(sum(i.amount_minor), 0)::bigint as under_way
    from payment_intent i
    join payment m on m.creditor_id = i.creditor_id and m.id = i.payment_id
    where i.creditor_id = ${creditorId}::uuid and i.invoice_id = any(${[...invoiceIds]}::uuid[])
      and i.reserved and m.created_at < ${before}`
  return Number(sum.under_way)
}
