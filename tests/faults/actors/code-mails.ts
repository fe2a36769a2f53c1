/** Finds the one-time codes among the mails the portal has written. */
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import PostalMime from 'postal-mime'

/** People wait; a worker that was killed takes a while to come back. */
const PATIENCE_MS = 12_000
const CODE_MAIL = /^code-.*\.eml$/

/** The digits mailed to `address` since that instant; null when none come. */
export async function waitForCode(directory: string, address: string, since: Date): Promise<string | null> {
  const read = new Set<string>()
  for (let waitedMs = 0; waitedMs < PATIENCE_MS; waitedMs += 250) {
    const names = await readdir(directory).catch(() => [])
    for (const name of names.filter((each) => CODE_MAIL.test(each) && !read.has(each))) {
      const file = path.join(directory, name)
      if ((await stat(file)).mtime < since) {
        read.add(name)
        continue
      }
      const mail = await PostalMime.parse(await readFile(file))
      if (!mail.to?.some((to) => to.address === address)) continue
      return /\b(\d{6})\b/.exec(mail.text ?? '')?.[1] ?? null
    }
    await sleep(250)
  }
  return null
}
