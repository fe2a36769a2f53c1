/** Wires what a debtor takes away: its account as files, and everything of a period in one archive. */
import { createAccountExportReader } from '~/data/account-export-reader.server'
import type { Database } from '~/data/database.server'
import {
  createAccountArchive,
  type ArchivedFile,
  type ArchivedPrint,
  type ArchiveSource,
} from '~/documents/spreadsheet/account-archive.server'
import { createPaymentFile } from '~/documents/payment-file/payment-file.server'
import { createAccountFile, type FileHeading } from '~/documents/spreadsheet/account-file.server'
import type { DocumentFilter, ExportFormat, ExportPeriod, ExportRequest } from '~/domain/account-export'
import { openAccountExport, type AccountExport, type DocumentFiles } from '~/use-cases/export-account'
import { describeTransferFile, orderTransfers } from '~/use-cases/order-transfers'
import type { PaymentServices } from '~/use-cases/payment-services'
import type { Clock } from '~/use-cases/ports/clock'
import type { DocumentLanguage } from '~/use-cases/ports/document-printer'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { DebtorAccount, ReadingContext, StatementReader } from '~/use-cases/ports/statement-reader'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { recordDownload } from '~/use-cases/record-download'
import type { wireIssuedDocuments } from './issued-documents.server'

type Tail<Items extends unknown[]> = Items extends [unknown, ...infer Rest] ? Rest : never

type Printing = Pick<
  ReturnType<typeof wireIssuedDocuments>['useCases'],
  'issueStatement' | 'issueBalanceForward' | 'issueInvoiceCopy' | 'issueReceipt'
>

interface ExportWiring {
  database: Database
  statementReader: StatementReader
  fileStore: FileStore
  unitOfWork: UnitOfWork
  clock: Clock
  services: PaymentServices
  issuedDocuments: Printing
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
        // Files and receipts are there whatever happens on the account meanwhile.
        const openLasting = () => openAccountExport(readers, account, context, { mayChange: true })
        const language = { language: heading.language, formatLocale: wanted.formatLocale }
        const source: ArchiveSource = {
          ...openAccountExport(readers, account, context),
          listFiles: (filter) => openFiles(fileStore, account, openLasting().listFiles(filter)),
          listPrints: (filter, period) =>
            listPrints(issuedDocuments, openLasting(), { account, context, language }, filter, period),
        }
        return createAccountArchive(source, wanted.period, heading)
      },
    },
  }
}

async function* openFiles(
  fileStore: FileStore,
  { creditorId }: DebtorAccount,
  batches: AsyncIterable<readonly DocumentFiles[]>,
): AsyncGenerator<ArchivedFile[]> {
  for await (const batch of batches) {
    yield batch.flatMap(({ document, files }) =>
      files.map(({ role, filename, mediaType, sha256 }) => ({
        ...{ document, role, filename, mediaType },
        async read() {
          const content = await fileStore.get(creditorId, sha256)
          if (!content) throw new Error(`the content of stored file ${sha256} is missing`)
          return content
        },
      })),
    )
  }
}

interface PrintRequest {
  account: DebtorAccount
  context: ReadingContext
  language: DocumentLanguage
}

/** The statement and the movements, a copy of each document that has no original file, and the receipts of the period. */
async function* listPrints(
  { issueStatement, issueBalanceForward, issueInvoiceCopy, issueReceipt }: Printing,
  source: AccountExport,
  request: PrintRequest,
  filter: DocumentFilter,
  period: ExportPeriod,
): AsyncGenerator<ArchivedPrint> {
  const { account, language } = request
  const statement = { folder: ['statement'], about: null }
  // The archive is reported as a whole.
  yield { ...statement, print: () => issueStatement({ ...request, isReported: false, filter, withLines: false }) }
  yield { ...statement, print: () => issueBalanceForward({ ...request, isReported: false, period }) }
  for await (const batch of source.listFiles(filter)) {
    for (const { document, files } of batch) {
      const { kind, number } = document
      if (kind === 'unapplied_credit' || files.some(({ role }) => role === 'original')) continue
      const folder = [kind === 'credit_note' ? 'credit-notes' : 'invoices', number]
      yield { folder, about: number, print: () => issueInvoiceCopy({ ...request, address: { number, kind } }) }
    }
  }
  for await (const batch of source.listMovements(period)) {
    for (const { kind, paymentId, reference } of batch) {
      if (kind !== 'payment' || paymentId === null) continue
      yield { folder: ['receipts'], about: reference, print: () => issueReceipt({ account, language, paymentId }) }
    }
  }
}
