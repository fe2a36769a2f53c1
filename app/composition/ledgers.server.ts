/** Wires what a debtor's clerk does with its own ledger. */
import type { Database } from '~/data/database.server'
import type { JobHandlers } from '~/data/job-queue.server'
import { archiveInvoices, type InvoiceCopy } from '~/documents/spreadsheet/invoice-archive.server'
import { createLedgerFile } from '~/documents/spreadsheet/ledger-file.server'
import type { LedgerFinding } from '~/domain/ledger'
import type { LedgerUpload } from '~/domain/ledger-upload'
import type { Language } from '~/i18n/languages'
import { createLedgerReader } from '~/ingest/ledger/ledger-reader.server'
import { createRateLimiter } from '~/platform/rate-limit.server'
import {
  compareLedgerUpload,
  deleteExpiredLedgers,
  deleteLedgerUpload,
  listLedgerUploads,
  readLedgerResult,
  readLedgerUpload,
  uploadLedger,
  type LedgerServices,
} from '~/use-cases/compare-ledger'
import type { FileStore } from '~/use-cases/ports/file-store'
import type { LedgerAddress } from '~/use-cases/ports/ledger-repository'
import type { DebtorAccount, StatementReader } from '~/use-cases/ports/statement-reader'
import { readInvoice } from '~/use-cases/read-invoice'
import { readInvoiceFile } from '~/use-cases/read-invoice-file'

/** Findings read at a time for a file. */
const BATCH = 2_000

export function wireLedgers({
  database,
  accounts,
  ...parts
}: Pick<LedgerServices, 'unitOfWork' | 'clock' | 'ids'> & {
  database: Database
  accounts: { statementReader: StatementReader; fileStore: FileStore }
}) {
  const services: LedgerServices = {
    ...parts,
    ledgerReader: createLedgerReader(),
    ledgerUploads: createRateLimiter(database.pool, { name: 'ledger-upload', attempts: 30, windowSeconds: 3600 }),
  }
  const bind =
    <Input extends unknown[], Output>(useCase: (dependencies: LedgerServices, ...input: Input) => Output) =>
    (...input: Input) =>
      useCase(services, ...input)
  const handlers: JobHandlers = { 'delete-expired-ledgers': () => deleteExpiredLedgers(services) }

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
    timeZone: string,
  ): AsyncGenerator<InvoiceCopy> {
    for (const number of numbers) {
      const address = { number, kind: 'invoice' } as const
      const invoice = await readInvoice(accounts, account, address, timeZone)
      if (invoice) yield { invoice, original: await readInvoiceFile(accounts, account, address, null) }
    }
  }

  return {
    handlers,
    useCases: {
      /** An archive of the account's invoices of these numbers; others are left out. */
      archiveInvoiceCopies: (
        account: DebtorAccount,
        numbers: readonly string[],
        wanted: { timeZone: string; language: Language; separatorsOf: string },
      ) => archiveInvoices(listCopies(account, numbers, wanted.timeZone), { ...wanted, writtenAt: parts.clock.now() }),
      uploadLedger: bind(uploadLedger),
      listLedgerUploads: bind(listLedgerUploads),
      readLedgerUpload: bind(readLedgerUpload),
      compareLedgerUpload: bind(compareLedgerUpload),
      readLedgerResult: bind(readLedgerResult),
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
