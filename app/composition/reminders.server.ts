/** Wires reminders, formal demands, and what is handed over. */
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import type { JobHandlers } from '~/data/job-queue.server'
import { createAccountArchive, type ArchivedFile } from '~/documents/spreadsheet/account-archive.server'
import { calendarDay, dayOfInstant } from '~/domain/calendar-day'
import type { CreditorId, DebtorId } from '~/domain/ids'
import { chooseFormatLocale, chooseLanguage } from '~/i18n/languages'
import { createRateLimiter } from '~/platform/rate-limit.server'
import { findLetter } from '~/use-cases/enclose-reminder'
import { endHold, holdReminders } from '~/use-cases/hold-reminders'
import type { Clock } from '~/use-cases/ports/clock'
import type { CodeHasher } from '~/use-cases/ports/code-hasher'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { IdSource } from '~/use-cases/ports/ids'
import type { StatementReader } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { describeCase, readHandOver, type HandOverCase } from '~/use-cases/read-hand-over'
import {
  listReminderHolds,
  listReminderNotices,
  readDebtorReminders,
  readReminderDay,
  readReminderNotice,
} from '~/use-cases/read-reminders'
import { remindDebtors, startReminders } from '~/use-cases/remind-debtors'
import { changeReminderWish, readReminderWish } from '~/use-cases/stop-reminders'
import { openArchiveSource, type ArchiveParts } from './archive-source.server'

interface ReminderParts {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  codeHasher: CodeHasher
  fileStore: FileStore
  statementReader: StatementReader
  database: Database
  issuedDocuments: ArchiveParts['issuedDocuments']
}

/** Before anybody's first invoice. */
const BEGINNING = calendarDay('1900-01-01')

export function wireReminders({ database, statementReader, issuedDocuments, ...services }: ReminderParts) {
  const bind =
    <Input, Output>(useCase: (dependencies: typeof services, input: Input) => Output) =>
    (input: Input) =>
      useCase(services, input)
  const handlers: JobHandlers = {
    'send-reminders': () => startReminders(services),
    async 'remind-debtors'(job) {
      await remindDebtors(services, job)
    },
  }
  const readers = { exportReader: createAccountExportReader(database.reader), statementReader }
  const archiveParts = { ...services, readers, issuedDocuments }
  return {
    handlers,
    limits: {
      /** By network: of the keys that can be made up none is one. */
      reminderWishes: createRateLimiter(database.pool, { name: 'reminder-wishes', attempts: 30, windowSeconds: 600 }),
    },
    useCases: {
      readReminderDay: bind(readReminderDay),
      listReminderNotices: bind(listReminderNotices),
      readReminderNotice: bind(readReminderNotice),
      listReminderHolds: bind(listReminderHolds),
      readDebtorReminders: bind(readDebtorReminders),
      holdReminders: bind(holdReminders),
      endHold: bind(endHold),
      readReminderWish: bind(readReminderWish),
      changeReminderWish: bind(changeReminderWish),
      /** Of a demand, as it was sent; `debtorId` null for the creditor. */
      findDemandLetter: (account: { creditorId: CreditorId; debtorId: DebtorId | null }, noticeId: string) =>
        findLetter(services, account, noticeId),
      /** The whole file of what was handed over, written while it is read; null where there is none. */
      async exportHandOver(input: { creditorId: CreditorId; noticeId: string }) {
        const found = await readHandOver(services, input)
        return found && writeCase(archiveParts, found)
      },
    },
  }
}

function writeCase(parts: ArchiveParts & { clock: Clock }, found: HandOverCase) {
  const { creditor, debtor, handOver } = found
  const now = parts.clock.now()
  const account = { creditorId: creditor.id, debtorId: debtor.id }
  const today = dayOfInstant(now, creditor.timeZone)
  const language = chooseLanguage([creditor.defaultLocale])
  const formatLocale = chooseFormatLocale(language, [creditor.defaultLocale])
  const context = {
    ...{ today, timeZone: creditor.timeZone, defaultCurrency: creditor.defaultCurrency, isLimited: false },
  }
  const source = openArchiveSource(parts, { account, context, language: { language, formatLocale } })
  const heading = { creditor, debtor, today, writtenAt: now, language, separatorsOf: null }
  const archive = createAccountArchive(
    {
      ...source,
      async *listItems(filter, period) {
        yield* listRecords(found)
        yield* source.listItems(filter, period)
      },
    },
    { from: BEGINNING, to: today, currency: null },
    heading,
  )
  return { ...archive, filename: `${handOver.reference} ${debtor.externalId}.zip` }
}

function* listRecords(found: HandOverCase): Generator<ArchivedFile> {
  const write = (filename: string, value: unknown): ArchivedFile => ({
    ...{ role: 'record', folder: ['collection-record'], about: found.handOver.reference, filename },
    mediaType: 'application/json',
    read: () => Promise.resolve(new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`)),
  })
  yield write('case.json', describeCase(found))
  yield write('events.json', found.events)
}
