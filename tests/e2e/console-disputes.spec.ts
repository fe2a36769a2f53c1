/** Disputes in the console: found, asked about, decided in part, and what was changed meanwhile; with and without scripts. */
import type { BrowserContext, Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import { invite, setPassword, signIn } from './console-people'
import { readDemo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const CREDITOR = 'wattenhorst'
const LANGUAGES = ['en', 'de', 'ro', 'fy', 'ar']
const PASSWORD = 'a horse that was right'

/** 100.00 of an invoice of 1,000.00 is disputed by a debtor of the test's own; the page stays the debtor's. */
async function openDispute(page: Page): Promise<{ account: Account; path: string }> {
  const account = await createAccount(page.request, readDemo(), {
    ...{ creditor: CREDITOR, locale: 'en' },
    documents: [{ number: '1', amount: '1000.00', dueInDays: -40 }],
  })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'dispute'] }))
  await page.goto(`${readDemo().origin}/disputes/new?invoice=${account.numberOf('1')}`)
  await page.locator('[id="line-0-1"]').check()
  await page.locator('[id="kind-0-1"]').selectOption('amount')
  await page.locator('[id="amount-0-1"]').fill('100')
  await page.locator('#reason').selectOption('QTY')
  await page.locator('#action').selectOption('CNP')
  await page.locator('#text').fill('Two boxes were missing.')
  const next = () => page.locator('form[action="/disputes/new"] button.btn').first().click()
  await next()
  await next()
  await page.waitForURL('**/disputes/opened?**')
  return { account, path: (await page.locator('.disputes a').first().getAttribute('href')) ?? '' }
}

/** A second browser, of the creditor's. */
async function openConsole(context: BrowserContext, path: string): Promise<Page> {
  const page = await context.newPage()
  await signInToConsole(page, CREDITOR)
  await page.goto(`${readDemo().origin}/console${path}`)
  return page
}

async function expectReadable(page: Page): Promise<void> {
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 1280, height: 800 })
}

test('a dispute is found, asked about and granted in part, as it was read', async ({ page, context }) => {
  const { account, path } = await openDispute(page)
  const desk = await openConsole(context, `/disputes?lang=en&debtor=${encodeURIComponent(account.externalId)}`)
  await expect(desk.locator('nav.sections')).toContainText(/Disputes \(\d+\)/)
  await expect(desk.locator('tbody tr')).toHaveCount(1)
  await expect(desk.locator('tbody')).toContainText('€100.00')
  await expect(desk.locator('tbody')).toContainText('Your answer by')
  await expectReadable(desk)
  await desk.locator('tbody th a').click()
  await expect(desk.locator('h1')).toContainText('Dispute')
  await expect(desk.locator('main')).toContainText('Two boxes were missing.')

  await desk.locator('#write-text').fill('Which boxes?')
  await desk.locator('button[value="asked"]').click()
  await expect(desk.getByRole('status')).toContainText('Your question was sent.')
  await expect(desk.locator('.title .badge')).toHaveText('Question asked')

  // The debtor writes while the decision is being typed.
  await desk.locator('#decide-text').fill('One box was found.')
  await desk.locator('#amount-1').fill('1000')
  await page.goto(`${readDemo().origin}${path}`)
  await page.locator('textarea').first().fill('Four and five.')
  await page.locator('main form button.btn').first().click()
  await expect(page.locator('main')).toContainText('Four and five.')
  await desk.locator('button[value="accept-part"]').click()
  await expect(desk.locator('#amount-1-error')).toBeVisible()
  await desk.locator('#amount-1').fill('60.50')
  await expectNoAxeViolations(desk)
  await desk.locator('button[value="accept-part"]').click()
  await expect(desk.getByRole('alert')).toContainText(/Something happened|Check/)
  await expect(desk.locator('section[aria-labelledby="news-title"]')).toContainText('Four and five.')
  await expect(desk.locator('#decide-text')).toHaveValue('One box was found.')
  await expectNoAxeViolations(desk)
  await desk.locator('button[value="accept-part"]').click()
  await expect(desk.locator('.title .badge').first()).toHaveText('Accepted in part')
  await expect(desk.locator('main')).toContainText(`${account.numberOf('1')}-C1`)
  await expect(desk.locator('main')).toContainText('€939.50')
  await expect(desk.locator('#decide-text')).toHaveCount(0)
  await expectReadable(desk)

  const file = await context.request.get(`${desk.url().split('?')[0] ?? ''}/application-response.xml`)
  expect(file.headers()['content-disposition']).toContain('attachment')
  expect(await file.text()).toContain('urn:fdc:peppol.eu:poacc:trns:invoice_response:3')

  await desk.goto(`${readDemo().origin}/console/debtors/${encodeURIComponent(account.externalId)}?lang=en`)
  await expect(desk.locator('.record')).toContainText('Dispute accepted in part')
  await expect(desk.locator('main a[href^="/console/disputes?"]')).toBeVisible()
  await expectNoAxeViolations(desk)

  await page.goto(`${readDemo().origin}/statement?status=all`)
  await expect(page.locator('main')).toContainText(`${account.numberOf('1')}-C1`)
  await page.goto(`${readDemo().origin}/invoices/${account.numberOf('1')}`)
  await expect(page.locator('main')).toContainText(`${account.numberOf('1')}-C1`)
})

test('a dispute is readable in every language', async ({ page, context }) => {
  test.setTimeout(150_000)
  const { path } = await openDispute(page)
  const desk = await openConsole(context, '/disputes')
  for (const language of LANGUAGES) {
    for (const address of ['/console/disputes?', '/console/disputes?order=amount&', `/console${path}?`]) {
      await desk.goto(`${readDemo().origin}${address}lang=${language}`)
      await expect(desk.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await expectReadable(desk)
    }
  }
})

test('who may only read sees all of a dispute, and cannot decide or write', async ({ page, context, browser }) => {
  const { path } = await openDispute(page)
  const owner = await openConsole(context, '/users')
  const { email, link } = await invite(owner, readDemo(), { role: 'viewer', locale: 'en' })
  const javaScriptEnabled = test.info().project.use.javaScriptEnabled !== false
  const theirs = await browser.newContext({ javaScriptEnabled })
  const viewer = await theirs.newPage()
  await setPassword(viewer, link, PASSWORD)
  await signIn(viewer, readDemo(), email, PASSWORD)
  await viewer.waitForURL(/\/console\/debtors/)
  const address = `${readDemo().origin}/console${path}`
  await viewer.goto(`${address}?lang=en`)
  await expect(viewer.locator('main')).toContainText('Two boxes were missing.')
  await expect(viewer.locator('main')).toContainText('€100.00')
  await expect(viewer.locator('main form')).toHaveCount(0)
  await expect(viewer.locator('main textarea')).toHaveCount(0)
  await expectReadable(viewer)
  const file = await theirs.request.get(`${address}/file.pdf`)
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')

  const headers = { Origin: readDemo().origin }
  for (const form of [{ intent: 'accept' }, { intent: 'asked', text: 'Which?' }, {}]) {
    expect((await theirs.request.post(address, { headers, form })).status()).toBe(403)
  }
  await viewer.reload()
  await expect(viewer.locator('.title .badge').first()).toHaveText('Open')
  await theirs.close()
})
