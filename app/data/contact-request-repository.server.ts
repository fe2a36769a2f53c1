import { z } from 'zod'
import {
  CONTACT_KINDS,
  CONTACT_STATUSES,
  HARDSHIP_REASONS,
  RECIPIENT_REASONS,
  type ContactMatter,
  type ContactRequest,
} from '~/domain/contact-request'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, StoredFileId } from '~/domain/ids'
import type { ReminderPause } from '~/domain/reminder-pause'
import type { ContactRequestRepository, ListedContactRequest } from '~/use-cases/ports/contact-request-repository'
import { listLinksBelow, readDebtorNames } from './account-names'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'
import type { ContactRequest as ContactRequestRow, ReminderPause as PauseRow } from './generated/client'

const repliesSchema = z.array(z.object({ id: z.string(), at: z.coerce.date(), by: z.string(), text: z.string() }))
const kindSchema = z.enum(CONTACT_KINDS)
const statusSchema = z.enum(CONTACT_STATUSES)
const hardshipSchema = z.enum(HARDSHIP_REASONS)
const recipientSchema = z.enum(RECIPIENT_REASONS)

export function createContactRequestRepository(prisma: PrismaTransaction): ContactRequestRepository {
  async function name(creditorId: CreditorId, rows: readonly ContactRequestRow[]): Promise<ListedContactRequest[]> {
    if (rows.length === 0) return []
    const describeDebtor = await readDebtorNames(prisma, creditorId, rows)
    const invoiceIds = rows.flatMap(({ invoiceId }) => (invoiceId === null ? [] : [invoiceId]))
    const invoices =
      invoiceIds.length === 0
        ? []
        : await prisma.invoice.findMany({
            where: { creditorId, id: { in: invoiceIds } },
            select: { id: true, number: true },
          })
    const fileIds = rows.flatMap(({ evidenceFileId }) => (evidenceFileId === null ? [] : [evidenceFileId]))
    const files =
      fileIds.length === 0
        ? []
        : await prisma.storedFile.findMany({
            where: { creditorId, id: { in: fileIds } },
            select: { id: true, filename: true, mediaType: true, sha256: true },
          })
    const pauses = await prisma.reminderPause.findMany({
      where: { creditorId, requestId: { in: rows.map(({ id }) => id) } },
    })
    return rows.map((row) => {
      const pause = pauses.find(({ requestId }) => requestId === row.id)
      const file = files.find(({ id }) => id === row.evidenceFileId)
      return {
        ...toRequest(row),
        ...describeDebtor(row.debtorId),
        pause: pause ? toPause(pause) : null,
        evidence: file ? { filename: file.filename, mediaType: file.mediaType, sha256: file.sha256 } : null,
        invoiceNumber: invoices.find(({ id }) => id === row.invoiceId)?.number ?? null,
      }
    })
  }
  async function findById(creditorId: CreditorId, id: string): Promise<ListedContactRequest | null> {
    const row = await prisma.contactRequest.findUnique({ where: { creditorId_id: { creditorId, id } } })
    return row && ((await name(creditorId, [row]))[0] ?? null)
  }
  return {
    findById,
    async lock(creditorId, id) {
      await prisma.$queryRaw`
        select 1 from contact_request where creditor_id = ${creditorId}::uuid and id = ${id}::uuid for update`
      return findById(creditorId, id)
    },
    async insert(request) {
      const { count } = await prisma.contactRequest.createMany({ data: [toRow(request)], skipDuplicates: true })
      return count === 1
    },
    async attachEvidence(creditorId, id, fileId) {
      await prisma.contactRequest.update({
        where: { creditorId_id: { creditorId, id } },
        data: { evidenceFileId: fileId },
      })
    },
    async save(request) {
      const { status, decidedAt, decidedBy, replies, issuedLinkId } = toRow(request)
      await prisma.contactRequest.update({
        where: { creditorId_id: { creditorId: request.creditorId, id: request.id } },
        data: { status, decidedAt, decidedBy, replies, issuedLinkId },
      })
    },
    async list(creditorId, { isOpen, debtorId, below, limit }) {
      const linkIds = below === undefined ? null : await listLinksBelow(prisma, creditorId, below)
      const rows = await prisma.contactRequest.findMany({
        where: {
          creditorId,
          ...(isOpen === null ? {} : { status: isOpen ? 'open' : { not: 'open' } }),
          ...(debtorId === undefined ? {} : { debtorId }),
          ...(linkIds === null ? {} : { linkId: { in: linkIds } }),
        },
        orderBy: [{ receivedAt: isOpen === true ? 'asc' : 'desc' }, { id: 'asc' }],
        take: limit,
      })
      return name(creditorId, rows)
    },
    countByStatus: (creditorId, status) => prisma.contactRequest.count({ where: { creditorId, status } }),
    async insertPause({ untilOn, ...pause }) {
      await prisma.reminderPause.create({ data: { ...pause, untilOn: toDate(untilOn) } })
    },
    async endPause({ creditorId, requestId, endedAt, endedBy, endedReason }) {
      const { count } = await prisma.reminderPause.updateMany({
        where: { creditorId, requestId, endedAt: null },
        data: { endedAt, endedBy, endedReason },
      })
      return count === 1
    },
    async listPauses(creditorId, debtorId) {
      const rows = await prisma.reminderPause.findMany({
        where: { creditorId, debtorId },
        orderBy: { startsAt: 'desc' },
      })
      return rows.map(toPause)
    },
  }
}

function toRow(request: ContactRequest) {
  const { id, creditorId, debtorId, reference, kind, status, linkId, senderName, senderEmail } = request
  const { locale, text, receivedAt, decidedAt, decidedBy } = request
  const columns = {
    ...{ subject: null, invoiceId: null, reason: null, wishedUntilOn: null, evidenceFileId: null },
    ...{ proposedName: null, proposedEmail: null, issuedLinkId: null },
    ...describeMatter(request),
  }
  return {
    ...{ id, creditorId, debtorId, reference, kind, status, linkId, senderName, senderEmail },
    ...{ locale, text, receivedAt, decidedAt, decidedBy, ...columns },
    replies: request.replies.map(({ at, ...reply }) => ({ ...reply, at: at.toISOString() })),
  }
}

function describeMatter(matter: ContactMatter) {
  switch (matter.kind) {
    case 'message':
      return { subject: matter.subject, invoiceId: matter.invoiceId }
    case 'hardship':
      return {
        reason: matter.reason,
        wishedUntilOn: toDate(matter.wishedUntilOn),
        evidenceFileId: matter.evidenceFileId,
      }
    case 'not_for_me':
      return {
        reason: matter.reason,
        proposedName: matter.proposed?.name ?? null,
        proposedEmail: matter.proposed?.email ?? null,
        issuedLinkId: matter.issuedLinkId,
      }
  }
}

function toRequest(row: ContactRequestRow): ContactRequest {
  const { id, reference, senderName, senderEmail, locale, text, receivedAt, decidedAt, decidedBy } = row
  return {
    ...{ id, reference, senderName, senderEmail, locale, text, receivedAt, decidedAt, decidedBy },
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    linkId: row.linkId as AccessLinkId,
    status: statusSchema.parse(row.status),
    replies: repliesSchema.parse(row.replies),
    ...toMatter(row),
  }
}

function toMatter(row: ContactRequestRow): ContactMatter {
  const kind = kindSchema.parse(row.kind)
  switch (kind) {
    case 'message':
      return { kind, subject: row.subject ?? '', invoiceId: row.invoiceId as InvoiceId | null }
    case 'hardship':
      return {
        kind,
        reason: hardshipSchema.parse(row.reason),
        wishedUntilOn: toDay(row.wishedUntilOn ?? row.receivedAt),
        evidenceFileId: row.evidenceFileId as StoredFileId | null,
      }
    case 'not_for_me':
      return {
        kind,
        reason: recipientSchema.parse(row.reason),
        proposed: row.proposedEmail === null ? null : { name: row.proposedName, email: row.proposedEmail },
        issuedLinkId: row.issuedLinkId as AccessLinkId | null,
      }
  }
}

function toPause(row: PauseRow): ReminderPause {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    untilOn: toDay(row.untilOn),
  }
}
