/** Reminders: the creditor's preview, holds and switch, the settings, and the page that stops them. */
import type { Page } from 'playwright/test'
import { createAccount } from './account'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'
import type { Demo } from './demo'

/** Tests with and without JavaScript run side by side: each has a creditor to itself. */
const getOwnCreditor = () => (test.info().project.name === 'js' ? 'cedarwick' : 'wattenhorst')

async function turnOn(page: Page, { origin }: Demo) {
  await page.goto(`${origin}/console/settings?lang=en`)
  const settings = page.getByRole('region', { name: 'Reminders', exact: true })
  await settings.getByLabel('Send reminders').check()
  await settings.getByLabel('Monday to Friday only').uncheck()
  // Nothing is sent while this runs: only what would be is looked at.
  await settings.getByLabel('From (hour)').fill('23')
  await settings.getByLabel('Until (hour)').fill('24')
  // The last demand would not run its term before the hand-over.
  await settings.getByLabel('Formal payment requests, in days').fill('30, 60, 90')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByLabel('Hand-over, in days after')).toHaveAccessibleDescription(/allowed|between|range/i)
  await settings.getByLabel('Formal payment requests, in days').fill('30, 60')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
}

test('a creditor turns reminders on, sees what will be said, and holds an invoice and a debtor', async ({
  page,
  request,
  demo,
}) => {
  const creditor = getOwnCreditor()
  const account = await createAccount(request, demo, {
    ...{ creditor, locale: 'en' },
    documents: [{ number: 'LATE', amount: '120.00', dueInDays: -7 }],
  })
  const debtor = account.externalId
  const number = account.numberOf('LATE')
  await signInToConsole(page, creditor)
  await turnOn(page, demo)
  await page.goto(`${demo.origin}/console/reminders?lang=en`)
  await expectNoAxeViolations(page)
  const preview = page.getByRole('table', { name: /Will be said on/ })
  await expect(preview).toContainText(`${number} · 7 days after the due date`)
  // The account came with an invoice, and has no contact yet.
  await expect(preview.getByRole('row', { name: new RegExp(number) })).toContainText('Nobody to write to')

  await page.goto(`${demo.origin}/console/debtors/${encodeURIComponent(debtor)}?lang=en`)
  await page.getByRole('link', { name: 'Reminders to this debtor' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Reminders to')
  await page.getByLabel('Number of the invoice').fill('of another')
  await page.getByRole('button', { name: 'Hold' }).click()
  await expect(page.getByLabel('Number of the invoice')).toHaveAccessibleDescription(/no such invoice/)
  await page.getByLabel('Number of the invoice').fill(number)
  await page.getByLabel('Reason').fill('A credit note is on its way.')
  await page.getByRole('button', { name: 'Hold' }).click()
  const holds = page.getByRole('table', { name: 'Held by you' })
  await expect(holds).toContainText(number)
  await expectNoAxeViolations(page)

  await page.goto(`${demo.origin}/console/reminders?lang=en`)
  await expect(page.getByRole('row', { name: new RegExp(`${number}.*Held by you`) })).toBeVisible()
  await page.goto(`${demo.origin}/console/reminders/debtors/${encodeURIComponent(debtor)}?lang=en`)
  await holds
    .getByRole('row', { name: new RegExp(number) })
    .getByRole('button')
    .click()
  await expect(holds).toHaveCount(0)
  await page.getByRole('button', { name: 'Switch reminders off' }).click()
  await expect(page.getByText('Reminders to this debtor are switched off.')).toBeVisible()
  await page.getByRole('button', { name: 'Switch reminders on again' }).click()
  await expect(page.getByRole('button', { name: 'Switch reminders off' })).toBeVisible()
})

/** The next Monday, on which the sample creditor sends; as the address of a page asks for it. */
function findMonday(): string {
  let days = 1
  while (new Date(findCreditorDay('wattenhorst', days)).getUTCDay() !== 1) days += 1
  return findCreditorDay('wattenhorst', days)
}

for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`reminders are readable in ${language}, on a phone and on a desktop`, async ({ page, demo }) => {
    await signInToConsole(page, 'pellbrook')
    const debtor = demo.debtors.find((line) => line.creditor === 'pellbrook')?.externalId ?? ''
    for (const path of [`?on=${findMonday()}&`, `/debtors/${encodeURIComponent(debtor)}?`]) {
      await page.setViewportSize({ width: 1280, height: 900 })
      await page.goto(`${demo.origin}/console/reminders${path}lang=${language}`)
      await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
      await expectNoAxeViolations(page)
      await page.setViewportSize({ width: 320, height: 720 })
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  })
}

test('a page that stops reminders answers to nothing but a mail’s own link', async ({ request, demo }) => {
  const ids = ['01a20132-eae4-78b1-8f43-6e38cc4891d3', '01a20132-eae4-78b1-8f43-6e38cc4891d4']
  const path = `${demo.origin}/reminders/stop?creditor=${ids[0]}&notice=${ids[1]}&key=made-up`
  expect((await request.get(path)).status()).toBe(404)
  expect((await request.post(path, { form: { 'List-Unsubscribe': 'One-Click' } })).status()).toBe(404)
})
