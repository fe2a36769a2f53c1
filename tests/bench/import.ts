/**
 * How long a large table takes to import on the embedded PostgreSQL, as durable as in production, and whether memory
 * grows with the file: half of it first, then all of it, in one process.
 */
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { openDatabase } from '~/data/database.server'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { createDiskFileStore } from '~/data/file-store.server'
import type { JobSender } from '~/data/job-queue.server'
import { applyMigrations } from '~/data/migrations.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { createIdSource } from '~/platform/ids.server'
import { importInvoices } from '~/use-cases/import-invoices'
import { registerCreditor } from '~/use-cases/register-creditor'
import { parseCurrencyCode } from '~/domain/currency'
import { watchMemory } from './memory'

const DOCUMENTS_BETWEEN_COLLECTIONS = 500
const TABLE = path.resolve('../shared/data/receivables/online-retail-2010-12_2011-03.csv')
const LINES = 142_083

/** Imports queue no jobs. */
const NO_JOBS: JobSender = { send: () => Promise.reject(new Error('an import queued a job')) }

/** Prints one line a run; says so where the table is absent. */
export async function benchImport(print: (line: string) => void): Promise<void> {
  if (!existsSync(TABLE)) {
    print('import: skipped, ../shared/data is absent')
    return
  }
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // Run by root, PostgreSQL is another user and has to pass through.
  await chmod(folder, 0o755)
  const embedded = await startEmbeddedPostgres(path.join(folder, 'postgres'))
  try {
    await applyMigrations(embedded.url, path.resolve('prisma/migrations'))
    const half = path.join(folder, 'half.csv')
    await copyLines(TABLE, half, 1 + Math.floor(LINES / 2))
    await importTable(embedded.url, folder, 'half', half, print)
    await importTable(embedded.url, folder, 'whole', TABLE, print)
  } finally {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function importTable(
  databaseUrl: string,
  folder: string,
  name: string,
  table: string,
  print: (line: string) => void,
): Promise<void> {
  const database = openDatabase(databaseUrl, 4)
  try {
    const unitOfWork = createUnitOfWork(database, NO_JOBS)
    const ids = createIdSource()
    const creditor = await registerBenchCreditor({ unitOfWork, clock: { now: () => new Date() }, ids }, name)
    const mapping: unknown = JSON.parse(await readFile('prisma/mappings/online-retail.json', 'utf8'))
    const memory = watchMemory(DOCUMENTS_BETWEEN_COLLECTIONS)
    const startedAt = performance.now()
    const summary = await importInvoices(
      {
        unitOfWork,
        ids,
        clock: { now: () => new Date() },
        documentReader: createDocumentReader(),
        fileStore: createDiskFileStore(path.join(folder, 'files')),
      },
      {
        creditorId: creditor.id,
        source: 'cli',
        files: [{ filename: table, content: { path: table } }],
        mapping,
        onResult: memory.note,
      },
    )
    const seconds = (performance.now() - startedAt) / 1000
    const { residentMib, liveMib } = memory.stop()
    const documents = summary.invoiceCount + summary.creditNoteCount
    print(
      `import ${name}: ${summary.lineCount} lines, ${documents} documents, ${summary.refusedCount} refused in ` +
        `${seconds.toFixed(1)} s (${Math.round(summary.lineCount / seconds)} lines/s); at most ${liveMib} MiB live, ${residentMib} MiB resident`,
    )
  } finally {
    await database.close()
  }
}

async function registerBenchCreditor(deps: Parameters<typeof registerCreditor>[0], slug: string) {
  const pound = parseCurrencyCode('GBP')
  if (pound === null) throw new Error('GBP is not a currency')
  const creditor = {
    ...{ slug, name: slug, timeZone: 'Europe/London', defaultLocale: 'en', defaultCurrency: pound, countryCode: 'GB' },
    ...{ vatId: null, addressLines: [], supportEmail: 'bench@example.com', supportPhone: null, brandColor: '#000000' },
    ...{ defaultTermsDays: 30, bankAccounts: [], gateways: [], linkLifetimeDays: 30 },
  }
  return registerCreditor(deps, { creditor, debtors: [] })
}

async function copyLines(source: string, target: string, count: number): Promise<void> {
  async function* firstLines() {
    let left = count
    for await (const line of createInterface({ input: createReadStream(source) })) {
      if (left === 0) return
      left -= 1
      yield `${line}\n`
    }
  }
  await pipeline(firstLines, createWriteStream(target))
}
