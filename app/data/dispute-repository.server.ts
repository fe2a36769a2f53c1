import { z } from 'zod'
import {
  DISPUTE_ACTIONS,
  DISPUTE_REASONS,
  DISPUTE_STATUSES,
  DISPUTE_STEPS,
  isDisputeEnded,
  type Dispute,
  type DisputeLine,
  type DisputeStatus,
} from '~/domain/dispute'
import type { CreditorId, DebtorId, DisputeId, InvoiceId } from '~/domain/ids'
import type { DisputeRepository, ListedDispute } from '~/use-cases/ports/dispute-repository'
import { readDebtorNames } from './account-names'
import { documentDetailsSchema } from './account-schemas'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDay } from './day-column'
import type { Dispute as DisputeRow, DisputeLine as LineRow } from './generated/client'

const statusSchema = z.enum(DISPUTE_STATUSES)
const reasonSchema = z.enum(DISPUTE_REASONS)
const actionSchema = z.enum(DISPUTE_ACTIONS)
const sideSchema = z.enum(['debtor', 'creditor'])
const stepSchema = z.enum(DISPUTE_STEPS)
const lineKindSchema = z.enum(['whole', 'quantity', 'price', 'amount'])

const disputableLineSchema = z.object({
  position: z.number(),
  lineId: z.string(),
  name: z.string(),
  unitCode: z.string().nullable(),
  quantity: z.string(),
  unitPrice: z.string().nullable(),
  netMinor: z.bigint().transform(Number),
  taxPercent: z.string().nullable(),
  taxCategory: z.string().nullable(),
})

const grantSchema = z.object({
  position: z.number(),
  isOver: z.boolean(),
  grantedMinor: z.bigint().transform(Number),
  claimedMinor: z.bigint().transform(Number),
})

const ORDERS = {
  age: [{ openedAt: 'asc' }],
  // Sums in two currencies say nothing of which is more.
  amount: [{ currency: 'asc' }, { claimedMinor: 'desc' }],
  newest: [{ openedAt: 'desc' }],
} as const

export function createDisputeRepository(prisma: PrismaTransaction): DisputeRepository {
  async function describeListed(rows: readonly DisputeRow[]): Promise<ListedDispute[]> {
    const [{ creditorId } = { creditorId: '' }] = rows
    if (creditorId === '') return []
    const invoiceIds = rows.flatMap(({ invoiceId, creditNoteId }) => [invoiceId, creditNoteId ?? invoiceId])
    const invoices = await prisma.invoice.findMany({
      where: { creditorId, id: { in: invoiceIds } },
      select: { id: true, number: true, dueOn: true },
    })
    const describeDebtor = await readDebtorNames(prisma, creditorId as CreditorId, rows)
    const invoiceById = new Map(invoices.map((invoice) => [invoice.id, invoice]))
    return rows.flatMap((row) => {
      const invoice = invoiceById.get(row.invoiceId)
      if (!invoice) return []
      return [
        {
          ...toDispute(row),
          invoiceNumber: invoice.number,
          invoiceDueOn: toDay(invoice.dueOn),
          ...describeDebtor(row.debtorId),
          creditNoteNumber: invoiceById.get(row.creditNoteId ?? '')?.number ?? null,
        },
      ]
    })
  }

  const findInvoices = async (creditorId: CreditorId, number: string, ofDebtor: { debtorId?: DebtorId }) =>
    prisma.invoice.findMany({ where: { creditorId, ...ofDebtor, kind: 'invoice', number }, select: { id: true } })

  return {
    async list(creditorId, { debtorId, invoiceNumber, batchId, state, order, offset, limit }) {
      const ofDebtor = debtorId === undefined ? {} : { debtorId }
      const where = {
        creditorId,
        ...ofDebtor,
        ...(invoiceNumber === undefined
          ? {}
          : { invoiceId: { in: (await findInvoices(creditorId, invoiceNumber, ofDebtor)).map(({ id }) => id) } }),
        ...(batchId === undefined ? {} : { batchId }),
        ...(state === 'all' ? {} : { status: { in: statusesOf(state) } }),
      }
      const rows = await prisma.dispute.findMany({
        where,
        orderBy: [...ORDERS[order], { id: 'asc' }],
        skip: offset,
        take: limit,
      })
      return { disputes: await describeListed(rows), count: await prisma.dispute.count({ where }) }
    },
    async find(creditorId, id) {
      const row = await prisma.dispute.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row ? ((await describeListed([row]))[0] ?? null) : null
    },
    async listEntries(creditorId, disputeId) {
      const entries = await prisma.disputeEntry.findMany({
        where: { creditorId, disputeId },
        include: { files: { orderBy: { position: 'asc' } } },
        orderBy: [{ at: 'asc' }, { id: 'asc' }],
      })
      const fileIds = entries.flatMap(({ files }) => files.map(({ fileId }) => fileId))
      const stored = await prisma.storedFile.findMany({ where: { creditorId, id: { in: fileIds } } })
      const storedById = new Map(stored.map((file) => [file.id, file]))
      return entries.map(({ id, at, side, step, authorName, author, text, files }) => ({
        ...{ id, at, authorName, author, text },
        side: sideSchema.parse(side),
        step: stepSchema.parse(step),
        files: files.flatMap((file) => {
          const found = storedById.get(file.fileId)
          if (!found) return []
          const { filename, mediaType, byteSize, sha256 } = found
          return [{ id: file.id, filename, mediaType, byteSize, sha256 }]
        }),
      }))
    },
    async findById(creditorId, id) {
      const row = await prisma.dispute.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toDispute(row)
    },
    async listByKey(creditorId, debtorId, idempotencyKey) {
      const rows = await prisma.dispute.findMany({
        where: { creditorId, debtorId, idempotencyKey },
        orderBy: { reference: 'asc' },
      })
      return rows.map(toDispute)
    },
    async lock(creditorId, id) {
      await prisma.$queryRaw`
        select 1 from dispute where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      const row = await prisma.dispute.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toDispute(row)
    },
    async listLines(creditorId, disputeId) {
      const rows = await prisma.disputeLine.findMany({ where: { creditorId, disputeId }, orderBy: { position: 'asc' } })
      return rows.map(toLine)
    },
    async readDisputable(creditorId, invoiceId) {
      const lines = z.array(disputableLineSchema).parse(
        await prisma.$queryRaw`
        select position, line_id as "lineId", name, unit_code as "unitCode", quantity::text, unit_price::text as "unitPrice",
          net_minor as "netMinor", tax_percent::text as "taxPercent", details ->> 'taxCategory' as "taxCategory"
        from invoice_line where creditor_id = ${creditorId}::uuid and invoice_id = ${invoiceId}::uuid order by position`,
      )
      const invoice = await prisma.invoice.findUniqueOrThrow({
        where: { creditorId_id: { creditorId, id: invoiceId } },
        select: { details: true, purchaseOrder: true },
      })
      const known = z.array(grantSchema).parse(
        await prisma.$queryRaw`
        select l.position, bool_and(d.ended_at is not null) as "isOver", sum(coalesce(l.granted_minor, 0))::bigint as "grantedMinor",
          coalesce(sum(l.claimed_minor) filter (where d.ended_at is null), 0)::bigint as "claimedMinor"
        from dispute_line l join dispute d on d.creditor_id = l.creditor_id and d.id = l.dispute_id
        where d.creditor_id = ${creditorId}::uuid and d.invoice_id = ${invoiceId}::uuid
        group by l.position`,
      )
      return {
        lines,
        document: documentDetailsSchema.parse(invoice.details),
        contestedPositions: known.filter(({ isOver }) => !isOver).map(({ position }) => position),
        granted: new Map(known.map(({ position, grantedMinor }) => [position, grantedMinor])),
        claimedMinor: known.reduce((sum, { claimedMinor }) => sum + claimedMinor, 0),
        purchaseOrder: invoice.purchaseOrder,
      }
    },
    async insert(dispute, lines) {
      const { creditorId, id: disputeId, debtorId, invoiceId } = dispute
      await prisma.dispute.create({ data: toRow(dispute) })
      await prisma.disputeLine.createMany({ data: lines.map((line) => ({ ...line, creditorId, disputeId, debtorId })) })
      await prisma.disputeHold.create({
        data: {
          ...{ creditorId, disputeId, debtorId, invoiceId },
          amountMinor: dispute.claimedMinor,
          fromAt: dispute.openedAt,
        },
      })
    },
    async hasEntry(creditorId, id) {
      return (await prisma.disputeEntry.count({ where: { creditorId, id } })) > 0
    },
    async insertEntry({ creditorId, debtorId, id: disputeId }, { files, ...entry }) {
      await prisma.disputeEntry.create({ data: { ...entry, creditorId, debtorId, disputeId } })
      if (files.length === 0) return
      await prisma.disputeFile.createMany({
        data: files.map((file, index) => ({
          ...file,
          ...{ creditorId, debtorId, disputeId },
          entryId: entry.id,
          position: index + 1,
        })),
      })
    },
    async save({ creditorId, id, status, answerDueAt, endedAt, decidedBy, grantedMinor, creditNoteId, version }) {
      await prisma.dispute.update({
        where: { creditorId_id: { creditorId, id } },
        data: { status, answerDueAt, endedAt, decidedBy, grantedMinor, creditNoteId, version },
      })
    },
    async decide({ creditorId, id: disputeId, claimedMinor, grantedMinor, status, endedAt }, granted) {
      if (!isDisputeEnded(status)) throw new Error(`dispute ${disputeId} is ${status}`)
      for (const [position, amountMinor] of granted) {
        await prisma.disputeLine.update({
          where: { creditorId_disputeId_position: { creditorId, disputeId, position } },
          data: { grantedMinor: amountMinor },
        })
      }
      await prisma.disputeHold.update({
        where: { creditorId_disputeId: { creditorId, disputeId } },
        data: { untilAt: endedAt, dueAgainMinor: claimedMinor - (grantedMinor ?? 0) },
      })
    },
    async moveClaim(creditorId, invoiceId, deltaMinor) {
      await prisma.$executeRaw`
        update invoice set claimed_minor = claimed_minor + ${deltaMinor}::bigint,
          disputed_minor = least(claimed_minor + ${deltaMinor}::bigint, open_minor - pending_minor - planned_minor)
        where creditor_id = ${creditorId}::uuid and id = ${invoiceId}::uuid`
    },
  }
}

function statusesOf(state: 'open' | 'ended'): DisputeStatus[] {
  return DISPUTE_STATUSES.filter((status) => isDisputeEnded(status) === (state === 'ended'))
}

function toRow({ reason, action, ...dispute }: Dispute) {
  return { ...dispute, reasonCode: reason, actionCode: action }
}

function toDispute({ reasonCode, actionCode, ...row }: DisputeRow): Dispute {
  return {
    ...row,
    id: row.id as DisputeId,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    invoiceId: row.invoiceId as InvoiceId,
    creditNoteId: row.creditNoteId as InvoiceId | null,
    status: statusSchema.parse(row.status),
    currency: parseStoredCurrency(row.currency),
    claimedMinor: Number(row.claimedMinor),
    grantedMinor: row.grantedMinor === null ? null : Number(row.grantedMinor),
    reason: reasonSchema.parse(reasonCode),
    action: actionSchema.parse(actionCode),
  }
}

function toLine(row: LineRow): DisputeLine {
  return {
    position: row.position,
    kind: lineKindSchema.parse(row.kind),
    claimedQuantity: row.claimedQuantity?.toFixed() ?? null,
    claimedPrice: row.claimedPrice?.toFixed() ?? null,
    claimedNetMinor: Number(row.claimedNetMinor),
    claimedMinor: Number(row.claimedMinor),
    grantedMinor: row.grantedMinor === null ? null : Number(row.grantedMinor),
  }
}
