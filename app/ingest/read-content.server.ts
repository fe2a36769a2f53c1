/** The bytes of a file in memory or on disk. Errors of the file system (no such file) throw. */
import { open, readFile, stat } from 'node:fs/promises'
import { SNIFF_BYTES } from './detect-format'
import type { FileContent } from './file-content'

export async function measureContent(content: FileContent): Promise<number> {
  return content instanceof Uint8Array ? content.byteLength : (await stat(content.path)).size
}

/** As much of its beginning as `detectFormat` looks at. */
export async function readHead(content: FileContent): Promise<Uint8Array> {
  if (content instanceof Uint8Array) return content.subarray(0, SNIFF_BYTES)
  const file = await open(content.path)
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(SNIFF_BYTES), 0, SNIFF_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

export async function readBytes(content: FileContent): Promise<Uint8Array> {
  return content instanceof Uint8Array ? content : readFile(content.path)
}
