/** Writing to the creditor: a message, "I cannot pay now", and a link that reached the wrong person. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { createAccount } from './account'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const CREDITOR = 'wattenhorst'

async function open(page: Page, link: string) {
  await page.goto(link)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL('**/statement')
}

const newAccount = (request: Parameters<typeof createAccount>[0], demo: Parameters<typeof createAccount>[1]) =>
  createAccount(request, demo, { creditor: CREDITOR, locale: 'en', documents: [{ number: 'A', amount: '120.00' }] })

const dayFromNow = (days: number) => findCreditorDay(CREDITOR, days)

test('a message goes to the creditor, who answers it in the console, and both can read it', async ({
  page,
  request,
  demo,
}) => {
  const account = await newAccount(request, demo)
  await open(page, await account.createLink())
  await page.getByRole('link', { name: 'Contact and help' }).click()
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByLabel('Subject').fill(`Delivery ${account.prefix}`)
  await page.getByLabel('Invoice number').fill('of another')
  await page.getByLabel('Your message').fill('Where is the\ndelivery note?')
  await page.getByLabel('Your e-mail address').fill('clerk@debtor.example')
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByLabel('Invoice number')).toHaveAccessibleDescription(/no such invoice/)
  await page.getByLabel('Invoice number').fill(account.numberOf('A'))
  await page.getByRole('button', { name: 'Send message' }).click()
  await expect(page.getByText(/^Sent to .*, reference/)).toBeVisible()
  await expect(page.getByRole('article')).toContainText('delivery note?')

  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}?lang=en`)
  await page.getByRole('link', { name: /^Message / }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(account.prefix)
  await expectNoAxeViolations(page)
  await page.getByLabel('Your answer by e-mail').fill('It is on its way.')
  await page.getByRole('button', { name: 'Reply' }).click()
  await expect(page.getByText('Saved.')).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Done')

  await page.goto(`${demo.origin}/contact?lang=en`)
  await expect(page.getByRole('article')).toContainText('It is on its way.')
})

test('who cannot pay now has a pause at once, sees it on the statement, and owes what was owed', async ({
  page,
  request,
  demo,
}) => {
  const account = await newAccount(request, demo)
  await open(page, await account.createLink())
  const owed = await page.locator('main table').first().innerText()
  await page.goto(`${demo.origin}/contact/cannot-pay`)
  await page.getByLabel('I am waiting for money from others').check()
  await page.getByLabel('Until when?').fill(dayFromNow(7))
  await page.getByLabel('Your e-mail address').fill('clerk@debtor.example')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('article')).toContainText('Granted')
  await page.goto(`${demo.origin}/statement`)
  await expect(page.getByText(/^No reminders are sent until/)).toBeVisible()
  expect(await page.locator('main table').first().innerText()).toBe(owed)
  await expectNoAxeViolations(page)
})

async function askForPause(page: Page, origin: string) {
  await page.goto(`${origin}/contact/cannot-pay?lang=en`)
  await page.getByLabel('Business is slow').check()
  await page.getByLabel('Until when?').fill(dayFromNow(7))
  await page.getByLabel('Your e-mail address').fill('clerk@debtor.example')
}

test('a pause ends early by the debtor, and by the creditor with a reason @nojs', async ({ page, request, demo }) => {
  const account = await newAccount(request, demo)
  await open(page, await account.createLink())
  await askForPause(page, demo.origin)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.goto(`${demo.origin}/contact/cannot-pay`)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'End the pause now' }).click()
  await expect(page.getByText('The pause has ended.')).toBeVisible()
  await page.goto(`${demo.origin}/statement`)
  await expect(page.getByText(/^No reminders are sent until/)).toHaveCount(0)

  await page.setViewportSize({ width: 1200, height: 800 })
  await askForPause(page, demo.origin)
  await page.getByRole('button', { name: 'Send' }).click()
  await page.goto(`${demo.origin}/statement`)
  await expect(page.getByText(/^No reminders are sent until/)).toBeVisible()
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}?lang=en`)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'End the pause' }).click()
  await expect(page).toHaveURL(/\/console\/requests\//)
  await expect(page.getByLabel('Why the pause ends now')).toHaveAccessibleDescription(/Please say why/)
  await expectNoAxeViolations(page)
  await page.getByLabel('Why the pause ends now').fill('The first part did not come.')
  await page.getByRole('button', { name: 'End the pause' }).click()
  await expect(page).toHaveURL(/\?saved$/)
  await expect(page.getByText(/, by the creditor$/)).toBeVisible()
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}`)
  await expect(page.getByRole('button', { name: 'End the pause' })).toHaveCount(0)
  await expect(page.getByText('Pause of reminders ended early').first()).toBeVisible()
  await page.goto(`${demo.origin}/statement?lang=en`)
  await expect(page.getByText(/^No reminders are sent until/)).toHaveCount(0)
  await page.goto(`${demo.origin}/contact`)
  await expect(page.getByRole('article').first()).toContainText('The first part did not come.')
})

test('a document that shows why goes along as a file, and the creditor alone can fetch it', async ({
  page,
  request,
  demo,
}) => {
  const account = await newAccount(request, demo)
  await open(page, await account.createLink())
  await askForPause(page, demo.origin)
  const file = page.getByLabel('A document that shows it')
  await file.setInputFiles({ name: 'bank.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF at all') })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('alert')).toContainText('bank.pdf')
  await expect(page.getByLabel('Business is slow')).toBeChecked()
  await expectNoAxeViolations(page)
  const content = Buffer.from('day,balance\n2026-11-20,12.50\n')
  await file.setInputFiles({ name: 'bank.csv', mimeType: 'text/csv', buffer: content })
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('article')).toContainText('bank.csv')

  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}?lang=en`)
  await page.getByRole('link', { name: /^Cannot pay now / }).click()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'bank.csv' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('bank.csv')
  expect(await readFile(await download.path())).toEqual(content)
})

test('whom a link is not for says so without opening it, and the right person gets one when it is confirmed', async ({
  page,
  request,
  demo,
}) => {
  const account = await newAccount(request, demo)
  const link = await account.createLink()
  await page.goto(link)
  await page.getByRole('link', { name: /^Not for you/ }).click()
  await expect(page.getByText('120.00')).toHaveCount(0)
  await expectNoAxeViolations(page)
  await page.getByLabel('I am not the right person').check()
  await page.getByLabel('E-mail address of the right person').fill(`right-${account.prefix}@debtor.example`)
  await page.getByLabel('Your e-mail address').fill('somebody@else.example')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByText(/^Your message has reached/)).toBeVisible()
  await page.goto(`${demo.origin}/statement`)
  expect(new URL(page.url()).pathname).toBe('/session-ended')

  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}?lang=en`)
  await page.getByRole('link', { name: /^Not for me / }).click()
  await expect(page.getByRole('heading', { name: 'Links that confirming withdraws' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: 'Confirm' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Confirmed')
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link has been withdrawn' })).toBeVisible()
})

for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`the pages of contact and trust are readable in ${language}, on a phone`, async ({ page, request, demo }) => {
    const account = await newAccount(request, demo)
    const link = await account.createLink()
    await page.setViewportSize({ width: 320, height: 720 })
    await page.goto(`${link}/not-for-me?lang=${language}`)
    await expectNoSidewaysScroll(page)
    await open(page, link)
    for (const path of ['/contact', '/contact/cannot-pay', '/contact/not-for-me', '/trust']) {
      await page.goto(`${demo.origin}${path}?lang=${language}`)
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  })
}
