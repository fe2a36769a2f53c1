import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { assertMinor } from '~/domain/money'
import { APPROVAL_STATUSES, type ApprovalLimit, type PaymentApproval } from '~/domain/payment-approval'
import { parseWayChoice, writeWayChoice } from '~/domain/way-choice'
import type { ApprovalRepository } from '~/use-cases/ports/approval-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { ApprovalLimit as LimitRow, PaymentApproval as ApprovalRow } from './generated/client'

const minorSchema = z.number().transform(assertMinor)

const orderSchema = z.object({
  currency: z.string().transform(parseStoredCurrency),
  items: z.array(z.object({ number: z.string(), amountMinor: minorSchema })),
  credits: z.array(
    z.object({ kind: z.enum(['credit_note', 'unapplied_credit']), id: z.string(), amountMinor: minorSchema }),
  ),
})

const statusSchema = z.enum(APPROVAL_STATUSES)

export function createApprovalRepository(prisma: PrismaTransaction): ApprovalRepository {
  const find = async (creditorId: CreditorId, id: string) => {
    const row = await prisma.paymentApproval.findUnique({ where: { creditorId_id: { creditorId, id } } })
    return row && toApproval(row)
  }
  return {
    async listLimits(creditorId, debtorId) {
      const rows = await prisma.approvalLimit.findMany({
        where: { creditorId, debtorId },
        distinct: ['currency'],
        orderBy: [{ currency: 'asc' }, { setAt: 'desc' }, { id: 'desc' }],
      })
      return rows.map(toLimit).filter(({ limitMinor }) => limitMinor !== null)
    },
    async insertLimit(limit) {
      await prisma.approvalLimit.create({ data: limit })
    },
    async insert({ order, way, ...approval }) {
      const { count } = await prisma.paymentApproval.createMany({
        data: [{ ...approval, order: writeOrder(order), way: way && writeWayChoice(way) }],
        skipDuplicates: true,
      })
      return count === 1
    },
    findById: find,
    async findByKey(creditorId, debtorId, idempotencyKey) {
      const row = await prisma.paymentApproval.findUnique({
        where: { creditorId_debtorId_idempotencyKey: { creditorId, debtorId, idempotencyKey } },
      })
      return row && toApproval(row)
    },
    async lock(creditorId, id) {
      await prisma.$executeRaw`select 1 from payment_approval where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return find(creditorId, id)
    },
    async list(creditorId, debtorId, limit) {
      const rows = await prisma.paymentApproval.findMany({
        where: { creditorId, debtorId },
        orderBy: [{ decidedAt: { sort: 'desc', nulls: 'first' } }, { requestedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map(toApproval)
    },
    async save({ creditorId, id, status, decidedAt, decidedLinkId, decidedByName, decidedByEmail, reason, openedId }) {
      const decided = { status, decidedAt, decidedLinkId, decidedByName, decidedByEmail, reason, openedId }
      await prisma.paymentApproval.update({ where: { creditorId_id: { creditorId, id } }, data: decided })
    },
  }
}

function writeOrder({ currency, items, credits }: PaymentApproval['order']) {
  return {
    currency,
    items: items.map(({ number, amountMinor }) => ({ number, amountMinor })),
    credits: credits.map(({ kind, id, amountMinor }) => ({ kind, id, amountMinor })),
  }
}

function toLimit(row: LimitRow): ApprovalLimit {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId,
    currency: parseStoredCurrency(row.currency),
    limitMinor: row.limitMinor === null ? null : Number(row.limitMinor),
  }
}

function toApproval(row: ApprovalRow): PaymentApproval {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId,
    decidedLinkId: row.decidedLinkId as AccessLinkId | null,
    status: statusSchema.parse(row.status),
    currency: parseStoredCurrency(row.currency),
    chargedCurrency: row.chargedCurrency === null ? null : parseStoredCurrency(row.chargedCurrency),
    totalMinor: Number(row.totalMinor),
    limitMinor: Number(row.limitMinor),
    order: orderSchema.parse(row.order),
    way: row.way === null ? null : parseWayChoice(row.way),
  }
}
