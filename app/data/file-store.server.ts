/** Files on disk, in a folder that no server publishes: whoever may see one is decided by the use case that reads it. */
import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { FileStore } from '~/use-cases/ports/file-store'

const CREDITOR_ID = /^[0-9a-f-]{36}$/
const SHA256 = /^[0-9a-f]{64}$/

/** Keeps files under `directory/<creditor>/<first two digits>/<sha256>`. */
export function createDiskFileStore(directory: string): FileStore {
  /** Throws for anything that could lead out of `directory`. */
  function locate(creditorId: string, sha256: string): string {
    if (!CREDITOR_ID.test(creditorId) || !SHA256.test(sha256)) throw new RangeError('not an address of a stored file')
    return path.join(directory, creditorId, sha256.slice(0, 2), sha256)
  }

  return {
    async put(creditorId, content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const file = locate(creditorId, sha256)
      if (!(await exists(file))) await writeDurably(file, content)
      return { sha256, byteSize: content.byteLength }
    },
    async get(creditorId, sha256) {
      try {
        return new Uint8Array(await readFile(locate(creditorId, sha256)))
      } catch (error) {
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
        throw error
      }
    },
  }
}

/** A reader sees the whole file or none, and it is on the disk before the row that refers to it can be committed. */
async function writeDurably(file: string, content: Uint8Array): Promise<void> {
  const folder = path.dirname(file)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const temporary = `${file}.${randomUUID()}.part`
  try {
    const handle = await open(temporary, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  const folderHandle = await open(folder, 'r')
  try {
    await folderHandle.sync()
  } finally {
    await folderHandle.close()
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  )
}
