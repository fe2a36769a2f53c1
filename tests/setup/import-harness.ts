/** Imports in tests: documents or files in, results out, with a file store on a temporary folder. */
import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll } from 'vitest'
import { createDiskFileStore } from '~/data/file-store.server'
import type { CreditorId } from '~/domain/ids'
import type { InvoiceDocument } from '~/domain/invoice'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { importInvoices, type ImportResult, type ImportSummary } from '~/use-cases/import-invoices'
import type { DocumentReader, ImportFile } from '~/use-cases/ports/document-reader'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'
import type { TestDatabase } from './database'

interface ImportHarness {
  readonly fileStore: FileStore & WaitingFiles
  readonly fileDirectory: string
  /** Imports files by the readers of app/ingest. */
  importFiles(creditorId: CreditorId, files: Iterable<ImportFile>, mapping?: unknown): Promise<ImportOutcome>
  /** Imports documents as if a file had been read that holds them. */
  importDocuments(creditorId: CreditorId, documents: readonly InvoiceDocument[]): Promise<ImportOutcome>
}

interface ImportOutcome {
  summary: ImportSummary
  results: ImportResult[]
}

/** Call once, at the top of the test file. */
export async function useImports(test: TestDatabase): Promise<ImportHarness> {
  const fileDirectory = await mkdtemp(path.join(tmpdir(), 'quittance-files-'))
  afterAll(() => rm(fileDirectory, { recursive: true, force: true }))
  const fileStore = createDiskFileStore(fileDirectory)

  async function run(
    documentReader: DocumentReader,
    creditorId: CreditorId,
    files: Iterable<ImportFile>,
    mapping?: unknown,
  ): Promise<ImportOutcome> {
    const results: ImportResult[] = []
    const { unitOfWork, clock, ids } = test
    const summary = await importInvoices(
      { unitOfWork, clock, ids, documentReader, fileStore },
      { creditorId, source: 'cli', files, mapping, onResult: (result) => void results.push(result) },
    )
    return { summary, results }
  }

  return {
    fileStore,
    fileDirectory,
    importFiles: (creditorId, files, mapping) => run(createDocumentReader(), creditorId, files, mapping),
    importDocuments: (creditorId, documents) =>
      run(readGiven(documents), creditorId, [{ filename: 'given', content: new Uint8Array() }]),
  }
}

function readGiven(documents: readonly InvoiceDocument[]): DocumentReader {
  return {
    async *read() {
      for (const document of documents) {
        const contentHash = createHash('sha256').update(JSON.stringify(document)).digest('hex')
        yield { ok: true, document, source: { format: 'json', contentHash } }
      }
    },
  }
}

/** Number of rows and a digest of every table, so that a test can say that nothing changed, or what did. */
export async function photographTables(
  test: TestDatabase,
  except: readonly string[] = [],
): Promise<Map<string, string>> {
  const tables = await test.inspect<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations' order by 1`,
  )
  const photograph = new Map<string, string>()
  for (const { name } of tables) {
    if (except.includes(name)) continue
    const [row] = await test.inspect<{ digest: string }>(
      `select count(*) || ' ' || coalesce(md5(string_agg(row::text, ' ' order by row::text)), '') as digest from "${name}" as row`,
    )
    photograph.set(name, row?.digest ?? '')
  }
  return photograph
}
