/** Wires what a debtor takes away: its account as files, and everything of a period in one archive. */
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import { createAccountArchive } from '~/documents/spreadsheet/account-archive.server'
import { createPaymentFile } from '~/documents/payment-file/payment-file.server'
import { createRemittanceFile } from '~/documents/payment-file/remittance-file.server'
import { createAccountFile, type FileHeading } from '~/documents/spreadsheet/account-file.server'
import type { ExportFormat, ExportPeriod, ExportRequest } from '~/domain/account-export'
import { openAccountExport } from '~/use-cases/export-account'
import { listLatestPapers } from '~/use-cases/list-latest-papers'
import { describeTransferFile, orderTransfers } from '~/use-cases/order-transfers'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { Clock } from '~/use-cases/ports/clock'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { DebtorAccount, ReadingContext, StatementReader } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { recordDownload } from '~/use-cases/record-download'
import { openArchiveSource, type ArchiveParts } from './archive-source.server'

type Tail<Items extends unknown[]> = Items extends [unknown, ...infer Rest] ? Rest : never

interface ExportWiring {
  database: Database
  statementReader: StatementReader
  fileStore: FileStore
  unitOfWork: UnitOfWork
  clock: Clock
  services: PaymentServices
  issuedDocuments: ArchiveParts['issuedDocuments']
}

export function wireExports({
  database,
  statementReader,
  fileStore,
  unitOfWork,
  clock,
  services,
  issuedDocuments,
}: ExportWiring) {
  const readers = { exportReader: createAccountExportReader(database.reader), statementReader }
  return {
    useCases: {
      recordDownload: (input: Parameters<typeof recordDownload>[1]) => recordDownload({ unitOfWork, clock }, input),
      orderTransfers: (input: Parameters<typeof orderTransfers>[1]) => orderTransfers(services, input),
      describeTransferFile: (...input: Tail<Parameters<typeof describeTransferFile>>) =>
        describeTransferFile(services, ...input),
      createPaymentFile,
      listLatestPapers: (...input: Tail<Parameters<typeof listLatestPapers>>) => listLatestPapers(readers, ...input),
      createRemittanceFile,
      /** The account as a file, written while it is read. */
      exportAccount(
        account: DebtorAccount,
        context: ReadingContext,
        wanted: { request: ExportRequest; format: ExportFormat; heading: Omit<FileHeading, 'writtenAt' | 'today'> },
      ) {
        const heading = { ...wanted.heading, today: context.today, writtenAt: clock.now() }
        const source = openAccountExport(readers, account, context)
        return createAccountFile(source, wanted.request, wanted.format, heading)
      },
      /** Everything of a period in one archive, written while it is read. */
      exportArchive(
        account: DebtorAccount,
        context: ReadingContext,
        wanted: { period: ExportPeriod; heading: Omit<FileHeading, 'writtenAt' | 'today'>; formatLocale: string },
      ) {
        const heading = { ...wanted.heading, today: context.today, writtenAt: clock.now() }
        const language = { language: heading.language, formatLocale: wanted.formatLocale }
        const parts = { readers, fileStore, unitOfWork, clock, issuedDocuments }
        const source = openArchiveSource(parts, { account, context, language })
        return createAccountArchive(source, wanted.period, heading)
      },
    },
  }
}
