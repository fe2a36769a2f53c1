/**
 * Everything of a period in one archive: the statement in every form, the original files of its invoices with their
 * attachments, a readable copy of those that have no original, the receipts, and a list of contents with check sums. A file at a time is in memory.
 */
import { createHash } from 'node:crypto'
import {
  EXPORT_FORMATS,
  type DocumentFilter,
  type ExportedDocument,
  type ExportPeriod,
  type ExportRequest,
} from '~/domain/account-export'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { createAccountFile, type AccountSource, type FileHeading } from './account-file.server'
import { createPathRegister } from './archive-paths'
import type { Cell, Sheet } from './sheet'
import { STANDARD_SEPARATORS, writeCsv } from './write-csv'
import { writeZip, type ArchiveFile } from './write-zip.server'

/** A document that is printed when its place in the archive has come; null where there turns out to be none. */
export interface ArchivedPrint {
  readonly folder: readonly string[]
  /** Number of the invoice or reference of the payment it is about; null for the account. */
  readonly about: string | null
  readonly print: () => Promise<PrintedFile | null>
}

/** A stored file of a document. */
export interface ArchivedFile {
  readonly document: Pick<ExportedDocument, 'kind' | 'number'>
  readonly role: 'original' | 'attachment'
  readonly filename: string
  readonly mediaType: string
  readonly read: () => Promise<Uint8Array>
}

export interface ArchiveSource extends AccountSource {
  listFiles(filter: DocumentFilter): AsyncIterable<readonly ArchivedFile[]>
  listPrints(filter: DocumentFilter, period: ExportPeriod): AsyncIterable<ArchivedPrint>
}

export function createAccountArchive(
  source: ArchiveSource,
  period: ExportPeriod,
  heading: FileHeading,
): { filename: string; mediaType: string; content: AsyncGenerator<Uint8Array> } {
  return {
    filename: `${heading.creditor.slug}-${period.from}-${period.to}.zip`,
    mediaType: 'application/zip',
    content: writeZip(listContents(source, period, heading)),
  }
}

interface Entry {
  path: string
  role: string
  document: string | null
  mediaType: string
  byteSize: number
  sha256: string
}

async function* listContents(
  source: ArchiveSource,
  period: ExportPeriod,
  heading: FileHeading,
): AsyncGenerator<ArchiveFile> {
  const register = createPathRegister()
  const entries: Entry[] = []
  function enter(path: string, content: ArchiveFile['content'], about: Pick<Entry, 'role' | 'document' | 'mediaType'>) {
    const entry: Entry = { path, ...about, byteSize: 0, sha256: '' }
    entries.push(entry)
    const isCompressible = !isPacked(about.mediaType)
    return { path, content: measure(content, entry), modifiedAt: heading.writtenAt, isCompressible }
  }

  for (const request of listRequests(period)) {
    for (const format of EXPORT_FORMATS) {
      const { filename, mediaType, content } = await createAccountFile(source, request, format, heading)
      yield enter(register(['statement'], filename), content, { role: 'statement', document: null, mediaType })
    }
  }
  // What the list calls it is told before its path is taken, so that nothing else gets that name.
  const contentsPath = register([], 'contents.csv')
  for await (const files of source.listFiles(chooseDocuments(period))) {
    for (const { document, role, filename, mediaType, read } of files) {
      const folder = [document.kind === 'credit_note' ? 'credit-notes' : 'invoices', document.number]
      const path = register(folder, filename)
      yield enter(path, readOnce(read), { role, document: document.number, mediaType })
    }
  }
  for await (const { folder, about, print } of source.listPrints(chooseDocuments(period), period)) {
    const printed = await print()
    if (!printed) continue
    const path = register(folder, printed.filename)
    yield enter(path, printed.read(), { role: 'print', document: about, mediaType: printed.mediaType })
  }
  const content = writeCsv(describeContents(entries), STANDARD_SEPARATORS)
  yield { path: contentsPath, content, modifiedAt: heading.writtenAt, isCompressible: true }
}

function chooseDocuments({ from, to, currency }: ExportPeriod): DocumentFilter {
  return { tab: 'all', search: '', from, to, currency }
}

function listRequests(period: ExportPeriod): ExportRequest[] {
  const filter = chooseDocuments(period)
  return [
    { view: 'open-items', filter },
    { view: 'lines', filter },
    { view: 'balance-forward', period },
  ]
}

async function* readOnce(read: () => Promise<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield await read()
}

async function* measure(content: ArchiveFile['content'], entry: Entry): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256')
  for await (const chunk of content) {
    hash.update(chunk)
    entry.byteSize += chunk.byteLength
    yield chunk
  }
  entry.sha256 = hash.digest('hex')
}

function isPacked(mediaType: string): boolean {
  return /^(image\/(png|jpeg)|application\/(pdf|zip|vnd\.openxmlformats))/.test(mediaType)
}

function describeContents(entries: readonly Entry[]): Sheet {
  const columns = ['path', 'role', 'document', 'media_type', 'bytes', 'sha256']
  const rows = entries.map(({ path, role, document, mediaType, byteSize, sha256 }): Cell[] => {
    return [path, role, document, mediaType, { kind: 'number', text: String(byteSize) }, sha256]
  })
  return { name: 'contents', columns: columns.map((header) => ({ header, width: 20 })), rows: [rows] }
}
