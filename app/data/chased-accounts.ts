/** What decides about reminders, read for many accounts at once. */
import { z } from 'zod'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import type { ChasedInvoice } from '~/domain/chasing'
import type { Contact } from '~/domain/debtor'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { REMINDER_STAGE_KINDS } from '~/domain/reminder-cadence'
import type { ChasedAccountRecord } from '~/use-cases/ports/reminder-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDay } from './day-column'
import { NO_ID } from './no-id'

const day = z.string().transform(calendarDay)
const minor = z.bigint().transform(Number)

const invoiceSchema = z
  .object({
    id: z.string().transform((id) => id as InvoiceId),
    debtorId: z.string(),
    number: z.string(),
    issueOn: day,
    dueOn: day,
    currency: z.string().transform(parseStoredCurrency),
    payableMinor: minor,
    openMinor: minor,
    pendingMinor: minor,
    disputedMinor: minor,
    plannedMinor: minor,
    stage: z.enum(REMINDER_STAGE_KINDS).nullable(),
    day: z.int().nullable(),
    noticedOn: day.nullable(),
    payByOn: day.nullable(),
    isWaiting: z.boolean().nullable(),
  })
  .transform(({ debtorId, stage, day: stageDay, noticedOn, payByOn, isWaiting, ...balance }) => {
    const last =
      stage === null || stageDay === null || noticedOn === null
        ? null
        : { kind: stage, day: stageDay, on: noticedOn, payByOn, isWaiting: isWaiting === true }
    const invoice: ChasedInvoice = { ...balance, kind: 'invoice', settledOn: null, last }
    return { debtorId, invoice }
  })

export async function listDebtors(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  after: DebtorId | null,
  limit: number,
): Promise<DebtorId[]> {
  const rows = await prisma.$queryRaw`
    select distinct debtor_id as id from invoice
    where creditor_id = ${creditorId}::uuid and kind = 'invoice' and open_minor > 0 and debtor_id > ${after ?? NO_ID}::uuid
    order by debtor_id limit ${limit}`
  return z
    .array(z.object({ id: z.string() }))
    .parse(rows)
    .map(({ id }) => id as DebtorId)
}

export async function readAccounts(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  ids: readonly DebtorId[],
  timeZone: string,
): Promise<ChasedAccountRecord[]> {
  const where = { creditorId, debtorId: { in: [...ids] } }
  const debtors = await prisma.debtor.findMany({
    where: { creditorId, id: { in: [...ids] } },
    select: { id: true, externalId: true, name: true, locale: true },
    orderBy: { id: 'asc' },
  })
  const contacts = await prisma.contact.findMany({ where, orderBy: [{ isPrimary: 'desc' }, { name: 'asc' }] })
  const optOuts = await prisma.reminderOptOut.findMany({ where, select: { debtorId: true, email: true } })
  const holds = await prisma.reminderHold.findMany({
    where: { ...where, endedAt: null },
    select: { debtorId: true, invoiceId: true, untilOn: true },
  })
  const pauses = await prisma.reminderPause.findMany({ where: { ...where, endedAt: null } })
  const invoices = await readInvoices(prisma, creditorId, ids)
  const of = <Row extends { debtorId: string }>(rows: readonly Row[], id: string) =>
    rows.filter(({ debtorId }) => debtorId === id)
  return debtors.map((debtor) => ({
    debtor: { ...debtor, id: debtor.id as DebtorId },
    contacts: of(contacts, debtor.id).map(({ creditorId: _, debtorId: _debtor, ...contact }): Contact => contact),
    optedOut: of(optOuts, debtor.id).map(({ email }) => email),
    invoices: of(invoices, debtor.id).map(({ invoice }) => invoice),
    holds: of(holds, debtor.id).map(({ invoiceId, untilOn }) => ({
      invoiceId: invoiceId as InvoiceId | null,
      untilOn: untilOn && toDay(untilOn),
    })),
    pauses: of(pauses, debtor.id).map(({ startsAt, untilOn }) => ({
      kind: 'paused' as const,
      invoiceId: null,
      fromOn: dayOfInstant(startsAt, timeZone),
      untilOn: toDay(untilOn),
    })),
  }))
}

/** Open invoices with the last word about each; one that was not needed when it was to be sent was none. */
async function readInvoices(prisma: PrismaTransaction, creditorId: CreditorId, ids: readonly DebtorId[]) {
  const rows = await prisma.$queryRaw`
    select i.id::text, i.debtor_id::text as "debtorId", i.number, i.issue_on::text as "issueOn",
      i.due_on::text as "dueOn", i.currency, i.payable_minor as "payableMinor", i.open_minor as "openMinor",
      i.pending_minor as "pendingMinor", i.disputed_minor as "disputedMinor", i.planned_minor as "plannedMinor",
      told.stage, told.day, told.noticed_on::text as "noticedOn", told.pay_by_on::text as "payByOn",
      told.waiting as "isWaiting"
    from invoice i
    left join lateral (
      select r.stage, r.day, n.noticed_on, n.pay_by_on, n.sent_at is null and n.kind <> 'hand_over' as waiting
      from reminder r
      join reminder_notice n on n.creditor_id = r.creditor_id and n.id = r.notice_id
      where r.creditor_id = i.creditor_id and r.invoice_id = i.id and n.dropped_at is null
      order by n.noticed_on desc, r.day desc limit 1
    ) told on true
    where i.creditor_id = ${creditorId}::uuid and i.debtor_id = any(${[...ids]}::uuid[])
      and i.kind = 'invoice' and i.open_minor > 0
    order by i.due_on, i.number`
  return z.array(invoiceSchema).parse(rows)
}
