import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import type { CreditorId, DebtorId, InvoiceId, PaymentId } from '~/domain/ids'
import { PAYMENT_ORIGINS } from '~/domain/payment'
import type {
  InterestNote,
  KeptWaiver,
  LateHold,
  LateInterestRepository,
  LateMovement,
  RecordedWaiver,
  SettledLate,
} from '~/use-cases/ports/late-interest-repository'
import { chargeSchema } from './concession-schema'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction, UnlimitedRun } from './database.server'
import { toDay } from './day-column'
import type { InterestNote as NoteRow, InterestWaiver as WaiverRow } from './generated/client'

const invoiceId = z.string().transform((id) => id as InvoiceId)
const minor = z.bigint().transform(Number)
const day = z.string().transform(calendarDay)

const movementSchema = z
  .object({
    invoiceId,
    amountMinor: minor,
    at: z.date(),
    isCorrection: z.boolean(),
    origin: z.enum(PAYMENT_ORIGINS).nullable(),
    createdAt: z.date().nullable(),
    succeededAt: z.date().nullable(),
    receivedOn: day.nullable(),
    planId: z.string().nullable(),
  })
  .transform(({ origin, createdAt, succeededAt, receivedOn, planId, ...movement }): LateMovement => ({
    ...movement,
    payment: origin === null || createdAt === null ? null : { origin, createdAt, succeededAt, receivedOn, planId },
  }))

const holdSchema: z.ZodType<LateHold> = z.object({
  invoiceId,
  amountMinor: minor,
  fromAt: z.date(),
  untilAt: z.date().nullable(),
  planId: z.string().nullable(),
})
const pendingSchema = z.object({ invoiceId, charge: chargeSchema })
const settledSchema: z.ZodType<SettledLate> = z.object({
  invoiceId,
  debtorId: z.string().transform((id) => id as DebtorId),
})

/** Documents that bill lateness or the price of a plan. */
const EXEMPT_FORMATS = ['interest', 'plan']

export function createLateInterestRepository(
  prisma: PrismaTransaction,
  runUnlimited: UnlimitedRun,
): LateInterestRepository {
  async function nameRevoked(creditorId: CreditorId, rows: readonly WaiverRow[]): Promise<KeptWaiver[]> {
    if (rows.length === 0) return []
    const revocations = await prisma.interestWaiverRevocation.findMany({
      where: { creditorId, waiverId: { in: rows.map(({ id }) => id) } },
    })
    const revokedAt = new Map(revocations.map((one) => [one.waiverId, one.revokedAt]))
    return rows.map((row) => ({ ...toWaiver(row), revokedAt: revokedAt.get(row.id) ?? null }))
  }
  return {
    readRecords: (creditorId, invoiceIds) =>
      runUnlimited(async () => {
        const ids = [...invoiceIds]
        if (ids.length === 0) {
          return { movements: [], holds: [], waivers: [], notes: [], pending: new Map(), exempt: new Set() }
        }
        const exempt = await prisma.invoice.findMany({
          where: { creditorId, id: { in: ids }, sourceFormat: { in: EXEMPT_FORMATS } },
          select: { id: true },
        })
        const waivers = await prisma.interestWaiver.findMany({ where: { creditorId, invoiceId: { in: ids } } })
        const kept = await nameRevoked(creditorId, waivers)
        const notes = await prisma.interestNote.findMany({ where: { creditorId, aboutInvoiceId: { in: ids } } })
        return {
          movements: await readMovements(prisma, creditorId, ids),
          holds: await readHolds(prisma, creditorId, ids),
          waivers: kept.filter(({ revokedAt }) => revokedAt === null),
          notes: notes.map(toNote),
          pending: await readPending(prisma, creditorId, ids),
          exempt: new Set(exempt.map(({ id }) => id as InvoiceId)),
        }
      }),
    async findInvoice(creditorId, number) {
      const row = await prisma.invoice.findUnique({
        where: { creditorId_number_kind: { creditorId, number, kind: 'invoice' } },
        select: { id: true, debtorId: true, currency: true },
      })
      return (
        row && {
          invoiceId: row.id as InvoiceId,
          debtorId: row.debtorId as DebtorId,
          currency: parseStoredCurrency(row.currency),
        }
      )
    },
    async listNotesAbout(creditorId, invoiceIds) {
      if (invoiceIds.length === 0) return []
      const rows = await prisma.interestNote.findMany({
        where: { creditorId, aboutInvoiceId: { in: [...invoiceIds] } },
        orderBy: [{ issuedAt: 'asc' }, { invoiceId: 'asc' }],
        select: { invoiceId: true },
      })
      return rows.map((row) => row.invoiceId as InvoiceId)
    },
    async insertNotes(notes) {
      await prisma.interestNote.createMany({
        data: notes.map((note) => ({
          ...note,
          interestMinor: BigInt(note.interestMinor),
          compensationMinor: BigInt(note.compensationMinor),
          throughOn: new Date(note.throughOn),
        })),
      })
    },
    async insertWaiver({ throughOn, ...waiver }) {
      await prisma.interestWaiver.createMany({
        data: [{ ...waiver, throughOn: throughOn === null ? null : new Date(throughOn) }],
      })
    },
    async revokeWaivers(waivers, at) {
      await prisma.interestWaiverRevocation.createMany({
        data: waivers.map(({ id: waiverId, creditorId, debtorId, invoiceId: revokedOf }) => ({
          ...{ creditorId, waiverId, debtorId, invoiceId: revokedOf, revokedAt: at },
        })),
      })
    },
    async listWaivers(creditorId, limit) {
      const rows = await prisma.interestWaiver.findMany({
        where: { creditorId },
        orderBy: [{ waivedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return nameRevoked(creditorId, rows)
    },
    async listWaiversBy(creditorId, waivedBy) {
      const rows = await prisma.interestWaiver.findMany({
        where: { creditorId, waivedBy },
        orderBy: [{ waivedAt: 'asc' }, { id: 'asc' }],
      })
      return nameRevoked(creditorId, rows)
    },
    async listSettledLate(creditorId, { sinceOn, afterId, limit }) {
      return z.array(settledSchema).parse(
        await prisma.$queryRaw`
          select id::text as "invoiceId", debtor_id::text as "debtorId" from invoice
          where creditor_id = ${creditorId}::uuid and kind = 'invoice' and open_minor = 0
            and settled_on > due_on and settled_on >= ${sinceOn}::date and source_format <> all(${EXEMPT_FORMATS})
            and (${afterId}::uuid is null or id > ${afterId}::uuid)
          order by id limit ${limit}`,
      )
    },
  }
}

/** What was settled and taken back, and what payments under way have set aside as if it were. */
async function readMovements(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  ids: readonly string[],
): Promise<LateMovement[]> {
  return z.array(movementSchema).parse(
    await prisma.$queryRaw`
      select moved.invoice_id::text as "invoiceId", moved.amount_minor as "amountMinor", moved.at,
        moved.reverses_id is not null as "isCorrection", payment.origin, payment.created_at as "createdAt",
        payment.succeeded_at as "succeededAt", manual.received_on::text as "receivedOn",
        case payment.purpose_kind when 'plan' then payment.purpose_id::text end as "planId"
      from allocation moved
        left join payment on payment.creditor_id = moved.creditor_id and payment.id = moved.payment_id
        left join manual_payment manual on manual.creditor_id = moved.creditor_id and manual.payment_id = moved.payment_id
      where moved.creditor_id = ${creditorId}::uuid and moved.invoice_id = any(${[...ids]}::uuid[])
      union all
      select intent.invoice_id::text, intent.amount_minor + coalesce((intent.concession ->> 'amountMinor')::bigint, 0),
        payment.created_at, false, payment.origin, payment.created_at, null, null,
        case payment.purpose_kind when 'plan' then payment.purpose_id::text end
      from payment_intent intent
        join payment on payment.creditor_id = intent.creditor_id and payment.id = intent.payment_id
      where intent.creditor_id = ${creditorId}::uuid and intent.invoice_id = any(${[...ids]}::uuid[]) and intent.reserved`,
  )
}

async function readHolds(
  prisma: PrismaTransaction,
  creditorId: CreditorId,
  ids: readonly string[],
): Promise<LateHold[]> {
  return z.array(holdSchema).parse(
    await prisma.$queryRaw`
      select invoice_id::text as "invoiceId", amount_minor as "amountMinor", from_at as "fromAt", until_at as "untilAt",
        null::text as "planId"
      from dispute_hold where creditor_id = ${creditorId}::uuid and invoice_id = any(${[...ids]}::uuid[])
      union all
      select part.invoice_id::text, part.amount_minor, plan.agreed_at, plan.ended_at, plan.id::text
      from plan_invoice part
        join payment_plan plan on plan.creditor_id = part.creditor_id and plan.id = part.plan_id
      where part.creditor_id = ${creditorId}::uuid and part.invoice_id = any(${[...ids]}::uuid[])
        and plan.agreed_at is not null`,
  )
}

async function readPending(prisma: PrismaTransaction, creditorId: CreditorId, ids: readonly string[]) {
  const rows = z.array(pendingSchema).parse(
    await prisma.$queryRaw`
      select invoice_id::text as "invoiceId", charge from payment_intent
      where creditor_id = ${creditorId}::uuid and invoice_id = any(${[...ids]}::uuid[])
        and reserved and charge is not null`,
  )
  const pending = new Map<InvoiceId, { interestMinor: number; compensationMinor: number }>()
  for (const { invoiceId: id, charge } of rows) {
    const known = pending.get(id) ?? { interestMinor: 0, compensationMinor: 0 }
    pending.set(id, {
      interestMinor: known.interestMinor + charge.interestMinor,
      compensationMinor: known.compensationMinor + charge.compensationMinor,
    })
  }
  return pending
}

function toWaiver({ throughOn, ...row }: WaiverRow): RecordedWaiver {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    invoiceId: row.invoiceId as InvoiceId,
    paymentId: row.paymentId as PaymentId | null,
    throughOn: throughOn && toDay(throughOn),
  }
}

function toNote({ interestMinor, compensationMinor, throughOn, ...row }: NoteRow): InterestNote {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    invoiceId: row.invoiceId as InvoiceId,
    aboutInvoiceId: row.aboutInvoiceId as InvoiceId,
    paymentId: row.paymentId as PaymentId | null,
    interestMinor: Number(interestMinor),
    compensationMinor: Number(compensationMinor),
    throughOn: toDay(throughOn),
  }
}
