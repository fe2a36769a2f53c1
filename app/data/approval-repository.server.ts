import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import { assertMinor } from '~/domain/money'
import { PAYMENT_PURPOSES } from '~/domain/payment'
import { APPROVAL_STATUSES, type ApprovalLimit, type PaymentApproval } from '~/domain/payment-approval'
import { parseWayChoice, writeWayChoice } from '~/domain/way-choice'
import type { ApprovalRepository } from '~/use-cases/ports/approval-repository'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import type { ApprovalLimit as LimitRow, PaymentApproval as ApprovalRow } from './generated/client'

const minorSchema = z.number().transform(assertMinor)

const orderSchema = z.object({
  currency: z.string().transform(parseStoredCurrency),
  items: z.array(
    z.object({
      number: z.string(),
      amountMinor: minorSchema,
      concessionMinor: minorSchema.exactOptional(),
      chargesMinor: minorSchema.exactOptional(),
    }),
  ),
  credits: z.array(
    z.object({ kind: z.enum(['credit_note', 'unapplied_credit']), id: z.string(), amountMinor: minorSchema }),
  ),
  purpose: z.object({ kind: z.enum(PAYMENT_PURPOSES), id: z.string() }).exactOptional(),
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
    async sumWaiting(creditorId, debtorId, at) {
      const sums = await prisma.paymentApproval.groupBy({
        by: ['currency'],
        where: { creditorId, debtorId, status: 'waiting', expiresAt: { gt: at } },
        _count: { _all: true },
        _sum: { totalMinor: true },
        orderBy: { currency: 'asc' },
      })
      return sums.map(({ currency, _count, _sum }) => ({
        currency: parseStoredCurrency(currency),
        count: _count._all,
        totalMinor: assertMinor(Number(_sum.totalMinor)),
      }))
    },
    async listOverdue(at, limit) {
      const rows = await prisma.paymentApproval.findMany({
        where: { status: 'waiting', expiresAt: { lte: at } },
        select: { creditorId: true, debtorId: true, id: true },
        orderBy: { expiresAt: 'asc' },
        take: limit,
      })
      return rows.map(({ creditorId, debtorId, id }) => ({
        creditorId: creditorId as CreditorId,
        debtorId: debtorId as DebtorId,
        id,
      }))
    },
    async save({ creditorId, id, status, decidedAt, decidedLinkId, decidedByName, decidedByEmail, reason, openedId }) {
      const decided = { status, decidedAt, decidedLinkId, decidedByName, decidedByEmail, reason, openedId }
      await prisma.paymentApproval.update({ where: { creditorId_id: { creditorId, id } }, data: decided })
    },
  }
}

function writeOrder({ currency, items, credits, purpose }: PaymentApproval['order']) {
  return {
    currency,
    items: items.map(({ number, amountMinor, concessionMinor, chargesMinor }) => ({
      ...{ number, amountMinor },
      ...(concessionMinor === undefined ? {} : { concessionMinor }),
      ...(chargesMinor === undefined ? {} : { chargesMinor }),
    })),
    credits: credits.map(({ kind, id, amountMinor }) => ({ kind, id, amountMinor })),
    ...(purpose === undefined ? {} : { purpose: { ...purpose } }),
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
