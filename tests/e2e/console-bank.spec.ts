/** The creditor's bank page: a suggestion taken, who may only look on, and a bank's own table whose columns are corrected. */
import type { Page } from 'playwright/test'
import { createAccount, openLink } from './account'
import type { Demo } from './demo'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const IBAN = 'DE32990501000004711020'

const yesterday = () => findCreditorDay('wattenhorst', -1)

async function upload(page: Page, demo: Demo, name: string, text: string): Promise<void> {
  await page.goto(`${demo.origin}/console/bank`)
  const buffer = Buffer.from(text)
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer })
  await page.locator('form[enctype="multipart/form-data"] button').click()
}

async function expectFitsEverywhere(page: Page): Promise<void> {
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 800 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 1280, height: 900 })
}

test('a suggestion is taken with one press, and the debtor sees the invoice paid', async ({ page, demo }) => {
  const documents = [{ number: '1', amount: '321.47' }]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'en', documents })
  const number = account.numberOf('1')
  const link = await account.createLink()
  await signInToConsole(page, 'wattenhorst')
  const head = 'account_iban,booked_on,amount,currency,counterparty_name,remittance_information,bank_reference'
  const row = [IBAN, yesterday(), '321.47', 'EUR', `Account ${account.prefix}`, 'thank you', `B-${number}`]
  await upload(page, demo, 'bank.csv', `${head}\n${row.join(',')}\n`)
  await page.waitForURL(/done=loaded/)
  const card = page.locator('.cards > .card', { hasText: `Account ${account.prefix}` }).first()
  const suggestion = card.locator('form', { has: page.locator(`input[name="invoices"][value="${number}"]`) })
  await suggestion.first().locator('button[value="assign"]').click()
  await page.waitForURL(/done=assigned/)

  await openLink(page, link)
  await page.goto(`${demo.origin}/invoices/${encodeURIComponent(number)}`)
  await expect(page.locator('main')).toContainText('€321.47')
  await expect(page.locator('main')).toContainText('Settled in full')
})

test('who only looks on sees the bank, and can neither load nor decide', async ({ page, demo }) => {
  await signInToConsole(page, 'pellbrook', 'viewer')
  await page.goto(`${demo.origin}/console/bank`)
  await expect(page.locator('h1')).toBeVisible()
  await expect(page.locator('input[type="file"]')).toHaveCount(0)
  await expect(page.locator('main form[method="post"] button')).toHaveCount(0)
  await expectNoAxeViolations(page)
  const address = `${demo.origin}/console/bank`
  const file = { name: 'bank.csv', mimeType: 'text/csv', buffer: Buffer.from('booked_on,amount,currency\n') }
  const headers = { Origin: demo.origin }
  expect((await page.request.post(address, { multipart: { file }, headers })).status()).toBe(403)
  const transaction = '00000000-0000-7000-8000-000000000000'
  const form = { intent: 'assign', transaction, debtor: 'D-1', invoices: '' }
  expect((await page.request.post(address, { form, headers })).status()).toBe(403)
  expect((await page.request.get(`${address}/columns?file=${'0'.repeat(64)}`)).status()).toBe(403)
})

test('the columns of a table nobody knows are corrected, kept, used again and corrected later', async ({
  page,
  demo,
}) => {
  const mark = `T${Date.now().toString(36).toUpperCase()}`
  const write = (text: string) =>
    `Tag der Buchung;Was es war ${mark};Umsatz in Euro;Wer\r\n20.11.2026;${text};1.119,00;Bäckerei Süß\r\n`
  await signInToConsole(page, 'wattenhorst')
  await upload(page, demo, `${mark}.csv`, write(`${mark} one`))
  await page.waitForURL(/\/console\/bank\/columns/)
  await expect(page.locator('table.data td').first()).toHaveText('20.11.2026')
  await expect(page.locator('.errors a').first()).toBeVisible()
  await expectFitsEverywhere(page)
  await page.goto(`${page.url()}&lang=ar`)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectFitsEverywhere(page)

  const correct = async (currency: string) => {
    await page.locator('[name="column-booked_on"]').selectOption('Tag der Buchung')
    await page.locator('[name="column-amount"]').selectOption('Umsatz in Euro')
    await page.locator('[name="column-remittance_information"]').selectOption(`Was es war ${mark}`)
    await page.locator('[name="column-counterparty_name"]').selectOption('Wer')
    await page.locator('[name="constant-currency"]').fill(currency)
    await page.locator('[name="dateFormat"]').selectOption('DD.MM.YYYY')
    await page.locator('[name="decimalSign"]').selectOption(',')
    await page.locator('[name="groupingSign"]').selectOption('.')
  }
  await correct('Euro')
  await page.locator('button[value="look"]').click()
  await expect(page.locator('.errors a').first()).toBeVisible()
  await correct('CHF')
  await page.locator('[name="name"]').fill(mark)
  await page.locator('button[value="load"]').click()
  await page.waitForURL(/\/console\/bank\?done=loaded&added=1/)
  await expect(page.locator('.cards > .card', { hasText: `${mark} one` }).first()).toContainText('CHF')

  // It was francs by mistake.
  await page.locator('a[href^="/console/bank/columns"]', { hasText: mark }).first().click()
  await page.waitForURL(/\/console\/bank\/columns/)
  await expect(page.locator('[name="constant-currency"]')).toHaveValue('CHF')
  await correct('EUR')
  await page.locator('button[value="load"]').click()
  await page.waitForURL(/\/console\/bank\?done=loaded&added=1/)
  const cards = page.locator('.cards > .card', { hasText: `${mark} one` })
  await expect(cards).toHaveCount(1)
  await expect(cards).not.toContainText('CHF')

  await upload(page, demo, `${mark}.csv`, write(`${mark} two`))
  await page.waitForURL(/\/console\/bank\?done=loaded&added=1/)
})

test('the Swiss QR-bill to print reads at 320 px, from right to left, and on paper', async ({ page, demo }) => {
  const documents = [{ number: '1', amount: '480.20', currency: 'CHF' }]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'ar', documents })
  await openLink(page, await account.createLink())
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('1')}`)
  const way = page.locator('input[name="way"][value="bank_transfer"]')
  if (await way.isVisible()) await way.check()
  await page.locator('form[action="/pay"] button.btn.big').click()
  if (await way.isVisible()) await way.check()
  await page.locator('form[action="/pay/review"] button.btn').last().click()
  await page.waitForURL('**/payments/**')
  await page.locator('a[href$="/qr-bill"]').click()
  await page.waitForURL(/\/qr-bill$/)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  const bill = page.locator('.qr-bill > div > svg')
  await expect(bill).toBeVisible()
  await expectFitsEverywhere(page)
  await page.emulateMedia({ media: 'print' })
  await page.setViewportSize({ width: 794, height: 1123 })
  await expect(page.locator('header').first()).toBeHidden()
  const box = await bill.boundingBox()
  // 210 x 105 mm at 96 dots an inch, at the foot of the sheet.
  expect(Math.round(box?.width ?? 0)).toBe(794)
  expect(Math.round((box?.y ?? 0) + (box?.height ?? 0))).toBe(1123)
  expect(Math.round(box?.height ?? 0)).toBe(397)
})
