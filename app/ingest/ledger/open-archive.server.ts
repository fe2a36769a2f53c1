/** A workbook's archive: what it holds is looked at before anything is unpacked, and nothing unpacks to more than it says. */
import { configure, Uint8ArrayReader, ZipReader, type Entry, type FileEntry } from '@zip.js/zip.js'
import { refuse } from '../ingest-refusal'
import type { LedgerLimits } from './ledger-limits'

// Node unpacks in threads of its own.
configure({ useWebWorkers: false })

export interface Archive {
  /** Of its files, in lower case. */
  readonly names: readonly string[]
  has(path: string): boolean
  /** The entry's bytes, unpacked while they are read; nothing for one that is not there. */
  read(path: string): AsyncGenerator<Uint8Array>
}

export type ArchiveLimits = Pick<LedgerLimits, 'maxEntries' | 'maxUnpackedBytes'>

/** Refuses what is no such archive, is encrypted, or holds more than the limits allow. */
export async function openArchive(content: Uint8Array, limits: ArchiveLimits): Promise<Archive> {
  const entries = await listEntries(content, limits)
  return {
    names: [...entries.keys()],
    has: (path) => entries.has(path.toLowerCase()),
    async *read(path) {
      const entry = entries.get(path.toLowerCase())
      if (entry !== undefined) yield* unpack(entry)
    },
  }
}

async function listEntries(content: Uint8Array, limits: ArchiveLimits): Promise<Map<string, FileEntry>> {
  const files = new Map<string, FileEntry>()
  const entries = new ZipReader(new Uint8ArrayReader(content)).getEntriesGenerator()
  let [count, bytes] = [0, 0]
  for (;;) {
    const next = await orRefuse(entries.next())
    if (next.done === true) return files
    const entry: Entry = next.value
    count += 1
    bytes += entry.uncompressedSize
    if (count > limits.maxEntries) refuse('limit_exceeded', `more than ${limits.maxEntries} entries`)
    if (bytes > limits.maxUnpackedBytes) refuse('limit_exceeded', `more than ${limits.maxUnpackedBytes} bytes unpacked`)
    if (entry.encrypted) refuse('unknown_format', 'the workbook is encrypted')
    if (!entry.directory) files.set(entry.filename.toLowerCase(), entry)
  }
}

/** Whoever stops reading ends it. */
async function* unpack(entry: FileEntry): AsyncGenerator<Uint8Array> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const stopped = new AbortController()
  const unpacked = entry.getData(writable, { signal: stopped.signal, checkSignature: true })
  // It is waited for below; until then its failure is the reader's to find.
  unpacked.catch(() => undefined)
  const reader = readable.getReader()
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await orRefuse(reader.read())
      if (done) break
      bytes += value.byteLength
      if (bytes > entry.uncompressedSize) refuse('limit_exceeded', 'an entry unpacks to more than it says')
      yield value
    }
    await orRefuse(unpacked)
  } finally {
    stopped.abort()
    await reader.cancel().catch(() => undefined)
    await unpacked.catch(() => undefined)
  }
}

/** Whatever the library finds wrong is wrong with the file. */
async function orRefuse<Value>(work: Promise<Value>): Promise<Value> {
  try {
    return await work
  } catch (error) {
    return refuse('malformed', `the archive cannot be read: ${error instanceof Error ? error.message : 'unknown'}`)
  }
}
