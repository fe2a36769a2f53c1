/**
 * Takes a creditor's documents in from its files: new ones go into the accounts of their debtors, known ones change
 * nothing, and whatever cannot be taken is refused with its place and reason while the others still go in.
 */
import type { CurrencyCode } from '~/domain/currency'
import type { DocumentRefusal } from '~/domain/document-refusal'
import type { CreditorId } from '~/domain/ids'
import type { DocumentKind } from '~/domain/invoice'
import type { BatchEntry } from './decide-import'
import { importBatch } from './import-batch'
import type { Clock } from './ports/clock'
import type { DocumentReader, ImportFile } from './ports/document-reader'
import type { FileStore } from './ports/file-store'
import type { IdSource } from './ports/ids'
import type { ImportCounts, ImportSource } from './ports/invoice-import-repository'
import type { DataScope, UnitOfWork } from './ports/unit-of-work'

export interface ImportInvoicesDeps {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  documentReader: DocumentReader
  fileStore: FileStore
}

export interface ImportInvoicesInput {
  creditorId: CreditorId
  source: ImportSource
  files: AsyncIterable<ImportFile> | Iterable<ImportFile>
  /** A creditor's own column mapping for tables, as parsed JSON. */
  mapping?: unknown
  /** Called for each document in the order of the files, once it is committed; the next batch waits for it. */
  onResult?: (result: ImportResult) => void | Promise<void>
}

/** What became of one document, or of a file that could not be read. */
export type ImportResult =
  | {
      result: 'imported' | 'unchanged'
      filename: string
      kind: DocumentKind
      number: string
      debtorExternalId: string
      currency: CurrencyCode
      /** BT-115 as an absolute amount; `kind` says the direction. */
      payableMinor: number
      lineCount: number
    }
  | { result: 'refused'; filename: string; refusal: DocumentRefusal }

export interface ImportSummary extends ImportCounts {
  importRunId: string
}

/** Enough to make a transaction's round trips cheap, little enough to be held in memory and to lock only shortly. */
const BATCH_LIMITS = { entries: 200, lines: 4_000, bytes: 16 * 1024 * 1024 }

/** Imports files. Throws for an unknown creditor or a fault of the database; batches committed before it stay. */
export async function importInvoices(deps: ImportInvoicesDeps, input: ImportInvoicesInput): Promise<ImportSummary> {
  const { unitOfWork, clock, ids } = deps
  const { creditorId } = input
  const scope: DataScope = { kind: 'creditor', creditorId }
  const runId = ids.uuid()
  const defaultTermsDays = await unitOfWork.run(scope, async ({ creditors, invoiceImports }) => {
    const creditor = await creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    await invoiceImports.startRun(creditorId, { id: runId, source: input.source, startedAt: clock.now() })
    return creditor.defaultTermsDays
  })

  const summary: ImportSummary = {
    importRunId: runId,
    invoiceCount: 0,
    creditNoteCount: 0,
    lineCount: 0,
    unchangedCount: 0,
    refusedCount: 0,
  }
  for await (const entries of collectBatches(readEntries(deps.documentReader, input))) {
    const { results, counts } = await importBatch(deps, { creditorId, runId, defaultTermsDays, entries })
    summary.invoiceCount += counts.invoiceCount
    summary.creditNoteCount += counts.creditNoteCount
    summary.lineCount += counts.lineCount
    summary.unchangedCount += counts.unchangedCount
    summary.refusedCount += counts.refusedCount
    if (input.onResult) for (const result of results) await input.onResult(result)
  }
  await unitOfWork.run(scope, ({ invoiceImports }) => invoiceImports.finishRun(creditorId, runId, clock.now()))
  return summary
}

async function* readEntries(
  reader: DocumentReader,
  { files, mapping }: ImportInvoicesInput,
): AsyncGenerator<BatchEntry> {
  for await (const file of files) {
    try {
      for await (const read of reader.read(file, { mapping })) yield { filename: file.filename, read }
    } catch (error) {
      const code = findSystemErrorCode(error)
      if (code === null) throw error
      const reason = `the file cannot be read (${code})`
      yield { filename: file.filename, read: { ok: false, refusal: { code: 'unreadable_file', place: {}, reason } } }
    }
  }
}

/** A failure of the file itself (absent, forbidden, a broken disk) as opposed to one of the program. */
function findSystemErrorCode(error: unknown): string | null {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : null
}

async function* collectBatches(entries: AsyncIterable<BatchEntry>): AsyncGenerator<BatchEntry[]> {
  let batch: BatchEntry[] = []
  let [lines, bytes] = [0, 0]
  for await (const entry of entries) {
    batch.push(entry)
    lines += entry.read.ok ? entry.read.document.lines.length : 0
    bytes += countBytes(entry)
    if (batch.length >= BATCH_LIMITS.entries || lines >= BATCH_LIMITS.lines || bytes >= BATCH_LIMITS.bytes) {
      yield batch
      batch = []
      lines = bytes = 0
    }
  }
  if (batch.length > 0) yield batch
}

function countBytes({ read }: BatchEntry): number {
  if (!read.ok) return 0
  return read.document.attachments.reduce(
    (sum, { content }) => sum + (content?.byteLength ?? 0),
    read.source.original?.content.byteLength ?? 0,
  )
}
