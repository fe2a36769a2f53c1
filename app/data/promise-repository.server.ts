import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { PROMISE_STATUSES, type PromiseToPay } from '~/domain/promise-to-pay'
import type { ListedPromise, PromiseRepository } from '~/use-cases/ports/promise-repository'
import { listLinksBelow, readDebtorNames } from './account-names'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { findLatestDay, toDate, toDay } from './day-column'
import { NO_ID } from './no-id'
import { sumReceived, sumUnderWay } from './invoice-money'
import type { PromiseInvoice as PromiseInvoiceRow, PromiseToPay as PromiseRow } from './generated/client'

const statusSchema = z.enum(PROMISE_STATUSES)

type RowWithInvoices = PromiseRow & { invoices: PromiseInvoiceRow[] }

export function createPromiseRepository(prisma: PrismaTransaction): PromiseRepository {
  async function name(creditorId: CreditorId, rows: readonly RowWithInvoices[]): Promise<ListedPromise[]> {
    if (rows.length === 0) return []
    const describeDebtor = await readDebtorNames(prisma, creditorId, rows)
    const invoices = await prisma.invoice.findMany({
      where: { creditorId, id: { in: rows.flatMap((row) => row.invoices.map(({ invoiceId }) => invoiceId)) } },
      select: { id: true, number: true },
      orderBy: [{ dueOn: 'asc' }, { number: 'asc' }],
    })
    const places = new Map(invoices.map(({ id, number }, place) => [id, { number, place }]))
    const place = (id: string) => places.get(id)?.place ?? places.size
    return rows.map((row) => {
      const promise = toPromise(row)
      return {
        ...promise,
        ...describeDebtor(row.debtorId),
        invoices: promise.invoices
          .map((invoice) => ({ ...invoice, number: places.get(invoice.invoiceId)?.number ?? '' }))
          .toSorted((left, right) => place(left.invoiceId) - place(right.invoiceId)),
      }
    })
  }
  async function findById(creditorId: CreditorId, id: string): Promise<ListedPromise | null> {
    const row = await prisma.promiseToPay.findUnique({
      where: { creditorId_id: { creditorId, id } },
      include: { invoices: true },
    })
    return row && ((await name(creditorId, [row]))[0] ?? null)
  }
  return {
    findById,
    async lock(creditorId, id) {
      await prisma.$queryRaw`
        select 1 from promise_to_pay where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return findById(creditorId, id)
    },
    async insert({ invoices, promisedOn, graceUntilOn, ...promise }) {
      const days = { promisedOn: toDate(promisedOn), graceUntilOn: toDate(graceUntilOn) }
      const { count } = await prisma.promiseToPay.createMany({ data: [{ ...promise, ...days }], skipDuplicates: true })
      if (count === 0) return false
      const { creditorId, debtorId, id: promiseId } = promise
      await prisma.promiseInvoice.createMany({
        data: invoices.map((invoice) => ({ creditorId, promiseId, debtorId, ...invoice })),
      })
      return true
    },
    async save({ creditorId, id, status, receivedMinor, endedAt, endedBy }) {
      await prisma.promiseToPay.updateMany({
        where: { creditorId, id },
        data: { status, receivedMinor, endedAt, endedBy },
      })
    },
    async list(creditorId, { status, debtorId, below, limit }) {
      const linkIds = below === undefined ? null : await listLinksBelow(prisma, creditorId, below)
      const rows = await prisma.promiseToPay.findMany({
        where: {
          creditorId,
          ...(status === undefined ? {} : { status }),
          ...(debtorId === undefined ? {} : { debtorId }),
          ...(linkIds === null ? {} : { linkId: { in: linkIds } }),
        },
        include: { invoices: true },
        orderBy: status === 'open' ? [{ promisedOn: 'asc' }, { id: 'asc' }] : [{ madeAt: 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return name(creditorId, rows)
    },
    async listOfDebtor(creditorId, debtorId) {
      const rows = await prisma.promiseToPay.findMany({
        where: { creditorId, debtorId },
        include: { invoices: true },
      })
      return rows.map(toPromise)
    },
    async listDecidable(at, after, limit) {
      const rows = await prisma.$queryRaw<{ creditor_id: string; debtor_id: string; id: string }[]>`
        select p.creditor_id, p.debtor_id, p.id
        from promise_to_pay p
        where p.status = 'open'
          and (p.creditor_id, p.id) > (${after?.creditorId ?? NO_ID}::uuid, ${after?.id ?? NO_ID}::uuid)
          and (p.grace_until_on < ${toDate(findLatestDay(at))}::date
            or exists (
              select from promise_invoice i
              join allocation a on a.creditor_id = i.creditor_id and a.invoice_id = i.invoice_id
              where i.creditor_id = p.creditor_id and i.promise_id = p.id and a.at >= p.made_at)
            or not exists (
              select from promise_invoice i
              join invoice v on v.creditor_id = i.creditor_id and v.id = i.invoice_id
              where i.creditor_id = p.creditor_id and i.promise_id = p.id
                and v.open_minor > v.disputed_minor + v.planned_minor))
        order by p.creditor_id, p.id limit ${limit}`
      return rows.map((row) => ({
        ...{ creditorId: row.creditor_id as CreditorId, debtorId: row.debtor_id as DebtorId, id: row.id },
      }))
    },
    async sumMoney(creditorId, promiseId, { since, before }) {
      const rows = await prisma.promiseInvoice.findMany({
        where: { creditorId, promiseId },
        select: { invoiceId: true },
      })
      const invoiceIds = rows.map(({ invoiceId }) => invoiceId as InvoiceId)
      return {
        receivedMinor: await sumReceived(prisma, creditorId, invoiceIds, { since, before }),
        underWayMinor: await sumUnderWay(prisma, creditorId, invoiceIds, before),
      }
    },
  }
}

function toPromise({ invoices, ...row }: RowWithInvoices): PromiseToPay {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId | null,
    status: statusSchema.parse(row.status),
    currency: parseStoredCurrency(row.currency),
    amountMinor: Number(row.amountMinor),
    receivedMinor: Number(row.receivedMinor),
    promisedOn: toDay(row.promisedOn),
    graceUntilOn: toDay(row.graceUntilOn),
    invoices: invoices.map(({ invoiceId, amountMinor }) => ({
      invoiceId: invoiceId as InvoiceId,
      amountMinor: Number(amountMinor),
    })),
  }
}
