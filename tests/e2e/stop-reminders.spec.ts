/** "No more reminders": the page behind the link of a mail that was sent, in a demo of its own, which sends one. */
import path from 'node:path'
import pg from 'pg'
import { PgBoss } from 'pg-boss'
import type { Page } from 'playwright/test'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { startDemo } from './demo-server'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

const CREDITOR = 'wattenhorst'

async function turnOn(page: Page, { origin, consoles }: Demo): Promise<void> {
  const access = consoles.find(({ creditor }) => creditor === CREDITOR)
  await page.goto(access?.url ?? '')
  await page.locator('input[type="email"]').fill(access?.email ?? '')
  await page.locator('input[type="password"]').fill(access?.password ?? '')
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL(/\/console(?!\/sign-in)/)
  await page.goto(`${origin}/console/settings?lang=en`)
  const settings = page.getByRole('region', { name: 'Reminders', exact: true })
  await settings.getByLabel('Send reminders').check()
  await settings.getByLabel('Monday to Friday only').uncheck()
  await settings.getByLabel('From (hour)').fill('0')
  await settings.getByLabel('Until (hour)').fill('24')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
}

/** What the clock does once an hour. */
async function beginHour(dataDirectory: string): Promise<void> {
  // It is running, and is only asked where.
  const { url } = await startEmbeddedPostgres(path.join(dataDirectory, 'postgres'))
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  const boss = new PgBoss({
    db: { executeSql: async (text, values) => pool.query<object>(text, values) },
    ...{ supervise: false, schedule: false },
  })
  try {
    await boss.start()
    await boss.send('send-reminders', {})
  } finally {
    await boss.stop({ graceful: false })
    await pool.end()
  }
}

/** Of a reminder in the mailbox of the demo. */
async function readStopLink(page: Page, { origin }: Demo): Promise<string> {
  let link = ''
  await expect(async () => {
    const mailbox = await (await page.request.get(`${origin}/dev/mail`)).text()
    for (const [, href = ''] of mailbox.matchAll(/href="(\/dev\/mail\/[^"/]+)"/g)) {
      const mail = await (await page.request.get(`${origin}${href}`)).text()
      link = /\/reminders\/stop\?[^\s"<]+/.exec(mail)?.[0].replaceAll('&amp;', '&') ?? ''
      if (link !== '') break
    }
    expect(link).not.toBe('')
  }).toPass({ timeout: 60_000 })
  return link
}

test('reminders are stopped and asked for again by the link of a mail, in every language @nojs', async ({ page }) => {
  test.setTimeout(240_000)
  const { demo, stop, dataDirectory } = await startDemo({})
  try {
    await turnOn(page, demo)
    await beginHour(dataDirectory)
    const link = await readStopLink(page, demo)
    for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 800 })
        await page.goto(`${demo.origin}${link}&lang=${language}`)
        await expect(page.locator('html')).toHaveAttribute('lang', language)
        await expectNoSidewaysScroll(page)
        await expectNoAxeViolations(page)
      }
    }
    await page.goto(`${demo.origin}${link}&lang=en`)
    const button = page.locator('main form[method="post"] button')
    const before = await button.innerText()
    await button.click()
    await expect(page.locator('.callout')).toBeVisible()
    await expect(button).not.toHaveText(before)
    await expectNoAxeViolations(page)
    await button.click()
    await expect(button).toHaveText(before)
  } finally {
    await stop()
  }
})
