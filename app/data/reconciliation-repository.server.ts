import { z } from 'zod'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import { DIFFERENCE_KINDS, type BooksSide } from '~/domain/reconciliation'
import type {
  ReconciliationDifference,
  ReconciliationRepository,
  ReconciliationRun,
} from '~/use-cases/ports/reconciliation-repository'
import type { PrismaTransaction } from './database.server'
import type { ReconciliationRun as RunRow } from './generated/client'

const kindSchema = z.enum(DIFFERENCE_KINDS)
const sideSchema = z.object({
  status: z.string().exactOptional(),
  amountMinor: z.number().exactOptional(),
  currency: z.string().exactOptional(),
  feeMinor: z.number().exactOptional(),
  reference: z.string().exactOptional(),
})

export function createReconciliationRepository(prisma: PrismaTransaction): ReconciliationRepository {
  return {
    async lockReports(creditorId) {
      await prisma.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`settlement report ${creditorId}`}, 0))`
    },
    async insertRun(run) {
      await prisma.reconciliationRun.create({ data: run })
    },
    async saveRun({ id, ...data }) {
      await prisma.reconciliationRun.update({ where: { id }, data })
    },
    async findRun(creditorId, id) {
      const row = await prisma.reconciliationRun.findFirst({ where: { id, creditorId } })
      return row && toRun(creditorId, row)
    },
    async findRunUnderWay(creditorId, gateway, since) {
      const row = await prisma.reconciliationRun.findFirst({
        where: { creditorId, gateway, endedAt: null, startedAt: { gte: since } },
        orderBy: { startedAt: 'desc' },
      })
      return row && toRun(creditorId, row)
    },
    async listRuns(creditorId, limit) {
      const rows = await prisma.reconciliationRun.findMany({
        where: { creditorId },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map((row) => toRun(creditorId, row))
    },
    async insertDifference(difference) {
      await prisma.reconciliationDifference.create({ data: toRow(difference) })
    },
    async insertDifferences(differences) {
      await prisma.reconciliationDifference.createMany({ data: differences.map(toRow) })
    },
    async listByPayments(creditorId, paymentIds) {
      const rows = await prisma.reconciliationDifference.findMany({
        where: { creditorId, paymentId: { in: [...paymentIds] } },
        select: { paymentId: true, kind: true, ours: true, theirs: true },
      })
      return rows.map(({ paymentId, kind, ours, theirs }) => ({
        ...{ paymentId: paymentId as PaymentId, kind: kindSchema.parse(kind) },
        ...{ ours: toSide(ours), theirs: toSide(theirs) },
      }))
    },
    async isKnown({ creditorId, paymentId, kind, ours, theirs }) {
      const found = await prisma.reconciliationDifference.findFirst({
        where: { creditorId, paymentId, kind, ours: { equals: { ...ours } }, theirs: { equals: { ...theirs } } },
        select: { id: true },
      })
      return found !== null
    },
    async listDifferences(creditorId, { state, runId, limit }) {
      const rows = await prisma.reconciliationDifference.findMany({
        where: {
          creditorId,
          resolvedAt: state === 'open' ? null : { not: null },
          ...(runId === undefined ? {} : { runId }),
        },
        include: { run: true },
        orderBy: state === 'open' ? { id: 'asc' } : [{ resolvedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      const payments = await prisma.payment.findMany({
        where: { creditorId, id: { in: rows.map((row) => row.paymentId) } },
        select: { id: true, reference: true, debtor: { select: { externalId: true, name: true } } },
      })
      const paymentById = new Map(payments.map((payment) => [payment.id, payment]))
      return rows.flatMap(({ run, ...row }) => {
        const payment = paymentById.get(row.paymentId)
        return payment
          ? [
              {
                ...row,
                creditorId,
                debtorId: row.debtorId as DebtorId,
                paymentId: row.paymentId as PaymentId,
                kind: kindSchema.parse(row.kind),
                ours: toSide(row.ours),
                theirs: toSide(row.theirs),
                gateway: run.gateway,
                foundAt: run.startedAt,
                paymentReference: payment.reference,
                debtorExternalId: payment.debtor.externalId,
                debtorName: payment.debtor.name,
              },
            ]
          : []
      })
    },
    async resolveDifference(creditorId, id, { at, by, note }) {
      const { count } = await prisma.reconciliationDifference.updateMany({
        where: { creditorId, id, resolvedAt: null },
        data: { resolvedAt: at, resolvedBy: by, note },
      })
      return count === 1
    },
  }
}

function toRow({ ours, theirs, ...difference }: ReconciliationDifference) {
  return { ...difference, ours: { ...ours }, theirs: { ...theirs } }
}

function toSide(json: unknown): BooksSide {
  return sideSchema.parse(json)
}

function toRun(creditorId: CreditorId, row: RunRow): ReconciliationRun {
  return { ...row, creditorId }
}
