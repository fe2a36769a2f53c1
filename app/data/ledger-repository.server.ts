import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { z } from 'zod'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { LedgerFinding } from '~/domain/ledger'
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { LedgerAddress, LedgerRepository } from '~/use-cases/ports/ledger-repository'
import type { PrismaTransaction } from './database.server'
import { Prisma, type LedgerUpload as UploadRow } from './generated/client'
import {
  ledgerColumnsSchema,
  ledgerCountsSchema,
  ledgerDocumentsSchema,
  ledgerFindingSchema,
  ledgerTableSchema,
} from './ledger-schemas'

const compress = promisify(gzip)
const decompress = promisify(gunzip)

/** Findings of one statement. */
const BATCH = 2_000

/** The table itself is read when it is asked for. */
const WITHOUT_CONTENT = { content: true } as const

export function createLedgerRepository(prisma: PrismaTransaction): LedgerRepository {
  async function findUpload({ creditorId, debtorId, id }: LedgerAddress): Promise<LedgerUpload | null> {
    const row = await prisma.ledgerUpload.findFirst({ where: { creditorId, debtorId, id }, omit: WITHOUT_CONTENT })
    return row && toUpload(row)
  }
  return {
    async insert(upload, table) {
      const { result: _, awaited: __, failedAt: ___, columns, ...row } = upload
      const content = new Uint8Array(await compress(JSON.stringify(table)))
      await prisma.ledgerUpload.create({ data: { ...row, columns: { ...columns }, content } })
    },
    async listUploads(creditorId, debtorId, limit) {
      const rows = await prisma.ledgerUpload.findMany({
        where: { creditorId, debtorId },
        orderBy: [{ uploadedAt: 'desc' }, { id: 'desc' }],
        omit: WITHOUT_CONTENT,
        take: limit,
      })
      return rows.map(toUpload)
    },
    findUpload,
    async lockUpload(address) {
      const { creditorId, debtorId, id } = address
      await prisma.$queryRaw`
        select 1 from ledger_upload
        where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and id = ${id}::uuid for update`
      return findUpload(address)
    },
    async saveProgress(upload) {
      await prisma.ledgerUpload.update({
        where: { creditorId_id: { creditorId: upload.creditorId, id: upload.id } },
        data: describeProgress(upload),
        select: { id: true },
      })
    },
    async readTable({ creditorId, debtorId, id }) {
      const row = await prisma.ledgerUpload.findFirstOrThrow({
        where: { creditorId, debtorId, id },
        select: { content: true },
      })
      return ledgerTableSchema.parse(JSON.parse((await decompress(row.content)).toString('utf8')))
    },
    async saveResult(upload, findings) {
      const { creditorId, debtorId, id, result } = upload
      await prisma.ledgerFinding.deleteMany({ where: { creditorId, uploadId: id } })
      for (let start = 0; start < findings.length; start += BATCH) {
        const batch = findings.slice(start, start + BATCH)
        await prisma.$executeRaw`
          insert into ledger_finding (creditor_id, upload_id, debtor_id, position, kind, body)
          select ${creditorId}::uuid, ${id}::uuid, ${debtorId}::uuid, ${start}::int + place::int, body ->> 'kind', body
          from jsonb_array_elements(${JSON.stringify(batch)}::jsonb) with ordinality as found (body, place)`
      }
      await prisma.ledgerUpload.update({
        where: { creditorId_id: { creditorId, id } },
        data: {
          ...describeProgress(upload),
          comparedAt: result?.comparedAt ?? null,
          counts: result === null ? Prisma.DbNull : { ...result.counts },
        },
        select: { id: true },
      })
    },
    async listFindings({ creditorId, debtorId, id }, { kind, offset, limit }) {
      const rows = await prisma.ledgerFinding.findMany({
        where: { creditorId, debtorId, uploadId: id, ...(kind === null ? {} : { kind }) },
        orderBy: { position: 'asc' },
        skip: offset,
        take: limit,
        select: { body: true },
      })
      return rows.map(({ body }): LedgerFinding => ledgerFindingSchema.parse(body))
    },
    async delete({ creditorId, debtorId, id }) {
      await prisma.ledgerUpload.deleteMany({ where: { creditorId, debtorId, id } })
    },
    async deleteExpired(now) {
      const { count } = await prisma.ledgerUpload.deleteMany({ where: { expiresAt: { lte: now } } })
      return count
    },
    countDocuments: (creditorId, debtorId) => prisma.invoice.count({ where: { creditorId, debtorId } }),
    async listDocuments(creditorId, debtorId, timeZone) {
      const rows = await prisma.$queryRaw`
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', id, 'kind', kind, 'number', number, 'purchaseOrder', purchase_order, 'issueOn', issue_on,
          'dueOn', due_on, 'currency', currency, 'amountMinor', sign * amount_minor, 'openMinor', sign * open_minor
        ) order by issue_on, number, kind), '[]') as documents
        from (
          select id, kind, number, purchase_order, issue_on, due_on, currency, payable_minor as amount_minor, open_minor,
            case kind when 'invoice' then 1 else -1 end as sign
          from invoice
          where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and payable_minor > 0
          union all
          select c.id, 'unapplied_credit', p.reference, null, (c.at at time zone ${timeZone})::date,
            (c.at at time zone ${timeZone})::date, c.currency, c.amount_minor, c.open_minor, -1
          from unapplied_credit c join payment p on p.creditor_id = c.creditor_id and p.id = c.payment_id
          where c.creditor_id = ${creditorId}::uuid and c.debtor_id = ${debtorId}::uuid and c.open_minor > 0
        ) account`
      return documentRowsSchema.parse(rows)[0].documents
    },
  }
}

const documentRowsSchema = z.tuple([z.object({ documents: ledgerDocumentsSchema })])

function describeProgress({ columns, awaited, failedAt }: LedgerUpload) {
  return {
    columns: { ...columns },
    awaitedId: awaited?.id ?? null,
    awaitedSince: awaited?.since ?? null,
    awaitedAttempts: awaited?.attempts ?? 0,
    failedAt,
  }
}

function toUpload(row: Omit<UploadRow, 'content'>): LedgerUpload {
  const { columns, comparedAt, counts, creditorId, debtorId, awaitedId, awaitedSince, awaitedAttempts, ...upload } = row
  return {
    ...upload,
    creditorId: creditorId as CreditorId,
    debtorId: debtorId as DebtorId,
    linkId: upload.linkId as AccessLinkId,
    columns: ledgerColumnsSchema.parse(columns),
    awaited:
      awaitedId === null || awaitedSince === null
        ? null
        : { id: awaitedId, since: awaitedSince, attempts: awaitedAttempts },
    result: comparedAt === null ? null : { comparedAt, counts: ledgerCountsSchema.parse(counts) },
  }
}
