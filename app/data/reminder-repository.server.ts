import { z } from 'zod'
import type { CreditorId, DebtorId, InvoiceId } from '~/domain/ids'
import { REMINDER_STAGE_KINDS } from '~/domain/reminder-cadence'
import type { ListedHold, ListedNotice, ReminderRepository } from '~/use-cases/ports/reminder-repository'
import { listDebtors, readAccounts } from './chased-accounts'
import { readDebtorNames } from './account-names'
import { parseStoredCurrency } from './currency-column'
import type { PrismaTransaction } from './database.server'
import { toDate, toDay } from './day-column'
import type { Reminder, ReminderHold as HoldRow, ReminderNotice as NoticeRow } from './generated/client'

const stageKind = z.enum(REMINDER_STAGE_KINDS)

export function createReminderRepository(prisma: PrismaTransaction): ReminderRepository {
  async function describeNotices(
    creditorId: CreditorId,
    rows: readonly (NoticeRow & { reminders: Reminder[] })[],
  ): Promise<ListedNotice[]> {
    const describeDebtor = await readDebtorNames(prisma, creditorId, rows)
    const numbers = await readNumbers(
      creditorId,
      rows.flatMap(({ reminders }) => reminders.map(({ invoiceId }) => invoiceId)),
    )
    const fileIds = rows.flatMap(({ letterFileId }) => (letterFileId === null ? [] : [letterFileId]))
    const files =
      fileIds.length === 0 ? [] : await prisma.storedFile.findMany({ where: { creditorId, id: { in: fileIds } } })
    return rows.map(({ reminders, letterFileId, ...row }) => {
      const file = files.find(({ id }) => id === letterFileId)
      const { id, reference, locale, createdAt, sentAt, droppedAt, recipientEmail, recipientName } = row
      return {
        ...{ id, reference, locale, createdAt, sentAt, droppedAt, ...describeDebtor(row.debtorId) },
        creditorId,
        debtorId: row.debtorId as DebtorId,
        kind: stageKind.parse(row.kind),
        noticedOn: toDay(row.noticedOn),
        payByOn: row.payByOn && toDay(row.payByOn),
        recipient: recipientEmail === null ? null : { name: recipientName ?? '', email: recipientEmail },
        letter: file ? { filename: file.filename, mediaType: file.mediaType, sha256: file.sha256 } : null,
        items: reminders.map(({ invoiceId, stage, day, amountMinor, currency }) => ({
          invoiceId: invoiceId as InvoiceId,
          stage: { kind: stageKind.parse(stage), day },
          amountMinor: Number(amountMinor),
          currency: parseStoredCurrency(currency),
          number: numbers.get(invoiceId) ?? '',
        })),
      }
    })
  }
  async function describeHolds(creditorId: CreditorId, rows: readonly HoldRow[]): Promise<ListedHold[]> {
    const describeDebtor = await readDebtorNames(prisma, creditorId, rows)
    const numbers = await readNumbers(
      creditorId,
      rows.flatMap(({ invoiceId }) => (invoiceId === null ? [] : [invoiceId])),
    )
    return rows.map((row) => ({
      ...{ ...row, ...describeDebtor(row.debtorId), creditorId },
      debtorId: row.debtorId as DebtorId,
      invoiceId: row.invoiceId as InvoiceId | null,
      untilOn: row.untilOn && toDay(row.untilOn),
      invoiceNumber: row.invoiceId === null ? null : (numbers.get(row.invoiceId) ?? null),
    }))
  }
  async function readNumbers(creditorId: CreditorId, ids: readonly string[]) {
    const invoices = await prisma.invoice.findMany({
      where: { creditorId, id: { in: [...new Set(ids)] } },
      select: { id: true, number: true },
    })
    return new Map(invoices.map(({ id, number }) => [id, number]))
  }
  return {
    listDebtors: (creditorId, after, limit) => listDebtors(prisma, creditorId, after, limit),
    readAccounts: (creditorId, ids, timeZone) => readAccounts(prisma, creditorId, ids, timeZone),
    async insertNotice({ items, recipient, noticedOn, payByOn, ...notice }) {
      const { creditorId, debtorId, id: noticeId } = notice
      const OR = items.map(({ invoiceId, stage }) => ({ invoiceId, stage: stage.kind, day: stage.day }))
      if ((await prisma.reminder.count({ where: { creditorId, OR, notice: { droppedAt: null } } })) > 0) return false
      const { count } = await prisma.reminderNotice.createMany({
        data: [
          {
            ...{ ...notice, noticedOn: toDate(noticedOn), payByOn: payByOn && toDate(payByOn) },
            ...{ recipientName: recipient?.name ?? null, recipientEmail: recipient?.email ?? null },
          },
        ],
        skipDuplicates: true,
      })
      if (count === 0) return false
      // A stage that was to be said before and was not needed then is this word's now.
      await prisma.reminder.deleteMany({ where: { creditorId, OR, notice: { droppedAt: { not: null } } } })
      await prisma.reminder.createMany({
        data: items.map(({ invoiceId, stage, amountMinor, currency }) => ({
          ...{ creditorId, debtorId, noticeId, invoiceId, stage: stage.kind, day: stage.day, amountMinor, currency },
        })),
      })
      return true
    },
    async findNotice(creditorId, id) {
      const row = await prisma.reminderNotice.findUnique({
        where: { creditorId_id: { creditorId, id } },
        include: { reminders: true },
      })
      return row && ((await describeNotices(creditorId, [row]))[0] ?? null)
    },
    async listNotices(creditorId, { on, kind, debtorId, limit }) {
      const rows = await prisma.reminderNotice.findMany({
        where: {
          creditorId,
          ...(on === undefined ? {} : { noticedOn: toDate(on) }),
          ...(kind === undefined ? {} : { kind }),
          ...(debtorId === undefined ? {} : { debtorId }),
        },
        include: { reminders: true },
        orderBy: [{ noticedOn: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return describeNotices(creditorId, rows)
    },
    async markSent(creditorId, id, at, said) {
      const where = { creditorId, id, sentAt: null }
      const { count } = await prisma.reminderNotice.updateMany({ where, data: { sentAt: at } })
      if (count === 0) return
      await prisma.reminder.deleteMany({ where: { creditorId, noticeId: id, invoiceId: { notIn: [...said] } } })
    },
    async markDropped(creditorId, id, at) {
      const where = { creditorId, id, sentAt: null, droppedAt: null }
      await prisma.reminderNotice.updateMany({ where, data: { droppedAt: at } })
    },
    async attachLetter(creditorId, id, fileId) {
      await prisma.reminderNotice.updateMany({
        where: { creditorId, id, letterFileId: null },
        data: { letterFileId: fileId },
      })
    },
    async listHolds(creditorId, debtorId) {
      const where = { creditorId, endedAt: null, ...(debtorId === undefined ? {} : { debtorId }) }
      return describeHolds(creditorId, await prisma.reminderHold.findMany({ where, orderBy: { placedAt: 'desc' } }))
    },
    async findHold(creditorId, id) {
      const row = await prisma.reminderHold.findUnique({ where: { creditorId_id: { creditorId, id } } })
      return row && ((await describeHolds(creditorId, [row]))[0] ?? null)
    },
    async insertHold({ untilOn, ...hold }) {
      const { count } = await prisma.reminderHold.createMany({
        data: [{ ...hold, untilOn: untilOn && toDate(untilOn) }],
        skipDuplicates: true,
      })
      return count === 1
    },
    async endHold(creditorId, id, endedAt, endedBy) {
      const where = { creditorId, id, endedAt: null }
      const { count } = await prisma.reminderHold.updateMany({ where, data: { endedAt, endedBy } })
      return count === 1
    },
    async findOptOut(creditorId, debtorId, email) {
      const row = await prisma.reminderOptOut.findUnique({
        where: { creditorId_debtorId_email: { creditorId, debtorId, email: email.toLowerCase() } },
      })
      return row?.stoppedAt ?? null
    },
    async insertOptOut(creditorId, debtorId, email, stoppedAt) {
      const data = [{ creditorId, debtorId, email: email.toLowerCase(), stoppedAt }]
      await prisma.reminderOptOut.createMany({ data, skipDuplicates: true })
    },
    async deleteOptOut(creditorId, debtorId, email) {
      await prisma.reminderOptOut.deleteMany({ where: { creditorId, debtorId, email: email.toLowerCase() } })
    },
    async beginRun(creditorId, on, startedAt) {
      const runOn = toDate(on)
      await prisma.reminderRun.createMany({ data: [{ creditorId, runOn, startedAt }], skipDuplicates: true })
      return (await prisma.reminderRun.count({ where: { creditorId, runOn, endedAt: null } })) === 1
    },
    async endRun(creditorId, on, endedAt) {
      await prisma.reminderRun.updateMany({ where: { creditorId, runOn: toDate(on) }, data: { endedAt } })
    },
    async findLastRun(creditorId) {
      const row = await prisma.reminderRun.findFirst({ where: { creditorId }, orderBy: { runOn: 'desc' } })
      return row && { runOn: toDay(row.runOn), endedAt: row.endedAt }
    },
    async findInvoiceId(creditorId, debtorId, number) {
      const row = await prisma.invoice.findFirst({
        where: { creditorId, debtorId, number, kind: 'invoice' },
        select: { id: true },
      })
      return row && (row.id as InvoiceId)
    },
  }
}
