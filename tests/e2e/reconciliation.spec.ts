/** A clerk's own ledger: sent, its columns put right, compared, and what follows from it. */
import type { Page } from 'playwright/test'
import { createAccount, openLink } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

const DOCUMENTS = [
  { number: '1001', amount: '119.00' },
  { number: '1002', amount: '1300.00' },
  { number: '1003', amount: '7.00' },
  { number: '9', amount: '10.00', kind: 'credit_note' as const },
]

async function openClerk(page: Page, demo: Demo, locale: string, scope = ['view', 'pay', 'dispute']) {
  // A creditor's system has no session of a debtor.
  await page.context().clearCookies()
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents: DOCUMENTS })
  await openLink(page, await account.createLink({ scope }))
  return account
}

async function send(page: Page, text: string): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({
    ...{ name: 'ledger.csv', mimeType: 'text/csv' },
    buffer: Buffer.from(text),
  })
  await page.locator('form[enctype="multipart/form-data"] button').click()
}

const isScripted = () => test.info().project.use.javaScriptEnabled !== false

test('a ledger is sent, its columns corrected, and what it lacks is paid', async ({ page, demo }) => {
  const account = await openClerk(page, demo, 'en')
  await page.locator('a[href="/reconciliation"]').click()
  await page.waitForURL('**/reconciliation')
  await expectNoAxeViolations(page)

  await send(page, '%PDF-1.7 no ledger')
  await expect(page.getByRole('alert')).toContainText('neither a CSV file nor an XLSX workbook')
  await expect(page.locator('#file')).toHaveAttribute('aria-invalid', 'true')
  await expectNoAxeViolations(page)

  const numbers = DOCUMENTS.map(({ number }) => account.numberOf(number))
  await send(
    page,
    `Open items\n\nReference;Day;Sum\nINV ${numbers[0]};;119,00\n${numbers[1]};;1.200,00\nX-77;;5,00\n${numbers[1]};;1.200,00\n`,
  )
  await page.waitForURL('**/columns')
  await expect(page.locator('#column-number')).toHaveValue('0')
  await expect(page.locator('#decimal-sign')).toHaveValue(',')
  await expect(page.locator('#first-row')).toHaveValue('4')
  await expectNoAxeViolations(page)
  await page.locator('#column-amount').selectOption('')
  await page.getByRole('button', { name: 'Compare' }).click()
  await expect(page.locator('.errors a')).toHaveText('Choose the column of the amount, or those of debit and credit.')
  await expectNoAxeViolations(page)
  await page.locator('#column-amount').selectOption('2')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/\/reconciliation\/[0-9a-f-]+$/)
  const result = page.url()

  const main = page.locator('main')
  await expect(main.getByRole('row')).toHaveCount(2)
  await expect(main.getByRole('row').last()).toContainText('-€100.00')
  await expectNoAxeViolations(page)
  for (const [name, text] of [
    // Which of the two depends on the letters and digits of the account's own name.
    [/^Agreeing/, /similar number|number with a slip/],
    [/^Entered twice/, 'row 7'],
    [/^Missing at the creditor/, 'X-77'],
    [/^Credits not used/, numbers[3] ?? ''],
  ] as const) {
    await main.getByRole('link', { name }).click()
    await expect(main.getByRole('row').last()).toContainText(text)
  }
  await expectNoAxeViolations(page)

  await main.getByRole('link', { name: /^Missing in your ledger/ }).click()
  await main.getByRole('checkbox', { name: `Select ${numbers[2]}` }).check()
  const disputes = page.getByRole('button', { name: 'Dispute' })
  await expect(disputes).toHaveAttribute('formaction', '/disputes/new')
  await page.getByRole('button', { name: 'Add to payment' }).click()
  await page.waitForURL(new RegExp(`/pay\\?.*invoice=${numbers[2]}`))
  await expect(page.locator(`input[name="invoice"][value="${numbers[2]}"]`)).toBeChecked()

  const csv = await page.request.get(`${result}/result.csv`)
  expect(csv.headers()['content-disposition']).toContain('ledger-')
  expect(await csv.text()).toContain(`Amounts differ,number,5,${numbers[1]}`)
  const workbook = await page.request.get(`${result}/result.xlsx`)
  expect((await workbook.body()).subarray(0, 2).toString()).toBe('PK')
  const copies = await page.request.get(`${demo.origin}/reconciliation/copies.zip?invoice=${numbers[2]}`)
  expect((await copies.body()).subarray(0, 2).toString()).toBe('PK')

  await page.goto(`${demo.origin}/reconciliation`)
  await page.getByRole('link', { name: /^ledger.csv/ }).click()
  await page.getByRole('button', { name: 'Compare again' }).click()
  await page.waitForURL(result)
  await page.getByRole('button', { name: 'Delete now' }).click()
  await page.waitForURL(/deleted/)
  await expect(page.getByRole('link', { name: /^ledger.csv/ })).toHaveCount(0)
  expect((await page.request.get(result)).status()).toBe(404)
})

test('all of a list is disputed, copied and paid, and no bound is silent @nojs', async ({ page, demo }) => {
  test.setTimeout(120_000)
  const documents = Array.from({ length: 130 }, (_unused, index) => ({
    number: String(1_000 + index),
    amount: '10.00',
  }))
  await page.context().clearCookies()
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'en', documents })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'dispute'] }))
  await page.goto(`${demo.origin}/reconciliation`)
  await send(page, 'Invoice;Amount\nZ-1;119,00\n')
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/\/reconciliation\/[0-9a-f-]+$/)
  const result = `${page.url()}?show=missing_at_yours`
  await page.goto(result)
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: 'Get copies' }).click()
  await expect(page.getByRole('alert')).toContainText('Nothing was ticked')
  await expectNoAxeViolations(page)
  await page.getByRole('radio', { name: 'All 100 entries of this page' }).check()
  await page.getByRole('button', { name: 'Dispute' }).click()
  await expect(page.locator('input[type="hidden"][name="invoice"]')).toHaveCount(100)
  await expect(page.locator('.callout')).toHaveCount(0)

  await page.goto(result)
  await page.getByRole('radio', { name: 'All 130 entries of this list, on all pages' }).check()
  await page.getByRole('button', { name: 'Dispute' }).click()
  await expect(page.locator('.callout')).toContainText('numbers 1 to 100 of the 130')
  await page.locator('.callout a').click()
  await expect(page.locator('.callout')).toContainText('numbers 101 to 130 of the 130')
  await expect(page.locator('input[type="hidden"][name="invoice"]')).toHaveCount(30)
  await expectNoAxeViolations(page)

  await page.goto(result)
  await page.getByRole('radio', { name: 'All 130 entries of this list, on all pages' }).check()
  await page.getByRole('button', { name: 'Add to payment' }).click()
  await page.waitForURL(/of=all/)
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(130)
  await page.locator('form[action="/pay"] button.btn.big').click()
  await expect(page.locator('main')).toContainText('€1,300.00')

  const choice = new URLSearchParams({
    ledger: new URL(result).pathname.split('/').at(-1) ?? '',
    show: 'missing_at_yours',
  })
  const copies = await page.request.get(`${demo.origin}/reconciliation/copies.zip?${choice.toString()}&of=all`)
  expect(copies.headers()['content-type']).toBe('application/zip')
})

test('another debtor’s ledger is not found, and who may only look is offered no payment', async ({ page, demo }) => {
  const account = await openClerk(page, demo, 'en', ['view'])
  await page.goto(`${demo.origin}/reconciliation`)
  await send(page, `Invoice;Amount\n${account.numberOf('1001')};119,00\n`)
  await page.getByRole('button', { name: 'Compare' }).click()
  await page.waitForURL(/\/reconciliation\/[0-9a-f-]+$/)
  await expect(page.getByRole('button', { name: 'Get copies' })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Add to payment' })).toHaveCount(0)
  await expect(page.getByRole('button', { name: 'Dispute' })).toHaveCount(0)
  const address = page.url()
  await openClerk(page, demo, 'en')
  expect((await page.request.get(address)).status()).toBe(404)
  expect((await page.request.get(`${address}/result.csv`)).status()).toBe(404)
  expect((await page.request.get(`${demo.origin}/reconciliation/nothing`)).status()).toBe(404)
})

/** So long that its page is seen before it is compared. */
const LONG_LEDGER = Array.from({ length: 60_000 }, (_unused, index) => `Z-${100_000 + index};2026-01-31;1,00`).join(
  '\n',
)

for (const [locale, title] of [
  ['de', 'Ihre Liste wird abgeglichen'],
  ['ar', 'تجري مطابقة قائمتكم'],
] as const) {
  test(`a long ledger is compared while its page waits, in ${locale} @nojs`, async ({ page, demo }) => {
    test.skip(isScripted(), 'the page has no scripts: once is enough')
    test.setTimeout(120_000)
    await page.setViewportSize({ width: 320, height: 640 })
    const account = await openClerk(page, demo, locale)
    await page.goto(`${demo.origin}/reconciliation`)
    await send(page, `Invoice;Date;Amount\n${account.numberOf('1001')};2026-01-31;119,00\n${LONG_LEDGER}\n`)
    await page.waitForURL('**/columns')
    await page.locator('main form button.btn').click()
    await expect(page.locator('h1')).toHaveText(title)
    await expect(page.locator('a[href$="?n=stop"]')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expect(page.locator('a[href*="show=matched"]')).toContainText(/[1١]/, { timeout: 90_000 })
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}

for (const [locale, direction] of [
  ['de', 'ltr'],
  ['ro', 'ltr'],
  ['fy', 'ltr'],
  ['ar', 'rtl'],
] as const) {
  test(`a comparison fits a phone in ${locale}`, async ({ page, demo }) => {
    test.skip(isScripted() && locale !== 'ar', 'these pages have no scripts of their own: once is enough')
    await page.setViewportSize({ width: 320, height: 640 })
    const account = await openClerk(page, demo, locale)
    await page.goto(`${demo.origin}/reconciliation`)
    await expect(page.locator('html')).toHaveAttribute('dir', direction)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await send(page, `Invoice;Date;Amount\n${account.numberOf('1001')};2026-01-31;120,00\n`)
    await page.waitForURL('**/columns')
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await page.locator('main form button.btn').click()
    await page.waitForURL(/\/reconciliation\/[0-9a-f-]+$/)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}
