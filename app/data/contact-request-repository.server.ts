import { z } from 'zod'
import { calendarDay, type CalendarDay } from '~/domain/calendar-day'
import {
  CONTACT_KINDS,
  CONTACT_STATUSES,
  HARDSHIP_REASONS,
  RECIPIENT_REASONS,
  type ContactMatter,
  type ContactRequest,
} from '~/domain/contact-request'
import type { AccessLinkId, CreditorId, DebtorId, InvoiceId, StoredFileId } from '~/domain/ids'
import type { ContactRequestRepository, ListedContactRequest } from '~/use-cases/ports/contact-request-repository'
import type { PrismaTransaction } from './database.server'
import type { ContactRequest as ContactRequestRow, ReminderPause as PauseRow } from './generated/client'

const repliesSchema = z.array(z.object({ id: z.string(), at: z.coerce.date(), by: z.string(), text: z.string() }))
const kindSchema = z.enum(CONTACT_KINDS)
const statusSchema = z.enum(CONTACT_STATUSES)
const hardshipSchema = z.enum(HARDSHIP_REASONS)
const recipientSchema = z.enum(RECIPIENT_REASONS)

export function createContactRequestRepository(prisma: PrismaTransaction): ContactRequestRepository {
  async function name(creditorId: CreditorId, rows: readonly ContactRequestRow[]): Promise<ListedContactRequest[]> {
    if (rows.length === 0) return []
    const debtors = await prisma.debtor.findMany({
      where: { creditorId, id: { in: [...new Set(rows.map(({ debtorId }) => debtorId))] } },
      select: { id: true, externalId: true, name: true },
    })
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
    return rows.map((row) => {
      const file = files.find(({ id }) => id === row.evidenceFileId)
      const debtor = debtors.find(({ id }) => id === row.debtorId)
      return {
        ...toRequest(row),
        debtorExternalId: debtor?.externalId ?? '',
        debtorName: debtor?.name ?? '',
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
    async save(request) {
      const { status, decidedAt, decidedBy, replies, issuedLinkId } = toRow(request)
      await prisma.contactRequest.update({
        where: { creditorId_id: { creditorId: request.creditorId, id: request.id } },
        data: { status, decidedAt, decidedBy, replies, issuedLinkId },
      })
    },
    async list(creditorId, { isOpen, debtorId, below, limit }) {
      const links =
        below === undefined
          ? null
          : await prisma.accessLink.findMany({
              where: { creditorId, OR: [{ id: below }, { ancestorIds: { has: below } }] },
              select: { id: true },
            })
      const rows = await prisma.contactRequest.findMany({
        where: {
          creditorId,
          ...(isOpen === null ? {} : { status: isOpen ? 'open' : { not: 'open' } }),
          ...(debtorId === undefined ? {} : { debtorId }),
          ...(links === null ? {} : { linkId: { in: links.map(({ id }) => id) } }),
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

function toPause(row: PauseRow) {
  return {
    ...row,
    creditorId: row.creditorId as CreditorId,
    debtorId: row.debtorId as DebtorId,
    untilOn: toDay(row.untilOn),
  }
}

/** Columns of the type date come and go as midnight in Greenwich. */
function toDay(date: Date): CalendarDay {
  return calendarDay(date.toISOString().slice(0, 10))
}

function toDate(day: CalendarDay): Date {
  return new Date(`${day}T00:00:00Z`)
}
