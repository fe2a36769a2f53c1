/** Wires what a debtor's clerk does with its own ledger. */
import path from 'node:path'
import type { Database } from '~/data/database.server'
import type { JobHandlers } from '~/data/job-queue.server'
import { archiveInvoices, type InvoiceCopy } from '~/documents/spreadsheet/invoice-archive.server'
import { createLedgerFile } from '~/documents/spreadsheet/ledger-file.server'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { LedgerFinding } from '~/domain/ledger'
import { carryOutComparison } from '~/domain/ledger-comparison'
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { Language } from '~/i18n/languages'
import { createLedgerReader } from '~/ingest/ledger/ledger-reader.server'
import { createThreadComparer } from '~/ingest/ledger/thread-comparer.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import {
  compareLedgerUpload,
  deleteExpiredLedgers,
  deleteLedgerUpload,
  listLedgerUploads,
  readLedgerResult,
  readLedgerUpload,
  runLedgerComparison,
  uploadLedger,
  type LedgerServices,
} from '~/use-cases/compare-ledger'
import { listLedgerInvoices } from '~/use-cases/list-ledger-invoices'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { DocumentLanguage } from '~/use-cases/ports/document-printer'
import type { LedgerComparer } from '~/use-cases/ports/ledger-comparer'
import type { LedgerAddress } from '~/use-cases/ports/ledger-repository'
import type { DebtorAccount, ReadingContext, StatementReader } from '~/use-cases/ports/statement-reader'
import { readInvoice } from '~/use-cases/read-invoice'
import { readInvoiceFile } from '~/use-cases/read-invoice-file'
import type { wireIssuedDocuments } from './issued-documents.server'

/** Built beside the commands; before it is built there is no such file. */
const THREAD = path.resolve('build/server/ledger-comparison-thread.js')

const IN_PROCESS: LedgerComparer = { compare: (comparison) => Promise.resolve(carryOutComparison(comparison)) }

/** Findings read at a time for a file. */
const BATCH = 2_000

export function wireLedgers({
  database,
  accounts,
  issuedDocuments,
  ...parts
}: Pick<LedgerServices, 'unitOfWork' | 'clock' | 'ids'> & {
  database: Database
  accounts: { statementReader: StatementReader; fileStore: FileStore }
  issuedDocuments: Pick<ReturnType<typeof wireIssuedDocuments>['useCases'], 'issueInvoiceCopy'>
}) {
  const services: LedgerServices = {
    ...parts,
    ledgerReader: createLedgerReader(),
    ledgerComparer: import.meta.env.PROD ? createThreadComparer(THREAD) : IN_PROCESS,
    ledgerUploads: createRateLimiter(database.pool, { name: 'ledger-upload', attempts: 30, windowSeconds: 3600 }),
  }
  const bind =
    <Input extends unknown[], Output>(useCase: (dependencies: LedgerServices, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(services, ...input)
  const handlers: JobHandlers = {
    'compare-ledger': ({ creditorId, debtorId, uploadId: id, comparisonId }) =>
      runLedgerComparison(services, {
        ...{ creditorId: creditorId as CreditorId, debtorId: debtorId as DebtorId },
        ...{ id, comparisonId },
      }),
    'delete-expired-ledgers': () => deleteExpiredLedgers(services),
  }

  async function* listAllFindings(address: LedgerAddress): AsyncGenerator<LedgerFinding[]> {
    for (let offset = 0; ; offset += BATCH) {
      const part = await readLedgerResult(services, address, { kind: null, offset, limit: BATCH })
      if (part === null || part.findings.length === 0) return
      yield part.findings
    }
  }

  async function* listCopies(
    account: DebtorAccount,
    numbers: readonly string[],
    reading: { context: ReadingContext; language: DocumentLanguage },
  ): AsyncGenerator<InvoiceCopy> {
    for (const number of numbers) {
      const address = { number, kind: 'invoice' } as const
      const invoice = await readInvoice(accounts, account, address, reading.context)
      if (!invoice) continue
      yield {
        invoice,
        original: await readInvoiceFile(accounts, account, address, null),
        async *readAttachments() {
          for (const { id, file } of invoice.attachments) {
            const attachment = file && (await readInvoiceFile(accounts, account, address, id))
            if (attachment) yield attachment
          }
        },
        async *print() {
          const printed = await issuedDocuments.issueInvoiceCopy({ account, address, ...reading })
          if (!printed) throw new Error(`invoice ${number} is gone while it is copied`)
          yield* printed.read()
        },
      }
    }
  }

  return {
    handlers,
    useCases: {
      /** An archive of the account's invoices of these numbers; others are left out. */
      archiveInvoiceCopies: (
        account: DebtorAccount,
        numbers: readonly string[],
        { context, language, formatLocale }: { context: ReadingContext; language: Language; formatLocale: string },
      ) =>
        archiveInvoices(listCopies(account, numbers, { context, language: { language, formatLocale } }), {
          ...{ language, separatorsOf: formatLocale, writtenAt: parts.clock.now() },
        }),
      uploadLedger: bind(uploadLedger),
      listLedgerUploads: bind(listLedgerUploads),
      readLedgerUpload: bind(readLedgerUpload),
      compareLedgerUpload: bind(compareLedgerUpload),
      readLedgerResult: bind(readLedgerResult),
      listLedgerInvoices: bind(listLedgerInvoices),
      deleteLedgerUpload: bind(deleteLedgerUpload),
      /** The result as a file, written while it is read; null where there is none. */
      async exportLedgerResult(
        address: LedgerAddress,
        wanted: { format: 'csv' | 'xlsx'; language: Language; separatorsOf: string },
      ) {
        const found = await readLedgerResult(services, address, { kind: null, offset: 0, limit: 1 })
        const upload: LedgerUpload | undefined = found?.upload
        if (!upload || upload.result === null) return null
        return createLedgerFile(
          { upload, comparedAt: upload.result.comparedAt, findings: listAllFindings(address) },
          wanted,
        )
      },
    },
  }
}
