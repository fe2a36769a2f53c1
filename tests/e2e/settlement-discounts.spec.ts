/** What paying early saves: told on the statement and the invoice, taken with a payment, and put on paper. */
import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const DOCUMENTS = [
  { number: '1', amount: '1000.00', dueInDays: 25, discount: { percent: '2', untilInDays: 5 } },
  { number: '2', amount: '80.00', dueInDays: 20 },
]

async function openAccount(page: Page, demo: Demo, locale: string): Promise<Account> {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents: DOCUMENTS })
  await openLink(page, await account.createLink())
  return account
}

test('a discount is shown, explained, taken with the payment and stated by a credit note', async ({ page, demo }) => {
  const account = await openAccount(page, demo, 'de')
  const number = account.numberOf('1')
  const row = page.locator('table.invoices tbody tr', { hasText: number })
  await expect(row).toContainText('20,00 € Skonto bis')
  await expect(page.locator('.due.card')).toContainText('20,00 €')
  await expectNoAxeViolations(page)

  await page.goto(`${demo.origin}/invoices/${number}`)
  const card = page.locator('section', { has: page.locator('#discount-title') })
  await expect(card.locator('tbody tr')).toHaveCount(1)
  await expect(card).toContainText('980,00 €')
  await card.locator('summary').click()
  await expect(card.locator('ol li').nth(1)).toContainText('1.000,00 € × 2 %')
  await expectNoAxeViolations(page)

  await page.goto(`${demo.origin}/pay?invoice=${number}`)
  await expect(page.locator('ul.paying')).toContainText('20,00 € Skonto')
  await page.locator('form[action="/pay"] button.btn.big').click()
  await expect(page.locator('main .sum').first()).toHaveText('980,00 €')
  await expect(page.locator('main')).toContainText('Sie sparen 20,00 €')
  await expectNoAxeViolations(page)
  await page.locator('form[action="/pay/review"] button.btn').first().click()
  await page.waitForURL('**/sandbox/**')
  await page.locator('button[name="action"][value="pay_by_card"]').click()
  await page.waitForURL('**/payments/**')
  await expect(async () => {
    await page.reload()
    await expect(page.locator('.seal.good')).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
  await page.locator('a[href$="/receipt"]').click()
  await expect(page.locator('article')).toContainText('980,00 €')
  await expect(page.locator('article')).toContainText('20,00 €')
  await expectNoAxeViolations(page)
  const href = await page.locator(`a[href*="/discounts/note.pdf"]`).first().getAttribute('href')
  const note = await page.request.get(`${demo.origin}${href ?? ''}`)
  expect(note.status()).toBe(200)
  expect((await note.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await page.goto(`${demo.origin}/invoices/${number}`)
  await expect(page.locator('#discount-title')).toHaveCount(0)
})

test('a payment file is not carried out after the day on which its discount ends', async ({ page, demo }) => {
  const account = await openAccount(page, demo, 'de')
  await page.goto(`${demo.origin}/pay/review?invoice=${account.numberOf('1')}`)
  await page.locator('button[formaction="/pay/bank-file"]').click()
  const day = page.locator('#executionOn')
  const lastDay = (await day.getAttribute('max')) ?? ''
  await page.locator('#iban').fill('DE89 3704 0044 0532 0130 00')
  await day.fill(new Date(Date.parse(lastDay) + 86_400_000).toISOString().slice(0, 10))
  await page.locator('button[value="pain.001"]').click()
  await expect(page.locator('.errors a[href="#executionOn"]')).toContainText('Skonto')
  await expectNoAxeViolations(page)

  await day.fill(lastDay)
  const [file] = await Promise.all([page.waitForEvent('download'), page.locator('button[value="pain.001"]').click()])
  const xml = await readFile(await file.path(), 'utf8')
  expect(xml).toContain(`<Dt>${lastDay}</Dt>`)
  expect(xml).toContain('<CtrlSum>980.00</CtrlSum>')
})

for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`discounts are told at 320 px in ${locale}, without a fault @nojs`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    const account = await openAccount(page, demo, locale)
    const invoice = account.numberOf('1')
    for (const path of [
      '/statement',
      `/invoices/${invoice}`,
      `/pay?invoice=${invoice}`,
      `/pay/review?invoice=${invoice}`,
    ]) {
      await page.goto(`${demo.origin}${path}`)
      await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  })
}

for (const locale of ['de', 'ar']) {
  test(`what credit, discount and payment settle stays within a phone in ${locale} @nojs`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    const documents = [
      { number: '1', amount: '61000.00', dueInDays: 25, discount: { percent: '2', untilInDays: 9 } },
      { number: '2', amount: '14000.00', dueInDays: -3 },
      { number: 'G', amount: '2500.00', kind: 'credit_note' as const },
    ]
    const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents })
    await openLink(page, await account.createLink())
    await page.goto(`${demo.origin}/pay/review?all=1&currency=EUR`)
    await page.locator('input[value="bank_transfer"]').check()
    await page.locator('form[action="/pay/review"] button.btn').first().click()
    await page.waitForURL('**/payments/**')
    const row = page.locator('table tr', { hasText: account.numberOf('2') })
    await expect(row.locator('td')).toHaveCount(3)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}

test('the creditor is told which figure of its terms is out of bounds, and nothing is changed', async ({
  page,
  demo,
}) => {
  await signInToConsole(page, 'wattenhorst')
  await page.goto(`${demo.origin}/console/settings?lang=en`)
  await page.locator('#tier-0-days').fill('10')
  await page.locator('#tier-0-rate').fill('40')
  await page.locator('button[name="intent"][value="discount"]').click()
  await expect(page.locator('.errors a[href="#tier-0-rate"]')).toBeVisible()
  await expect(page.locator('#tier-0-rate')).toHaveValue('40')
  await expectNoAxeViolations(page)
})
