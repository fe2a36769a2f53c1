/** Writes a ZIP archive a file at a time, as it is pulled: neither a file nor the archive is ever in memory as a whole. */
import { configure, ZipWriter } from '@zip.js/zip.js'
import { streamBytes } from '~/platform/byte-stream.server'

// Node compresses in threads of its own.
configure({ useWebWorkers: false })

export interface ArchiveFile {
  /** Within the archive, with slashes. */
  readonly path: string
  readonly content: AsyncIterable<Uint8Array> | Iterable<Uint8Array>
  readonly modifiedAt: Date
  /** False for what is compressed already. */
  readonly isCompressible: boolean
}

/** `files` may be made while earlier ones are written. Whoever stops pulling ends it all. */
export async function* writeZip(
  files: AsyncIterable<ArchiveFile> | Iterable<ArchiveFile>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const stopped = new AbortController()
  const written = fillArchive(writable, files, stopped.signal)
  // It is waited for below; until then its failure is the reader's to find.
  written.catch(() => undefined)
  const reader = readable.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      yield value
    }
    await written
  } finally {
    stopped.abort()
    await reader.cancel().catch(() => undefined)
    await written.catch(() => undefined)
  }
}

async function fillArchive(
  writable: WritableStream<Uint8Array>,
  files: AsyncIterable<ArchiveFile> | Iterable<ArchiveFile>,
  signal: AbortSignal,
): Promise<void> {
  try {
    const zip = new ZipWriter(writable, { signal, level: 6, extendedTimestamp: false })
    for await (const { path, content, modifiedAt, isCompressible } of files) {
      signal.throwIfAborted()
      const source = beginReading(content)
      try {
        const level = isCompressible ? {} : { level: 0 }
        await zip.add(path, streamBytes(source), { lastModDate: modifiedAt, ...level })
      } finally {
        // An archive that is given up lets go of its files without ending them.
        await source.return(undefined)
      }
    }
    await zip.close()
  } catch (error) {
    await writable.abort(error).catch(() => undefined)
    throw error
  }
}

async function* beginReading(content: ArchiveFile['content']): AsyncGenerator<Uint8Array> {
  yield* content
}
