/** Forwarding a link to a colleague, what it opens, taking it back; and a payment that two people make. */
import type { Browser, Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'
import { findInMail, readCode } from './mailbox'

const DOCUMENTS = [
  { number: '1', amount: '1000.00', dueInDays: -40 },
  { number: '2', amount: '250.00', dueInDays: -5 },
]

async function forward(
  page: Page,
  demo: Demo,
  { name, email, rights = [], only = null }: { name: string; email: string; rights?: string[]; only?: string | null },
): Promise<void> {
  await page.goto(`${demo.origin}/access/forward${only === null ? '' : `?invoice=${only}`}`)
  await page.locator('#name').fill(name)
  await page.locator('#email').fill(email)
  for (const right of rights) await page.locator(`#right-${right}`).check()
  await page.locator('form[action="/access/forward"] button.btn.big').click()
}

/** The colleague, in a browser of their own, by the link in the mail. */
async function openForwarded(browser: Browser, page: Page, demo: Demo, email: string): Promise<Page> {
  const url = await findInMail(page, demo, email, /(http:\/\/127\.0\.0\.1:\d+\/l\/[\w-]{43})/)
  const context = await browser.newContext({ javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true })
  const colleague = await context.newPage()
  await openLink(colleague, url)
  return colleague
}

async function openAccount(page: Page, demo: Demo, locale = 'de'): Promise<Account> {
  const account = await createAccount(page.request, demo, {
    ...{ creditor: 'wattenhorst', locale, documents: DOCUMENTS },
  })
  await openLink(page, await account.createLink())
  return account
}

test('a colleague sees the one invoice that was forwarded, nothing else, and no longer than that', async ({
  page,
  demo,
  browser,
}) => {
  const account = await openAccount(page, demo)
  const [shown, hidden] = [account.numberOf('2'), account.numberOf('1')]
  await forward(page, demo, { name: '', email: 'nobody' })
  await expect(page.locator('.errors a')).toHaveCount(2)
  await expectNoAxeViolations(page)
  const email = `${account.prefix.toLowerCase()}.colleague@example.com`
  await forward(page, demo, { name: 'Kaja Kollegin', email, rights: ['pay'], only: shown })
  await expect(page).toHaveURL(/\/access\?forwarded/)
  await expect(page.locator('main')).toContainText('Kaja Kollegin')
  await expectNoAxeViolations(page)

  const colleague = await openForwarded(browser, page, demo, email)
  await expect(colleague.locator('main')).toContainText(shown)
  await expect(colleague.locator('main')).not.toContainText(hidden)
  await expect(colleague.locator('main')).not.toContainText('1.250,00')
  for (const path of [`/invoices/${hidden}`, `/invoices/${hidden}/original`]) {
    expect((await colleague.request.get(`${demo.origin}${path}`)).status()).toBe(404)
  }
  const search = await (await colleague.request.get(`${demo.origin}/statement?status=all&q=${hidden}`)).text()
  expect(search).not.toContain(`/invoices/${hidden}`)

  // A page that was kept for the wider session, and its ETag, are none for the narrower one.
  const whole = await page.request.get(`${demo.origin}/statement`)
  const part = await colleague.request.get(`${demo.origin}/statement`, {
    headers: { 'If-None-Match': whole.headers()['etag'] ?? '' },
  })
  expect(part.status()).toBe(200)
  expect(await whole.text()).toContain(hidden)
  expect(await part.text()).not.toContain(hidden)

  await page.goto(`${demo.origin}/access`)
  await page.locator('button[value="withdraw"]').click()
  await expect(page).toHaveURL(/\/access\?withdrawn/)
  await colleague.goto(`${demo.origin}/statement`)
  await expect(colleague).toHaveURL(/\/session-ended/)
  await colleague.context().close()
})

test('a payment above the limit goes on when a second person approves it @nojs', async ({ page, demo, browser }) => {
  test.slow()
  const account = await createAccount(page.request, demo, {
    ...{ creditor: 'wattenhorst', locale: 'de', documents: DOCUMENTS, contact: true },
  })
  const links = [await account.createLink({ recipient: `clerk.${account.email}` }), await account.createLink()] as const
  await openLink(page, links[0])
  const second = await browser.newContext({ javaScriptEnabled: test.info().project.use.javaScriptEnabled ?? true })
  const head = await second.newPage()
  await openLink(head, links[1])

  await page.goto(`${demo.origin}/access/limit`)
  await expectNoAxeViolations(page)
  await page.locator('#amount').fill('200,00')
  await page.locator('form[action="/access/limit"] button.btn.big').click()
  await expect(page.locator('#code')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 700 })
  await expectNoSidewaysScroll(page)
  await page.locator('#code').fill(await readCode(page, demo, account.email))
  await page.locator('form[action="/access/limit"] button.btn.big').click()
  await expect(page).toHaveURL(/\/access\?limit/)
  await expect(page.locator('main')).toContainText('200,00')

  // Whoever may pay beside them is a second person: that takes a code as well.
  await forward(page, demo, { name: 'Kaja Kollegin', email: 'kaja.kollegin@example.com', rights: ['pay'] })
  await expect(page.locator('#code')).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)

  await page.goto(`${demo.origin}/pay/review?invoice=${account.numberOf('2')}&credit=none`)
  await expect(page.locator('main .callout', { hasText: '200,00' })).toContainText('zweite Person')
  await expect(page.locator('form[action="/pay/review"] button.btn.big')).toHaveText('Freigabe anfordern')
  await page.locator('form[action="/pay/review"] button.btn.big').click()
  await page.waitForURL('**/approvals/**')
  await expect(page.locator('button[value="approve"]')).toHaveCount(0)
  await expectNoAxeViolations(page)
  const held = page.url()
  await head.setViewportSize({ width: 320, height: 700 })
  for (const locale of ['en', 'ar', 'ro', 'fy', 'de']) {
    await head.goto(`${demo.origin}/pay?lang=${locale}`)
    await expect(head.locator('.callout', { has: head.locator('a[href="/approvals"]') })).toContainText(/250|٢٥٠/)
    await expectNoSidewaysScroll(head)
    await expectNoAxeViolations(head)
  }
  await head.locator('.callout a[href="/approvals"]').click()
  await expect(head.locator(`a[href="${new URL(held).pathname}"]`)).toBeVisible()
  for (const locale of ['en', 'ar', 'ro', 'fy', 'de']) {
    await head.goto(`${held}?lang=${locale}`)
    await expect(head.locator('html')).toHaveAttribute('lang', locale)
    await expect(head.locator('button[value="approve"]')).toBeVisible()
    await expectNoSidewaysScroll(head)
    await expectNoAxeViolations(head)
  }
  await head.locator('button[value="approve"]').click()
  await expect(head.locator('a[href^="/payments/"]')).toBeVisible()
  await expect(head.locator('main .callout')).toHaveCount(0)
  await page.reload()
  await page.locator('a[href^="/payments/"]').click()
  await expect(page.locator('main .sum').first()).toHaveText('250,00 €')

  await second.close()
})

for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`the pages of access stand at 320 px in ${locale}, without a fault @nojs`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    await openAccount(page, demo, locale)
    for (const path of ['/access', '/access/forward', '/access/limit', '/approvals']) {
      await page.goto(`${demo.origin}${path}?lang=${locale}`)
      await expect(page.locator('h1')).toBeVisible()
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  })
}
