/** Taking things away: the page of documents, its files, the archive, and a payment file for one's own bank. */
import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright/test'
import { createAccount, openLink } from './account'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

const documents = [
  { number: '1', amount: '1000.00' },
  { number: '2', amount: '250.50' },
]

async function download(page: Page, click: () => Promise<void>) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: file.suggestedFilename(), content: await readFile(await file.path()) }
}

test('the statement is taken away as CSV, XLSX, JSON and in one archive', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'de', documents })
  await openLink(page, await account.createLink())
  await page.locator('nav.sections a[href="/documents"]').click()
  await expect(page.locator('h1')).toHaveText('Dokumente')
  await expectNoAxeViolations(page)

  const xlsx = await download(page, () => page.locator('form[action="/statement.xlsx"] button').first().click())
  expect(xlsx.name).toMatch(/^open-items-\d{4}-\d\d-\d\d\.xlsx$/)
  const workbook = await readXlsx(new Uint8Array(xlsx.content))
  expect(workbook.sheets.map(({ name }) => name)).toEqual(['Übersicht', 'Belege'])
  expect(workbook.sheets[0]?.rows[1]?.slice(0, 3)).toEqual(['EUR', 2, 1250.5])

  await page.locator('#separators').check()
  const csv = await download(page, () => page.locator('button[formaction="/statement.csv"]').click())
  const rows = parse(csv.content, { bom: true, delimiter: ';', columns: true })
  expect(rows).toMatchObject([{ Offen: '1000,00' }, { Offen: '250,50' }])

  const json = await download(page, () => page.locator('button[formaction="/statement.json"]').click())
  expect(JSON.parse(json.content.toString('utf8'))).toMatchObject({
    view: 'open-items',
    positions: [{ balanceMinor: 125050 }],
  })

  const zip = await download(page, () => page.locator('form[action="/documents.zip"] button').click())
  expect(zip.content.subarray(0, 2).toString()).toBe('PK')

  await page.goto(`${demo.origin}/statement.csv?from=2026-02-30`)
  await expect(page.locator('.errors a[href="#from"]')).toHaveCount(1)
  await expectNoAxeViolations(page)
})

test('the page of documents is read from right to left at 320 px', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'ar', documents })
  await openLink(page, await account.createLink())
  await page.setViewportSize({ width: 320, height: 900 })
  await page.goto(`${demo.origin}/documents?lang=ar`)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})

test('a payment file is made for one’s own bank', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'de', documents })
  await openLink(page, await account.createLink())
  const chosen = new URLSearchParams(documents.map(({ number }) => ['invoice', account.numberOf(number)]))
  await page.goto(`${demo.origin}/pay/review?${chosen.toString()}`)
  await page.locator('button[formaction="/pay/bank-file"]').click()
  await expect(page.locator('#iban')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.locator('#iban').fill('DE89 3704 0044 0532 0130 01')
  await page.locator('#each-separate').check()
  await page.locator('button[value="pain.001"]').click()
  await expect(page.locator('.errors a[href="#iban"]')).toHaveCount(1)
  await expect(page.locator('#each-separate')).toBeChecked()
  await page.setViewportSize({ width: 320, height: 900 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)

  await page.locator('#iban').fill('DE89 3704 0044 0532 0130 00')
  const file = await download(page, () => page.locator('button[value="pain.001"]').click())
  const xml = file.content.toString('utf8')
  expect(xml).toContain('<NbOfTxs>2</NbOfTxs>')
  expect(xml).toContain('<CtrlSum>1250.50</CtrlSum>')
  expect(xml.match(/<Ref>RF\d\d[0-9A-Z]{10}<\/Ref>/g)).toHaveLength(2)
  // The same transfers, as a table.
  const table = await download(page, () => page.locator('button[value="csv"]').click())
  const rows: Record<string, string>[] = parse(table.content, { bom: true, columns: true })
  expect(rows.map((row) => row['amount'])).toEqual(['1000.00', '250.50'])
  expect(xml).toContain(rows[0]?.['payment_reference']?.replaceAll(' ', '') ?? 'none')
})
