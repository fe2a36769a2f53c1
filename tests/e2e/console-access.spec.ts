/** Who gets into the console and the API: invitations, roles, passwords and keys, as an owner and as others see them. */
import { randomUUID } from 'node:crypto'
import type { Browser, Page } from 'playwright/test'
import { invite, readLink, setPassword, signIn } from './console-people'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const CREDITOR = 'pellbrook'
const PASSWORD = 'a horse that was right'

/** A page of another person, in a browser of its own. */
async function openElsewhere(browser: Browser): Promise<Page> {
  const javaScriptEnabled = test.info().project.use.javaScriptEnabled !== false
  const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 320, height: 640 } })
  return context.newPage()
}

const cardOf = (page: Page, email: string) => page.locator('.card', { hasText: email })

test('somebody who is invited sets a password, once, and sees what the role allows', async ({
  page,
  demo,
  browser,
}) => {
  await signInToConsole(page, CREDITOR)
  const { email, link } = await invite(page, demo, { role: 'viewer', locale: 'ar' })
  await page.goto(`${demo.origin}/console/users`)
  await expectNoAxeViolations(page)

  const theirs = await openElsewhere(browser)
  await setPassword(theirs, link, PASSWORD, 'another horse altogether')
  await expect(theirs.locator('#repeated-password')).toHaveAttribute('aria-invalid', 'true')
  await setPassword(theirs, link, email)
  await expect(theirs.locator('#new-password')).toHaveAttribute('aria-invalid', 'true')
  await expect(theirs.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectNoAxeViolations(theirs)
  await expectNoSidewaysScroll(theirs)
  await setPassword(theirs, link, PASSWORD)
  await theirs.waitForURL('**/console/sign-in?*')
  await expect(theirs.locator('.callout.good')).toBeVisible()
  await expectNoAxeViolations(theirs)

  await signIn(theirs, demo, email, PASSWORD)
  await theirs.waitForURL(/\/console\/debtors/)
  await expect(theirs.locator('nav.sections a[href="/console/webhooks"]')).toHaveCount(1)
  for (const path of ['/console/users', '/console/api-keys']) {
    await expect(theirs.locator(`nav.sections a[href="${path}"]`)).toHaveCount(0)
    const refused = await theirs.goto(`${demo.origin}${path}`)
    expect(refused?.status()).toBe(403)
    await expect(theirs.getByRole('heading', { level: 1 })).toHaveText('دوركم لا يسمح بذلك')
  }
  await expectNoAxeViolations(theirs)
  await expectNoSidewaysScroll(theirs)

  const again = await theirs.goto(link)
  expect(again?.status()).toBe(410)
  await expect(theirs.locator('#new-password')).toHaveCount(0)
  await expectNoAxeViolations(theirs)
  await theirs.context().close()
})

test('who is disabled is signed out at once, and an owner’s own access stays', async ({ page, demo, browser }) => {
  await signInToConsole(page, CREDITOR)
  const { email, link } = await invite(page, demo, { role: 'collector', locale: 'en' })
  const theirs = await openElsewhere(browser)
  await setPassword(theirs, link, PASSWORD)
  await signIn(theirs, demo, email, PASSWORD)
  await theirs.waitForURL(/\/console\/debtors/)

  await page.goto(`${demo.origin}/console/users`)
  const card = cardOf(page, email)
  await card.locator('select').selectOption('owner')
  await card.locator('button[value="change-role"]').click()
  await expect(page.locator('.callout.good')).toBeVisible()
  await theirs.goto(`${demo.origin}/console/users`)
  await expect(cardOf(theirs, email).locator('form')).toHaveCount(0)

  await card.locator('summary').click()
  await card.locator('button[value="disable"]').click()
  await expect(card.locator('button[value="enable"]')).toBeVisible()
  await theirs.goto(`${demo.origin}/console/debtors`)
  await theirs.waitForURL(/\/console\/sign-in/)
  await signIn(theirs, demo, email, PASSWORD)
  await expect(theirs.locator('.callout.bad')).toBeVisible()

  await card.locator('button[value="enable"]').click()
  await expect(card.locator('button[value="send-link"]')).toBeVisible()
  await card.locator('button[value="send-link"]').click()
  await expect(page.locator('.callout.good')).toContainText(email)
  await setPassword(theirs, await readLink(page, demo, email), 'a third horse in the row')
  await signIn(theirs, demo, email, 'a third horse in the row')
  await theirs.waitForURL(/\/console\/debtors/)
  await theirs.context().close()
})

test('one’s own password is changed by who knows it, and other sessions end', async ({ page, demo, browser }) => {
  await signInToConsole(page, CREDITOR)
  const { email, link } = await invite(page, demo, { role: 'viewer', locale: 'de' })
  const theirs = await openElsewhere(browser)
  const elsewhere = await openElsewhere(browser)
  await setPassword(theirs, link, PASSWORD)
  for (const each of [theirs, elsewhere]) {
    await signIn(each, demo, email, PASSWORD)
    await each.waitForURL(/\/console\/debtors/)
  }
  const change = async (current: string, password: string) => {
    await theirs.goto(`${demo.origin}/console/password`)
    await theirs.locator('#current-password').fill(current)
    await theirs.locator('#new-password').fill(password)
    await theirs.locator('#repeated-password').fill(password)
    await theirs.locator('main form button').click()
  }
  await change('not this one at all', 'another horse altogether')
  await expect(theirs.locator('#current-password')).toHaveAttribute('aria-invalid', 'true')
  await expectNoAxeViolations(theirs)
  await expectNoSidewaysScroll(theirs)
  await change(PASSWORD, 'another horse altogether')
  await expect(theirs.locator('.callout.good')).toBeVisible()
  await theirs.goto(`${demo.origin}/console/debtors`)
  await expect(theirs).toHaveURL(/\/console\/debtors/)
  await elsewhere.goto(`${demo.origin}/console/debtors`)
  await elsewhere.waitForURL(/\/console\/sign-in/)
  await theirs.context().close()
  await elsewhere.context().close()
})

test('a forgotten password is replaced by the link in a mail', async ({ page, demo, browser }) => {
  await signInToConsole(page, CREDITOR)
  const { email, link } = await invite(page, demo, { role: 'viewer', locale: 'ro' })
  const theirs = await openElsewhere(browser)
  await setPassword(theirs, link, PASSWORD)
  await theirs.locator('a[href="/console/forgot-password"]').click()
  await expectNoAxeViolations(theirs)
  await theirs.locator('#email').fill(email)
  await theirs.locator('main form button').click()
  await expect(theirs.locator('.callout.good')).toBeVisible()
  await expectNoAxeViolations(theirs)
  await expectNoSidewaysScroll(theirs)
  await setPassword(theirs, await readLink(page, demo, email), 'another horse altogether')
  await signIn(theirs, demo, email, 'another horse altogether')
  await theirs.waitForURL(/\/console\/debtors/)
  await theirs.context().close()
})

test('a key is shown once, opens the API, and is refused once it is revoked', async ({ page, demo, request }) => {
  await page.setViewportSize({ width: 320, height: 640 })
  await signInToConsole(page, CREDITOR)
  const label = `ERP ${randomUUID().slice(0, 8)}`
  await page.goto(`${demo.origin}/console/api-keys?lang=ar`)
  await expectNoAxeViolations(page)
  await page.locator('#label').fill(label)
  await page.locator('button[value="create"]').click()
  const key = await page.locator('#new-key').inputValue()
  expect(key).toMatch(/^qk_[\w-]{43}$/)
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)

  const ask = () => request.get(`${demo.origin}/api/v1/debtors`, { headers: { Authorization: `Bearer ${key}` } })
  expect((await ask()).status()).toBe(200)
  await page.goto(`${demo.origin}/console/api-keys`)
  expect(await page.content()).not.toContain(key)
  const card = page.locator('.card', { hasText: label })
  await card.locator('summary').click()
  await card.locator('button[value="revoke"]').click()
  await expect(page.getByRole('region').locator('table')).toContainText(label)
  expect((await ask()).status()).toBe(401)
  await expectNoAxeViolations(page)
  await expectNoSidewaysScroll(page)
})

test('whose session has ended is led to sign in, and back to the page', async ({ page, demo }) => {
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/disputes`)
  await page.context().clearCookies()
  await page.locator('nav.sections a[href^="/console/reminders"]').click()
  await page.waitForURL('**/console/sign-in?*')
  await expect(page.locator('#email')).toBeVisible()
  expect(new URL(page.url()).searchParams.get('next')).toMatch(/^\/console\/reminders/)
})

test('an address of the console that does not exist is answered inside it; a stranger is led to sign in', async ({
  page,
  demo,
}) => {
  await page.goto(`${demo.origin}/console/nothing/at/all`)
  await page.waitForURL('**/console/sign-in?*')
  await signInToConsole(page, 'wattenhorst')
  const answer = await page.goto(`${demo.origin}/console/nothing/at/all`)
  expect(answer?.status()).toBe(404)
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Seite gibt es nicht')
  await expect(page.locator('main a.btn')).toHaveAttribute('href', '/console/debtors')
  await expectNoAxeViolations(page)
})
