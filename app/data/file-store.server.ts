/** Files on disk, in a folder that no server publishes: whoever may see one is decided by the use case that reads it. */
import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'

const CREDITOR_ID = /^[0-9a-f-]{36}$/
const SHA256 = /^[0-9a-f]{64}$/
const ASIDE = 'aside'

/** Keeps files under `directory/<creditor>/<first two digits>/<sha256>`, and in `aside` what is kept for a while. */
export function createDiskFileStore(directory: string): FileStore & WaitingFiles {
  /** Throws for anything that could lead out of `directory`. */
  function locate(creditorId: string, sha256: string, folder = sha256.slice(0, 2)): string {
    if (!CREDITOR_ID.test(creditorId) || !SHA256.test(sha256)) throw new RangeError('not an address of a stored file')
    return path.join(directory, creditorId, folder, sha256)
  }

  return {
    async put(creditorId, content) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const file = locate(creditorId, sha256)
      if (!(await exists(file))) await writeDurably(file, content)
      return { sha256, byteSize: content.byteLength }
    },
    get: (creditorId, sha256) => read(locate(creditorId, sha256)),
    async setAside(creditorId, content, at) {
      const sha256 = createHash('sha256').update(content).digest('hex')
      const file = locate(creditorId, sha256, ASIDE)
      if (!(await exists(file))) await writeDurably(file, content)
      await utimes(file, at, at)
      return sha256
    },
    getSetAside: (creditorId, sha256) => read(locate(creditorId, sha256, ASIDE)),
    async forgetSetAside(creditorId, sha256, before) {
      const file = locate(creditorId, sha256, ASIDE)
      if ((await exists(file)) && (await stat(file)).mtime <= before) await rm(file, { force: true })
    },
  }
}

async function read(file: string): Promise<Uint8Array | null> {
  try {
    return new Uint8Array(await readFile(file))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
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
