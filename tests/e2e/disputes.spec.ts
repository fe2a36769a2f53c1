/** Disputing as a debtor does it: what is wrong, what stays due, files, an answer, taking it back; with and without scripts. */
import { randomUUID } from 'node:crypto'
import type { APIRequestContext, Page } from 'playwright/test'
import { z } from 'zod'
import { createAccount, openLink, type Account } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

const SCOPE = ['view', 'pay', 'dispute']
const PDF = Buffer.from(
  '%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n',
)

async function openAccount(page: Page, demo: Demo, locale: string): Promise<Account> {
  const account = await createAccount(page.request, demo, {
    ...{ creditor: 'wattenhorst', locale },
    documents: [
      { number: '1', amount: '1000.00', dueInDays: -40 },
      { number: '2', amount: '250.50', dueInDays: -5 },
    ],
  })
  await openLink(page, await account.createLink({ scope: SCOPE }))
  return account
}

const isScripted = () => test.info().project.use.javaScriptEnabled !== false
const visit = (page: Page, address: string) => page.goto(new URL(address, page.url()).href)
const next = (page: Page) => page.locator('form[action="/disputes/new"] button.btn').first().click()

/** 100.00 of the only line, from the invoice's own page to the page that says what it comes to. */
async function fillIn(page: Page, account: Account, short: string): Promise<void> {
  await visit(page, `/invoices/${account.numberOf(short)}`)
  await page.locator('a[href^="/disputes/new"]').click()
  await page.locator('[id="line-0-1"]').check()
  await page.locator('[id="kind-0-1"]').selectOption('amount')
  await page.locator('[id="amount-0-1"]').fill('100')
  await page.locator('#reason').selectOption('QTY')
  await page.locator('#action').selectOption('CNP')
  await page.locator('#text').fill('Two boxes were missing.')
}

async function send(page: Page): Promise<string> {
  await next(page)
  await page.waitForURL('**/disputes/opened?**')
  const href = await page.locator('.disputes a').first().getAttribute('href')
  return href ?? ''
}

test('a part of a line is disputed with a file, and the rest is paid in the same visit', async ({ page, demo }) => {
  const account = await openAccount(page, demo, 'en')
  await fillIn(page, account, '1')
  await page.locator('[id="amount-0-1"]').fill('1,000,000')
  await next(page)
  await expect(page.locator('[id="amount-0-1-error"]')).toBeVisible()
  await expect(page.locator('[id="amount-0-1"]')).toHaveValue('1,000,000')
  await expect(page.locator('#text')).toHaveValue('Two boxes were missing.')
  await expectNoAxeViolations(page)

  await page.locator('[id="amount-0-1"]').fill('100')
  await next(page)
  await expect(page.locator('main table tbody')).toContainText('€100.00')
  await expect(page.locator('main table tbody')).toContainText('€900.00')

  await page.locator('#files').setInputFiles({
    ...{ name: 'delivery.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\0\0 not a PDF') },
  })
  await next(page)
  await expect(page.locator('#files-error')).toContainText('delivery.pdf')
  await expectNoAxeViolations(page)
  await page.locator('#files').setInputFiles({ name: 'delivery.pdf', mimeType: 'application/pdf', buffer: PDF })
  const address = await send(page)
  await expect(page.locator('.seal.good')).toBeVisible()
  await expectNoAxeViolations(page)

  await page.locator('.outcome a.btn').click()
  await expect(page).toHaveURL(/\/pay\?batch=/)
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(1)
  await expect(page.locator('main')).toContainText('€900.00')

  await visit(page, address)
  const file = page.locator('.thread .files a')
  await expect(file).toHaveText('delivery.pdf')
  const saved = await page.request.get(`${demo.origin}${(await file.getAttribute('href')) ?? ''}`)
  expect(saved.headers()).toMatchObject({
    'content-type': 'application/pdf',
    'content-disposition': expect.stringMatching(/^attachment; filename="delivery\.pdf"/),
    'x-content-type-options': 'nosniff',
  })
  expect(await saved.body()).toEqual(PDF)
})

test('what the creditor asks is answered, and the dispute is taken back', async ({ page, demo, request }) => {
  const account = await openAccount(page, demo, 'en')
  await fillIn(page, account, '1')
  await next(page)
  const address = await send(page)
  await visit(page, address)
  await page.locator('#text').fill('A photo follows.')
  await page.locator('main form button.btn').click()
  await expect(page.locator('.callout.good')).toBeVisible()
  await expect(page.locator('.thread li')).toHaveCount(2)

  await ask(request, demo, address)
  await visit(page, '/disputes')
  await expect(page.locator('.disputes .badge.warn')).toBeVisible()
  await page.locator('.disputes a').first().click()
  await page.locator('#text').fill('Two of ten.')
  await page.locator('main form button.btn').click()
  await expect(page.locator('.thread li')).toHaveCount(4)
  await expectNoAxeViolations(page)

  await page.locator('a[href$="/withdraw"]').click()
  await expectNoAxeViolations(page)
  await page.locator('button.danger').click()
  await expect(page.locator('.callout.good')).toBeVisible()
  await expect(page.locator('main form[enctype]')).toHaveCount(0)
  await visit(page, '/disputes')
  await expect(page.locator('.disputes li')).toHaveCount(1)
  await visit(page, `/pay?invoice=${account.numberOf('1')}`)
  await expect(page.locator('main')).toContainText('€1,000.00')
})

/** A question by the creditor's own system, which has no session here. */
async function ask(request: APIRequestContext, demo: Demo, address: string): Promise<void> {
  const key = demo.apiKeys.find(({ creditor }) => creditor === 'wattenhorst')?.key ?? ''
  const id = z.uuid().parse(address.split('/').at(-1))
  const response = await request.post(`${demo.origin}/api/v1/disputes/${id}/entries`, {
    data: { step: 'asked', text: 'How many were missing?' },
    headers: { Authorization: `Bearer ${key}`, 'Idempotency-Key': randomUUID() },
  })
  expect(response.status(), await response.text()).toBe(201)
}

test('two invoices are disputed as a whole from the statement', async ({ page, demo }) => {
  const account = await openAccount(page, demo, 'en')
  for (const short of ['1', '2']) {
    await page.locator(`input[name="invoice"][value="${account.numberOf(short)}"]`).check()
  }
  await page.locator('button[formaction="/disputes/new"]').click()
  await expect(page.locator('input[value="whole"][type="radio"]:checked')).toHaveCount(2)
  await page.locator('#reason').selectOption('UNR')
  await page.locator('#action').selectOption('PIN')
  await page.locator('#text').fill('We did not order this.')
  await next(page)
  await expect(page.locator('main table tbody tr')).toHaveCount(3)
  await send(page)
  await expect(page.locator('.disputes li')).toHaveCount(2)
  await visit(page, '/statement')
  await expect(page.locator('td a[href^="/disputes?invoice="]')).toHaveCount(2)
})

for (const locale of ['ar', 'de', 'ro', 'fy']) {
  test(`every page of a dispute fits on a phone in ${locale}`, async ({ page, demo }) => {
    test.skip(isScripted() && locale !== 'ar', 'these pages need no scripts: once is enough')
    await page.setViewportSize({ width: 320, height: 640 })
    const account = await openAccount(page, demo, locale)
    const check = async () => {
      await expect(page.locator('html')).toHaveAttribute('lang', locale)
      await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
    await visit(page, `/invoices/${account.numberOf('1')}`)
    await page.locator('a[href^="/disputes/new"]').click()
    await page.locator('[id="line-0-1"]').check()
    await next(page)
    await expect(page.locator('.errors')).toBeVisible()
    await check()
    await fillIn(page, account, '1')
    await check()
    await next(page)
    await check()
    const address = await send(page)
    await check()
    await visit(page, '/disputes')
    await check()
    await visit(page, address)
    await check()
    await visit(page, `${address}/withdraw`)
    await check()
    await visit(page, `/invoices/${account.numberOf('1')}`)
    await check()
  })
}
