import { z } from 'zod'
import { calendarDay } from '~/domain/calendar-day'
import { DISCOUNT_TAX_MODES } from '~/domain/discount-policy'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import type { DiscountFacts, DiscountHold } from '~/domain/settlement-discount'
import type { DiscountRepository, TakenDiscount } from '~/use-cases/ports/discount-repository'
import type { PrismaTransaction, UnlimitedRun } from './database.server'
import { toDate, toDay } from './day-column'
import type { TakenDiscount as TakenRow } from './generated/client'

const minor = z.bigint().transform(Number)
const day = z.string().transform(calendarDay)
const invoiceId = z.string().transform((id) => id as InvoiceId)

const termSchema = z.object({ deadlineOn: day, rateBps: z.int(), baseMinor: z.int().exactOptional() })
const invoiceSchema = z.object({ id: invoiceId, terms: z.array(termSchema), netMinor: minor, taxMinor: minor })
const sumSchema = z.object({ invoiceId, minor })
const holdSchema = z.object({
  invoiceId,
  fromOn: day,
  untilOn: day.nullable(),
  dueAgainMinor: minor,
  discountedMinor: minor,
})
const breakdownSchema = z.array(
  z.object({
    category: z.string(),
    percent: z.string().exactOptional(),
    taxableMinor: z.int(),
    taxMinor: z.int(),
  }),
)
const taxPartsSchema = z.array(
  z.object({ category: z.string(), percent: z.string().nullable(), netMinor: z.int(), taxMinor: z.int() }),
)

/** `runUnlimited`: what a discount is does not depend on how much of the account a link shows. */
export function createDiscountRepository(prisma: PrismaTransaction, runUnlimited: UnlimitedRun): DiscountRepository {
  return {
    readFacts: (account, invoiceIds, wanted) =>
      runUnlimited(async () => {
        const { creditorId } = account
        if (invoiceIds.length === 0) return new Map()
        const rows = z.array(invoiceSchema).parse(
          await prisma.$queryRaw`
            select id::text, details -> 'settlementDiscounts' as terms, net_minor as "netMinor", tax_minor as "taxMinor"
            from invoice where creditor_id = ${creditorId}::uuid and id = any(${[...invoiceIds]}::uuid[])
              and kind = 'invoice' and (${wanted === 'all'} or details -> 'settlementDiscounts' <> '[]'::jsonb)`,
        )
        const ids = rows.map(({ id }) => id)
        if (ids.length === 0) return new Map()
        const [paid, discounted, corrections, holds] = [
          await readPaidSince(prisma, creditorId, ids),
          await readDiscounted(prisma, creditorId, ids),
          await readCorrections(prisma, account, ids),
          await readHolds(prisma, account, ids),
        ]
        return new Map(
          rows.map(({ id, ...invoice }): [InvoiceId, Omit<DiscountFacts, 'slides'>] => [
            id,
            {
              ...invoice,
              paidSinceMinor: Math.max(0, paid.get(id) ?? 0),
              discountedMinor: Math.max(0, discounted.get(id) ?? 0),
              correctionsMinor: corrections.get(id) ?? 0,
              holds: holds.filter((hold) => hold.invoiceId === id).map(({ invoiceId: _, ...hold }) => hold),
            },
          ]),
        )
      }),
    async readTaxes(creditorId, invoiceIds) {
      const rows = z.array(z.object({ id: invoiceId, rates: breakdownSchema })).parse(
        await prisma.$queryRaw`
          select id::text, coalesce(details -> 'taxBreakdown', '[]'::jsonb) as rates from invoice
          where creditor_id = ${creditorId}::uuid and id = any(${[...invoiceIds]}::uuid[])`,
      )
      return new Map(rows.map(({ id, rates }) => [id, rates]))
    },
    async insertTaken(taken) {
      await prisma.takenDiscount.createMany({
        data: taken.map(({ deadlineOn, taxParts, ...discount }) => ({
          ...discount,
          deadlineOn: toDate(deadlineOn),
          taxParts: taxParts.map((part) => ({ ...part })),
        })),
      })
    },
    async listTaken(creditorId, ids) {
      if (ids.length === 0) return []
      const rows = await prisma.takenDiscount.findMany({
        where: { creditorId, id: { in: [...ids] } },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toTaken)
    },
    async listByInvoice(creditorId, id) {
      const rows = await prisma.takenDiscount.findMany({
        where: { creditorId, invoiceId: id },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      return rows.map(toTaken)
    },
    async findByNote(creditorId, noteNumber) {
      const row = await prisma.takenDiscount.findFirst({ where: { creditorId, noteNumber } })
      return row && toTaken(row)
    },
    findTakenNumbers: (creditorId, noteNumbers) =>
      runUnlimited(async () => {
        const rows = await prisma.takenDiscount.findMany({
          where: { creditorId, noteNumber: { in: [...noteNumbers] } },
          select: { noteNumber: true },
        })
        return rows.flatMap(({ noteNumber }) => noteNumber ?? [])
      }),
  }
}

/**
 * Money, and credits that do not correct the invoice, since a discount was last taken that stands. What was taken back of
 * a settlement counts at the settlement's own time.
 */
async function readPaidSince(prisma: PrismaTransaction, creditorId: CreditorId, ids: readonly InvoiceId[]) {
  const rows = z.array(sumSchema).parse(
    await prisma.$queryRaw`
      select a.invoice_id::text as "invoiceId", sum(a.amount_minor)::bigint as minor
      from allocation a
        join allocation o on o.creditor_id = a.creditor_id and o.id = coalesce(a.reverses_id, a.id)
        join invoice i on i.creditor_id = a.creditor_id and i.id = a.invoice_id
        left join invoice n on n.creditor_id = a.creditor_id and n.id = o.credit_note_id
      where a.creditor_id = ${creditorId}::uuid and a.invoice_id = any(${[...ids]}::uuid[])
        and a.kind in ('cash', 'credit_note', 'unapplied_credit')
        and not coalesce(n.details -> 'precedingInvoices' @> jsonb_build_array(jsonb_build_object('number', i.number)), false)
        and o.at > coalesce((
          select max(first.at) from taken_discount first
          where first.creditor_id = a.creditor_id and first.invoice_id = a.invoice_id and first.reverses_id is null
            and (select sum(every.amount_minor) from taken_discount every where every.creditor_id = first.creditor_id
              and every.invoice_id = first.invoice_id and coalesce(every.reverses_id, every.id) = first.id) > 0), '-infinity')
      group by a.invoice_id`,
  )
  return toSums(rows)
}

async function readDiscounted(prisma: PrismaTransaction, creditorId: CreditorId, ids: readonly InvoiceId[]) {
  const rows = z.array(sumSchema).parse(
    await prisma.$queryRaw`
      select invoice_id::text as "invoiceId", sum(base_minor)::bigint as minor from taken_discount
      where creditor_id = ${creditorId}::uuid and invoice_id = any(${[...ids]}::uuid[]) group by invoice_id`,
  )
  return toSums(rows)
}

type Account = Parameters<DiscountRepository['readFacts']>[0]

/** What is left to use of credit notes that name the invoice. */
async function readCorrections(
  prisma: PrismaTransaction,
  { creditorId, debtorId }: Account,
  ids: readonly InvoiceId[],
) {
  const rows = z.array(sumSchema).parse(
    await prisma.$queryRaw`
      select i.id::text as "invoiceId", sum(n.open_minor)::bigint as minor
      from invoice n cross join lateral (
        select distinct named ->> 'number' as number
        from jsonb_array_elements(coalesce(n.details -> 'precedingInvoices', '[]'::jsonb)) as named) as preceding
        join invoice i on i.creditor_id = n.creditor_id and i.kind = 'invoice' and i.number = preceding.number
      where n.creditor_id = ${creditorId}::uuid and n.debtor_id = ${debtorId}::uuid and n.kind = 'credit_note'
        and n.open_minor > 0 and i.id = any(${[...ids]}::uuid[])
      group by i.id`,
  )
  return toSums(rows)
}

async function readHolds(
  prisma: PrismaTransaction,
  { creditorId, timeZone }: Account,
  ids: readonly InvoiceId[],
): Promise<(DiscountHold & { invoiceId: InvoiceId })[]> {
  return z.array(holdSchema).parse(
    await prisma.$queryRaw`
      select h.invoice_id::text as "invoiceId", (h.from_at at time zone ${timeZone})::date::text as "fromOn",
        (h.until_at at time zone ${timeZone})::date::text as "untilOn",
        coalesce(h.due_again_minor, 0)::bigint as "dueAgainMinor",
        (select coalesce(sum(t.base_minor), 0)::bigint from taken_discount t
          where t.creditor_id = h.creditor_id and t.invoice_id = h.invoice_id and t.at >= h.until_at) as "discountedMinor"
      from dispute_hold h
      where h.creditor_id = ${creditorId}::uuid and h.invoice_id = any(${[...ids]}::uuid[])
      order by h.from_at`,
  )
}

function toSums(rows: readonly { invoiceId: InvoiceId; minor: number }[]): Map<InvoiceId, number> {
  return new Map(rows.map((row) => [row.invoiceId, row.minor]))
}

function toTaken(row: TakenRow): TakenDiscount {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    invoiceId: row.invoiceId as InvoiceId,
    amountMinor: Number(row.amountMinor),
    baseMinor: Number(row.baseMinor),
    source: z.enum(['document', 'policy', 'sliding']).parse(row.source),
    deadlineOn: toDay(row.deadlineOn),
    taxMode: z.enum(DISCOUNT_TAX_MODES).parse(row.taxMode),
    taxParts: taxPartsSchema.parse(row.taxParts),
  }
}
