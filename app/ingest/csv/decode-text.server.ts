/** A table's bytes as text, chunk by chunk. */
import { createReadStream } from 'node:fs'
import type { FileContent } from '../file-content'
import { refuse } from '../ingest-refusal'
import type { CsvMapping } from './csv-mapping'

const CHUNK_BYTES = 65_536

/** The bytes from the beginning; may be called again for a second pass. */
async function* readChunks(content: FileContent): AsyncGenerator<Uint8Array> {
  if (!(content instanceof Uint8Array)) {
    for await (const chunk of createReadStream(content.path, { highWaterMark: CHUNK_BYTES })) yield chunk
    return
  }
  for (let start = 0; start < content.byteLength; start += CHUNK_BYTES)
    yield content.subarray(start, start + CHUNK_BYTES)
}

/**
 * Finds the encoding of `auto`: by the byte order mark, else UTF-8 where the whole file is that, else Windows-1252, in
 * which every export of an older European system can be read.
 */
export async function detectEncoding(content: FileContent, stated: CsvMapping['encoding']): Promise<string> {
  if (stated !== 'auto') return stated
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let isFirst = true
  try {
    for await (const chunk of readChunks(content)) {
      if (isFirst && chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
      if (isFirst && chunk[0] === 0xfe && chunk[1] === 0xff) return 'utf-16be'
      isFirst = false
      decoder.decode(chunk, { stream: true })
    }
    decoder.decode()
    return 'utf-8'
  } catch (error) {
    if (error instanceof TypeError) return 'windows-1252'
    throw error
  }
}

/** Decodes without the byte order mark; refuses bytes that are not of the encoding. */
export async function* decodeText(content: FileContent, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of readChunks(content)) yield decodeChunk(decoder, chunk)
  yield decodeChunk(decoder)
}

function decodeChunk(decoder: TextDecoder, chunk?: Uint8Array): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch {
    return refuse(
      'bad_encoding',
      `the bytes are not text of the encoding ${decoder.encoding}; the mapping can state another`,
    )
  }
}
