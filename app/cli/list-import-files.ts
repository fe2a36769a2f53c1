import { readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { ImportFile } from '~/use-cases/ports/document-reader'

/**
 * The files at `paths` in the order given, folders gone through in the order of their names. Hidden files are passed
 * over, and so are links to folders, which could lead in a circle. A path that does not exist is yielded like any
 * other: the import then refuses it with the reason.
 */
export async function* listImportFiles(paths: readonly string[]): AsyncGenerator<ImportFile> {
  for (const given of paths) {
    const entry = await stat(given).catch(() => null)
    if (entry?.isDirectory() === true) yield* listFolder(given)
    else yield { filename: given, content: { path: given } }
  }
}

async function* listFolder(folder: string): AsyncGenerator<ImportFile> {
  const entries = await readdir(folder, { withFileTypes: true })
  entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    const file = path.join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) yield* listFolder(file)
    else if (entry.isFile() || (await isLinkToFile(file))) yield { filename: file, content: { path: file } }
  }
}

async function isLinkToFile(file: string): Promise<boolean> {
  return stat(file).then(
    (entry) => entry.isFile(),
    () => true,
  )
}
