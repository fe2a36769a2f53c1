/**
 * Everything of a period in one archive: the statement in every form, of each invoice its original file, attachments and a
 * readable copy, receipts, advices, disputes with their evidence, and a list of contents with check sums. A file at a time
 * is in memory.
 */
import { createHash } from 'node:crypto'
import { EXPORT_FORMATS, type DocumentFilter, type ExportPeriod, type ExportRequest } from '~/domain/account-export'
import type { PrintedFile } from '~/use-cases/ports/document-printer'
import { createAccountFile, type AccountSource, type FileHeading } from './account-file.server'
import { createPathRegister } from './archive-paths'
import type { Cell, Sheet } from './sheet'
import { STANDARD_DIALECT, writeCsv } from './write-csv'
import { writeZip, type ArchiveFile } from './write-zip.server'

/** A document that is printed when its place in the archive has come; null where there turns out to be none. */
export interface ArchivedPrint {
  readonly role: 'print'
  readonly folder: readonly string[]
  /** Number or reference of what it is about; null for the account. */
  readonly about: string | null
  readonly print: () => Promise<PrintedFile | null>
}

/** A stored file, as it was handed in; a record is what the portal itself kept. */
export interface ArchivedFile {
  readonly role: 'original' | 'attachment' | 'evidence' | 'record'
  readonly folder: readonly string[]
  readonly about: string
  readonly filename: string
  readonly mediaType: string
  readonly read: () => Promise<Uint8Array>
}

export type ArchivedItem = ArchivedPrint | ArchivedFile

export interface ArchiveSource extends AccountSource {
  now(): Date
  /** Of the same state of the account as the tables. */
  listStatements(filter: DocumentFilter, period: ExportPeriod): Iterable<ArchivedPrint>
  listItems(filter: DocumentFilter, period: ExportPeriod): AsyncIterable<ArchivedItem>
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
  /** When it was read or printed; null for what is as it was handed in. */
  madeAt: Date | null
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
  function enter(path: string, content: ArchiveFile['content'], about: Omit<Entry, 'path' | 'byteSize' | 'sha256'>) {
    const entry: Entry = { path, ...about, byteSize: 0, sha256: '' }
    entries.push(entry)
    const isCompressible = !isPacked(about.mediaType)
    return { path, content: measure(content, entry), modifiedAt: heading.writtenAt, isCompressible }
  }
  async function enterItem(item: ArchivedItem): Promise<ArchiveFile | null> {
    const { role, folder, about } = item
    if (role !== 'print') {
      const { filename, mediaType, read } = item
      return enter(register(folder, filename), readOnce(read), { role, document: about, mediaType, madeAt: null })
    }
    const madeAt = source.now()
    const printed = await item.print()
    if (!printed) return null
    const { filename, mediaType } = printed
    return enter(register(folder, filename), printed.read(), { role, document: about, mediaType, madeAt })
  }

  const filter = chooseDocuments(period)
  for (const request of listRequests(period)) {
    for (const format of EXPORT_FORMATS) {
      const madeAt = source.now()
      const file = await createAccountFile(source, request, format, heading)
      if (!file) continue
      const { filename, mediaType, content } = file
      yield enter(register(['statement'], filename), content, { role: 'statement', document: null, mediaType, madeAt })
    }
  }
  // What the list calls it is told before its path is taken, so that nothing else gets that name.
  const contentsPath = register([], 'contents.csv')
  for (const statement of source.listStatements(filter, period)) {
    const file = await enterItem(statement)
    if (file) yield file
  }
  for await (const item of source.listItems(filter, period)) {
    const file = await enterItem(item)
    if (file) yield file
  }
  const content = writeCsv(describeContents(entries), STANDARD_DIALECT)
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
  const columns = ['path', 'role', 'document', 'media_type', 'bytes', 'sha256', 'made_at']
  const rows = entries.map(({ path, role, document, mediaType, byteSize, sha256, madeAt }): Cell[] => {
    const bytes = { kind: 'number', text: String(byteSize) } as const
    return [path, role, document, mediaType, bytes, sha256, madeAt && madeAt.toISOString()]
  })
  return { name: 'contents', columns: columns.map((header) => ({ header, width: 20 })), rows: [rows] }
}
