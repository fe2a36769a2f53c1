import { z } from 'zod'
import type { BankTransaction } from '~/domain/bank-transaction'
import type { CreditorId, DebtorId, PaymentId, StoredFileId } from '~/domain/ids'
import { isDealtWith, KEPT_STATUSES, type KeptTransaction, type TransactionDecision } from '~/domain/kept-transaction'
import type { BankStatementFile, BankStatementRepository } from '~/use-cases/ports/bank-statement-repository'
import type { PrismaTransaction } from './database.server'
import type { BankStatementFile as FileRow, BankTransaction as TransactionRow, Prisma } from './generated/client'
import { findTransferCandidates } from './transfer-candidate-queries.server'

const statusSchema = z.enum(KEPT_STATUSES)
/** Written here alone, from values of these types. */
const detailsSchema = z.custom<BankTransaction>(
  (value) => z.looseObject({ fingerprint: z.string() }).safeParse(value).success,
)
const decisionSchema = z.custom<TransactionDecision>(
  (value) => z.looseObject({ kind: z.string() }).safeParse(value).success,
)

/** A statement may have tens of thousands: as rows of one query they would stand in memory several times over. */
const INSERTED_TOGETHER = 500
const SETTLED = ['matched', 'assigned']
/** Nothing has been decided about it. */
const WAITING = {
  status: 'open',
  decision: { path: ['kind'], equals: 'waiting' },
} satisfies Prisma.BankTransactionWhereInput

export function createBankStatementRepository(prisma: PrismaTransaction): BankStatementRepository {
  const find = async (creditorId: CreditorId, id: string) => {
    const row = await prisma.bankTransaction.findUnique({ where: { creditorId_id: { creditorId, id } } })
    return row && toKept(row)
  }
  const list = async (query: Prisma.BankTransactionFindManyArgs) =>
    (await prisma.bankTransaction.findMany(query)).map(toKept)
  return {
    async lockMatching(creditorId) {
      await prisma.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`bank ${creditorId}`}, 0))`
    },
    async findFile(creditorId, sha256) {
      const row = await prisma.bankStatementFile.findUnique({ where: { creditorId_sha256: { creditorId, sha256 } } })
      return row && toFile(row)
    },
    async listFiles(creditorId, limit) {
      const rows = await prisma.bankStatementFile.findMany({
        where: { creditorId },
        orderBy: [{ loadedAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map(toFile)
    },
    async insertFile(file) {
      await prisma.bankStatementFile.create({ data: file })
    },
    async withdrawFile(creditorId, id) {
      const dealtWith = await prisma.bankTransaction.count({
        where: {
          ...{ creditorId, statementId: id },
          OR: [{ status: { in: SETTLED } }, { status: 'ignored', decidedBy: { not: 'rule' } }],
        },
      })
      if (dealtWith > 0) return false
      await prisma.bankTransaction.deleteMany({ where: { creditorId, statementId: id } })
      await prisma.bankStatementFile.delete({ where: { creditorId_id: { creditorId, id } } })
      return true
    },
    async findFileById(creditorId, id) {
      const row = await prisma.bankStatementFile.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && toFile(row)
    },
    async findStoredFiles(creditorId, statements) {
      const ids = statements.flatMap(({ fileId }) => fileId ?? [])
      const rows = await prisma.storedFile.findMany({ where: { creditorId, id: { in: ids } } })
      return new Map(rows.map((row) => [row.id as StoredFileId, row]))
    },
    async findKnown(creditorId, entryFingerprints) {
      const rows = await prisma.bankTransaction.findMany({
        where: { creditorId, entryFingerprint: { in: [...entryFingerprints] } },
        select: { fingerprint: true, entryFingerprint: true, status: true, decidedBy: true },
      })
      return rows.map(({ fingerprint, entryFingerprint, status, decidedBy }) => ({
        fingerprint,
        entryFingerprint,
        isSettled: isDealtWith({ status: statusSchema.parse(status), decidedBy }),
      }))
    },
    findByIds: (creditorId, ids) => list({ where: { creditorId, id: { in: [...ids] } } }),
    async insertMany(transactions) {
      for (let start = 0; start < transactions.length; start += INSERTED_TOGETHER) {
        const some = transactions.slice(start, start + INSERTED_TOGETHER)
        await prisma.bankTransaction.createMany({ data: some.map(toRow) })
      }
    },
    async removeByFingerprints(creditorId, fingerprints) {
      await prisma.bankTransaction.deleteMany({ where: { creditorId, fingerprint: { in: [...fingerprints] } } })
    },
    findById: find,
    async lock(creditorId, id) {
      await prisma.$executeRaw`select 1 from bank_transaction where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return find(creditorId, id)
    },
    async save({ creditorId, id, status, decision, debtorId, paymentId, referencePaymentId, decidedAt, decidedBy }) {
      await prisma.bankTransaction.update({
        where: { creditorId_id: { creditorId, id } },
        data: { status, decision: toJson(decision), debtorId, paymentId, referencePaymentId, decidedAt, decidedBy },
      })
    },
    async lockWaiting(creditorId, ids) {
      await prisma.$executeRaw`
        select 1 from bank_transaction where creditor_id = ${creditorId}::uuid and id = any(${[...ids]}::uuid[])
        order by id for update`
      return list({ where: { creditorId, id: { in: [...ids] }, ...WAITING }, orderBy: { id: 'asc' } })
    },
    async findOtherTellings(creditorId, ids) {
      const pairs = await prisma.$queryRaw<{ id: string; other: string }[]>`
        select t.id::text, o.id::text as other
        from bank_transaction t
        join bank_statement_file f on f.creditor_id = t.creditor_id and f.id = t.statement_id
        join bank_transaction o on o.creditor_id = t.creditor_id and o.currency = t.currency
          and o.amount_minor = t.amount_minor and o.kind = t.kind and o.status <> 'ignored'
          and (o.booked_on in (t.booked_on, t.value_on) or o.value_on in (t.booked_on, t.value_on))
        join bank_statement_file g on g.creditor_id = o.creditor_id and g.id = o.statement_id
        where t.creditor_id = ${creditorId}::uuid and t.id = any(${[...ids]}::uuid[]) and t.kind = 'incoming'
          and g.format <> f.format`
      const others = await list({ where: { creditorId, id: { in: pairs.map(({ other }) => other) } } })
      const byId = new Map(others.map((other) => [other.id, other]))
      const found = new Map<string, KeptTransaction[]>()
      for (const { id, other } of pairs) {
        const told = byId.get(other)
        if (told) found.set(id, [...(found.get(id) ?? []), told])
      }
      return found
    },
    async saveMany(creditorId, transactions) {
      if (transactions.length === 0) return
      await prisma.$executeRaw`
        update bank_transaction set status = new.status, decision = new.decision, debtor_id = new.debtor_id,
          payment_id = new.payment_id, reference_payment_id = new.reference_payment_id, decided_at = new.decided_at,
          decided_by = new.decided_by
        from unnest(
          ${transactions.map(({ id }) => id)}::uuid[],
          ${transactions.map(({ status }) => status)}::text[],
          ${transactions.map(({ decision }) => JSON.stringify(decision))}::jsonb[],
          ${transactions.map(({ debtorId }) => debtorId)}::uuid[],
          ${transactions.map(({ paymentId }) => paymentId)}::uuid[],
          ${transactions.map(({ referencePaymentId }) => referencePaymentId)}::uuid[],
          ${transactions.map(({ decidedAt }) => decidedAt?.toISOString() ?? null)}::timestamptz[],
          ${transactions.map(({ decidedBy }) => decidedBy)}::text[]
        ) as new (id, status, decision, debtor_id, payment_id, reference_payment_id, decided_at, decided_by)
        where bank_transaction.creditor_id = ${creditorId}::uuid and bank_transaction.id = new.id`
    },
    async listWaiting(creditorId, statementId) {
      const rows = await prisma.bankTransaction.findMany({
        where: { creditorId, statementId, ...WAITING },
        select: { id: true },
        orderBy: { id: 'asc' },
      })
      return rows.map(({ id }) => id)
    },
    list: (creditorId, { status, after, limit }) =>
      list({
        where: { creditorId, ...(status === null ? {} : { status }) },
        orderBy: [{ bookedOn: 'desc' }, { id: 'desc' }],
        ...(after === null ? {} : { cursor: { creditorId_id: { creditorId, id: after } }, skip: 1 }),
        take: limit,
      }),
    async countByStatus(creditorId) {
      const rows = await prisma.bankTransaction.groupBy({ by: ['status'], where: { creditorId }, _count: true })
      const counts = { open: 0, matched: 0, assigned: 0, ignored: 0 }
      for (const row of rows) counts[statusSchema.parse(row.status)] = row._count
      return counts
    },
    listSettled: (creditorId, { amountMinor, currency }, limit) =>
      list({
        where: {
          creditorId,
          currency,
          amountMinor,
          kind: 'incoming',
          status: { in: SETTLED },
          paymentId: { not: null },
        },
        orderBy: [{ bookedOn: 'desc' }, { id: 'desc' }],
        take: limit,
      }),
    async sumTowards(creditorId, referencePaymentId) {
      const { _sum } = await prisma.bankTransaction.aggregate({
        where: { creditorId, referencePaymentId },
        _sum: { amountMinor: true },
      })
      return Number(_sum.amountMinor ?? 0)
    },
    findCandidates: (creditorId, lookups) => findTransferCandidates(prisma, creditorId, lookups),
  }
}

/** What left the account is below zero. */
function toRow(kept: KeptTransaction): Prisma.BankTransactionCreateManyInput {
  const { transaction, decision, ...rest } = kept
  const { fingerprint, entryFingerprint, kind, amount, bookedOn, valueOn, counterparty } = transaction
  const isIncoming = kind === 'incoming' || kind === 'outgoing_returned'
  const day = bookedOn ?? valueOn
  if (day === null) throw new RangeError(`transaction ${fingerprint} has no day`)
  return {
    ...rest,
    ...{ fingerprint, entryFingerprint, kind, currency: amount.currency },
    counterpartyAccount: counterparty.iban ?? counterparty.accountNumber,
    amountMinor: isIncoming ? amount.amountMinor : -amount.amountMinor,
    bookedOn: new Date(day),
    valueOn: valueOn === null ? null : new Date(valueOn),
    details: toJson(transaction),
    decision: toJson(decision),
  }
}

function toJson(value: BankTransaction | TransactionDecision): Prisma.InputJsonObject {
  return JSON.parse(JSON.stringify(value)) as Prisma.InputJsonObject
}

function toKept(row: TransactionRow): KeptTransaction {
  return {
    id: row.id,
    creditorId: row.creditorId as CreditorId,
    statementId: row.statementId,
    transaction: detailsSchema.parse(row.details),
    status: statusSchema.parse(row.status),
    decision: decisionSchema.parse(row.decision),
    debtorId: row.debtorId as DebtorId | null,
    paymentId: row.paymentId as PaymentId | null,
    referencePaymentId: row.referencePaymentId as PaymentId | null,
    decidedAt: row.decidedAt,
    decidedBy: row.decidedBy,
  }
}

function toFile({
  id,
  creditorId,
  sha256,
  name,
  format,
  fileId,
  transactionCount,
  newCount,
  loadedAt,
  loadedBy,
}: FileRow): BankStatementFile {
  return {
    ...{ id, creditorId: creditorId as CreditorId, sha256, name, format },
    ...{ fileId: fileId as StoredFileId | null, transactionCount, newCount, loadedAt, loadedBy },
  }
}
