/** What it costs on each day, and a quote in writing that is paid: without JavaScript, on a phone, in every language. */
import { randomUUID } from 'node:crypto'
import { normalizeText, readPdfBytes } from '../setup/read-pdf'
import type { Locator } from 'playwright/test'
import { createAccount, openLink } from './account'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

/** It asks for one and a half per cent a month after five days. */
const CREDITOR = 'cedarwick'
const DOCUMENTS = [
  { number: '1', amount: '1000.00', currency: 'USD', dueInDays: -25 },
  { number: '2', amount: '500.00', currency: 'USD', dueInDays: 20 },
]

test('the account by day, a quote, and its payment @nojs', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 720 })
  const account = await createAccount(page.request, demo, { creditor: CREDITOR, locale: 'en', documents: DOCUMENTS })
  await openLink(page, await account.createLink())
  await page.goto(`${demo.origin}/statement`)
  await page.getByRole('link', { name: 'What it costs on each day' }).click()
  // 20 days at 18 % a year on 1,000.
  await expect(page.locator('.sum')).toContainText('1,509.86')
  await page.getByText(/^Why .*1,509.86/).click()
  await expect(page.locator('main')).toContainText('Agreed: 1.5% a month, 18% a year')

  for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
    await page.goto(`${demo.origin}/payoff?lang=${language}`)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  }
  await page.goto(`${demo.origin}/payoff?lang=en`)
  await page.getByLabel('Only those ticked below').check()
  await page.getByText('Choose invoices').click()
  await page.getByLabel(account.numberOf('1')).check()
  await page.getByRole('button', { name: 'Show' }).click()
  await expect(page.locator('.sum')).toContainText('1,009.86')

  await page.getByLabel('To be paid by').fill('2020-01-01')
  await page.getByRole('button', { name: 'Get the quote' }).click()
  await expect(page.getByRole('alert')).toContainText('Please choose a day')
  await page.getByLabel('To be paid by').fill(findCreditorDay(CREDITOR, 3))
  await page.getByRole('button', { name: 'Get the quote' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Payoff quote')
  const quoteAddress = page.url()
  for (const language of ['en', 'ar']) {
    await page.goto(`${quoteAddress}?lang=${language}`)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  }
  const paper = await page.request.get(`${quoteAddress}.pdf?lang=en`)
  const text = normalizeText((await readPdfBytes(await paper.body())).text)
  expect(text).toContain(account.numberOf('1'))
  expect(text).not.toContain(account.numberOf('2'))

  await page.goto(`${quoteAddress}?lang=en`)
  await page.getByRole('link', { name: /^Pay / }).click()
  await expect(page.locator('main')).toContainText('Late interest on')
  await expect(page.locator('.sum').first()).toContainText('1,009.86')
  await expectNoAxeViolations(page)
})

/** The sum as it is written, wherever it stands. */
const readFigures = async (place: Locator) => (await place.innerText()).replace(/[^\d.,]/g, '')

test('what is being chosen shows the interest in it, and comes to what the review asks for', async ({
  page,
  demo,
  javaScriptEnabled,
}) => {
  await page.setViewportSize({ width: 320, height: 720 })
  const account = await createAccount(page.request, demo, { creditor: CREDITOR, locale: 'en', documents: DOCUMENTS })
  await openLink(page, await account.createLink())
  await page.goto(`${demo.origin}/pay`)
  const total = page.locator('#pay-total .total dd')
  const expectSameOnReview = async () => {
    const shown = await readFigures(total)
    await page.locator('form[action="/pay"] button.btn.big').click()
    await expect(page).toHaveURL(/\/pay\/review/)
    expect(await readFigures(page.locator('main .sum').first())).toBe(shown)
    await page.goBack()
  }
  const changed = () => (javaScriptEnabled ? undefined : page.getByRole('button', { name: 'Update total' }).click())

  // What is overdue is proposed: 1,000.00 and 9.86 of interest.
  await expect(total).toContainText('1,009.86')
  await expect(page.locator('#pay-total')).toContainText('Late interest and fixed sums')
  await expect(page.locator('ul.paying')).toContainText('plus $9.86 for late payment')
  await expect(page.locator('label[for="way-all"]')).toContainText('1,509.86')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await expectSameOnReview()

  await page.goto(`${demo.origin}/pay`)
  await page.locator(`input[name="invoice"][value="${account.numberOf('2')}"]`).check()
  await changed()
  await expect(total).toContainText('1,509.86')
  await expectSameOnReview()

  await page.goto(`${demo.origin}/pay`)
  await page.locator('#way-sum').check()
  await page.locator('#sum').fill('1,200')
  await changed()
  await expect(total).toContainText('1,200.00')
  await expect(page.locator('#pay-total')).toContainText('9.86')
  await expectSameOnReview()

  await page.goto(`${demo.origin}/pay`)
  await page.locator('#pay-total').getByRole('link', { name: 'How it is worked out' }).click()
  await expect(page).toHaveURL(/\/payoff/)
})

test('the terms of late interest in the console @js', async ({ page, demo }) => {
  await signInToConsole(page, CREDITOR)
  for (const language of ['en', 'ar']) {
    await page.goto(`${demo.origin}/console/settings/interest?lang=${language}`)
    await expectNoAxeViolations(page)
  }
  await page.goto(`${demo.origin}/console/settings/interest?lang=en`)
  await page.locator('#waive-invoice').fill(`none ${randomUUID()}`)
  await page.locator('#waive-reason').fill('a test')
  await page.getByRole('button', { name: 'Let go of interest' }).click()
  await expect(page.getByRole('alert')).toContainText('There is no such invoice')
  await expectNoSidewaysScroll(page)
})

test("a creditor's own rate, margin and fixed sum are refused without a source, and saved with one", async ({
  page,
  demo,
}) => {
  // Tests with and without JavaScript run side by side: each has a creditor and a law to itself.
  const isJs = test.info().project.name === 'js'
  await signInToConsole(page, isJs ? 'wattenhorst' : 'pellbrook')
  const address = `${demo.origin}/console/settings/interest?lang=en`
  await page.goto(address)
  const fill = (fields: Record<string, string>) =>
    Object.entries(fields).reduce(
      (before, [id, value]) => before.then(() => page.locator(`#${id}`).fill(value)),
      Promise.resolve(),
    )
  await page.locator('#rate-0-reference').selectOption('hu_base_rate')
  await page.locator('#margin-0-country').selectOption('HU')
  await page.locator('#sum-0-country').selectOption('HU')
  await fill({ 'rate-0-fromOn': '2027-01-01', 'rate-0-rate': '-0.25', 'rate-0-source': 'MNB 1/2027' })
  await fill({ 'margin-0-fromOn': '2027-01-01', 'margin-0-margin': '9.5' })
  await fill({ 'sum-0-fromOn': '2027-01-01', 'sum-0-currency': 'huf', 'sum-0-below': '100000' })
  await fill({ 'sum-0-amount': '16000', 'sum-0-source': 'Magyar Közlöny 2' })
  await page.locator('button[value="interest"]').click()
  await expect(page.locator('.errors a[href="#margin-0-source"]')).toBeVisible()
  await expect(page.locator('#margin-0-margin')).toHaveValue('9.5')
  await expectNoAxeViolations(page)
  await page.locator('#margin-0-source').fill('Magyar Közlöny 1')
  await page.locator('button[value="interest"]').click()
  await expect(page.getByRole('status')).toContainText('Saved')
  await page.getByText('Laws on late payment').click()
  const law = page.locator('tr', { hasText: 'Ptk. 6:155' })
  // The entry is for debts of later years: today the law's own figure counts.
  await expect(law).toContainText('Hungary')
  await expect(law).toContainText('8%')

  await page.goto(address)
  const kept = {
    ...{ 'rate-0-rate': '-0.25', 'rate-0-source': 'MNB 1/2027', 'margin-0-country': 'HU', 'margin-0-margin': '9.5' },
    ...{ 'margin-0-source': 'Magyar Közlöny 1', 'sum-0-currency': 'HUF', 'sum-0-below': '100,000' },
    ...{ 'sum-0-amount': '16,000', 'sum-0-source': 'Magyar Közlöny 2', 'margin-1-margin': '', 'sum-1-amount': '' },
  }
  for (const [id, value] of Object.entries(kept)) await expect(page.locator(`#${id}`)).toHaveValue(value)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})
