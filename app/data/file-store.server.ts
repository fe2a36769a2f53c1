/** Files on disk, in a folder that no server publishes: whoever may see one is decided by the use case that reads it. */
import { randomUUID } from 'node:crypto'
import { access, constants, mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises'
import path from 'node:path'
import type { FileStore, WaitingFiles } from '~/use-cases/ports/file-store'
import { addressContent, locateFile } from './file-address'

/** What the portal keeps its files in. */
export interface KeptFiles extends FileStore, WaitingFiles {
  /** Throws when nothing could be kept now: the place is not there, not reached, or not permitted. */
  check(): Promise<void>
}

/** Keeps files under `directory/<creditor>/<first two digits>/<sha256>`, and in `aside` what is kept for a while. */
export function createDiskFileStore(directory: string): KeptFiles {
  const locate = (creditorId: string, sha256: string, place: 'kept' | 'aside') =>
    path.join(directory, locateFile(creditorId, sha256, place))

  return {
    async put(creditorId, content) {
      const sha256 = addressContent(content)
      const file = locate(creditorId, sha256, 'kept')
      if (!(await exists(file))) await writeDurably(file, content)
      return { sha256, byteSize: content.byteLength }
    },
    get: async (creditorId, sha256) => read(locate(creditorId, sha256, 'kept')),
    async setAside(creditorId, content, at) {
      const sha256 = addressContent(content)
      const file = locate(creditorId, sha256, 'aside')
      if (!(await exists(file))) await writeDurably(file, content)
      await utimes(file, at, at)
      return sha256
    },
    getSetAside: async (creditorId, sha256) => read(locate(creditorId, sha256, 'aside')),
    async forgetSetAside(creditorId, sha256, before) {
      const file = locate(creditorId, sha256, 'aside')
      if ((await exists(file)) && (await stat(file)).mtime <= before) await rm(file, { force: true })
    },
    async check() {
      await mkdir(directory, { recursive: true, mode: 0o700 })
      await access(directory, constants.R_OK | constants.W_OK)
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
