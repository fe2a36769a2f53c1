/** The demo's mailbox, as a test reads it: by the address of an account of its own, so that no mail of another test is met. */
import type { Page } from 'playwright/test'
import type { Demo } from './demo'
import { expect } from './fixtures'

const LONGEST_WAIT_MS = 15_000

/** Mails whose code or link was taken already: they stay in the mailbox. */
const usedMails = new Set<string>()

/** Addresses of the pages of the mails to that recipient, newest first. */
async function listMails(page: Page, { origin }: Demo, recipient: string): Promise<string[]> {
  const mailbox = await (await page.request.get(`${origin}/dev/mail`)).text()
  return mailbox
    .split('<tr>')
    .filter((row) => row.includes(`>${recipient}<`))
    .flatMap((row) => /href="(\/dev\/mail\/[^"]+)"/.exec(row)?.[1] ?? [])
    .map((path) => `${origin}${path}`)
}

async function waitForMail(
  page: Page,
  demo: Demo,
  recipient: string,
  pattern: RegExp,
): Promise<{ mail: string; found: string }> {
  const read = new Set<string>()
  const hits: { mail: string; found: string }[] = []
  await expect(async () => {
    for (const mail of await listMails(page, demo, recipient)) {
      if (read.has(mail) || usedMails.has(mail)) continue
      const found = pattern.exec(await (await page.request.get(mail)).text())?.[1]
      read.add(mail)
      if (found === undefined) continue
      hits.push({ mail, found })
      break
    }
    expect(hits, `a mail to ${recipient} with ${String(pattern)}`).toHaveLength(1)
  }).toPass({ intervals: [100, 200, 300], timeout: LONGEST_WAIT_MS })
  return hits[0]!
}

/**
 * What the pattern's group finds in a mail to that recipient, each mail once and the newest first; waits for it. What was
 * found in an earlier mail is not found again.
 */
export async function findInMail(page: Page, demo: Demo, recipient: string, pattern: RegExp): Promise<string> {
  const { mail, found } = await waitForMail(page, demo, recipient, pattern)
  usedMails.add(mail)
  return found
}

/**
 * The one-time code that was mailed to that recipient; waits for it. Use the address of an account that was made with
 * `contact: true`: nobody else's codes go there.
 */
export function readCode(page: Page, demo: Demo, recipient: string): Promise<string> {
  return findInMail(page, demo, recipient, /: (\d{6})\b/)
}
