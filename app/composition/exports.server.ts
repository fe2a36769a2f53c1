/** Wires what a debtor takes away: its account as files, and everything of a period in one archive. */
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import { createAccountFile, type FileHeading } from '~/documents/spreadsheet/account-file.server'
import type { ExportFormat, ExportRequest } from '~/domain/account-export'
import { openAccountExport } from '~/use-cases/export-account'
import type { Clock } from '~/use-cases/ports/clock'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { DebtorAccount, ReadingContext, StatementReader } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { recordDownload } from '~/use-cases/record-download'

interface ExportWiring {
  database: Database
  statementReader: StatementReader
  fileStore: FileStore
  unitOfWork: UnitOfWork
  clock: Clock
}

export function wireExports({ database, statementReader, unitOfWork, clock }: ExportWiring) {
  const readers = { exportReader: createAccountExportReader(database.reader), statementReader }
  return {
    useCases: {
      recordDownload: (input: Parameters<typeof recordDownload>[1]) => recordDownload({ unitOfWork, clock }, input),
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
    },
  }
}
