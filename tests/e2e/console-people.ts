/** Inviting somebody to the console, and signing in as them. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright/test'
import type { Demo } from './demo'
import { expect } from './fixtures'
import { findInMail } from './mailbox'

interface Invited {
  email: string
  /** Where the mail leads. */
  link: string
}

/** Has the owner who is signed in on `page` invite somebody, and reads the mail. */
export async function invite(
  page: Page,
  demo: Demo,
  { role, locale }: { role: string; locale: string },
): Promise<Invited> {
  const email = `t${randomUUID().slice(0, 8)}@example.com`
  await page.goto(`${demo.origin}/console/users`)
  await page.locator('#name').fill('Nour El-Sayed')
  await page.locator('#email').fill(email.toUpperCase())
  await page.locator(`#invite-${role}`).check()
  await page.locator('#locale').selectOption(locale)
  await page.locator('button[value="invite"]').click()
  await expect(page.locator('.callout.good')).toContainText(email)
  return { email, link: await readLink(page, demo, email) }
}

/** The link of the newest mail to that address, each once; waits for it. */
export const readLink = (page: Page, demo: Demo, email: string) =>
  findInMail(page, demo, email, /href="([^"]*\/console\/set-password\/[^"]+)"/)

export async function setPassword(page: Page, link: string, password: string, repeated = password): Promise<void> {
  await page.goto(link)
  await page.locator('#new-password').fill(password)
  await page.locator('#repeated-password').fill(repeated)
  await page.locator('main form button').click()
}

export async function signIn(page: Page, demo: Demo, email: string, password: string): Promise<void> {
  await page.goto(`${demo.origin}/console/sign-in`)
  await page.locator('#email').fill(email)
  await page.locator('#password').fill(password)
  await page.locator('main form button').click()
}
