/** Adyen's settlement details report in the console: what became of its lines, what is said of other files, and who may. */
import type { Page } from 'playwright/test'
import {
  makeAccountLine,
  makeRefundedLine,
  makeSettledLine,
  makeSettlementReport,
} from '../../app/gateways/adyen/testing/sample-settlement-report'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const PATH = '/console/reconciliation/settlement-report'

const REPORT = makeSettlementReport([
  makeSettledLine({ 'Psp Reference': 'OFASHOP000000001' }),
  makeSettledLine({ 'Net Credit (NC)': '148,87' }),
  makeSettledLine({ 'Markup (NC)': '0.9' }),
  makeRefundedLine(),
  makeAccountLine('Fee', '0.38'),
  makeAccountLine('MerchantPayout', '148.49'),
])

async function upload(page: Page, text: string, name = 'settlement_detail_report_batch_17.csv'): Promise<void> {
  await page.locator('input[type="file"]').setInputFiles({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })
  await page.locator('form[enctype="multipart/form-data"] button').click()
}

async function expectReadable(page: Page): Promise<void> {
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 1280, height: 900 })
}

for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`a report is loaded, and what became of it is readable in ${language}`, async ({ page, demo }) => {
    await signInToConsole(page, 'wattenhorst')
    await page.goto(`${demo.origin}${PATH}?lang=${language}`)
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    await expectReadable(page)
    await upload(page, REPORT)
    await expect(page.locator('#unmatched-title')).toBeVisible()
    await expect(page.locator('main')).toContainText('OFASHOP000000001')
    await expect(page.locator('table.data').first().locator('tbody tr')).toHaveCount(2)
    await expect(page.locator('main')).toContainText('Net Credit (NC)')
    await expect(page.locator('main')).toContainText('MerchantPayout')
    await expectReadable(page)
    await upload(page, 'a,b\n1,2\n')
    await expect(page.getByRole('alert')).toContainText('Psp Reference')
    await expectReadable(page)
  })
}

test('what is wrong with a file is said beside it', async ({ page, demo }) => {
  await signInToConsole(page, 'wattenhorst')
  await page.goto(`${demo.origin}${PATH}?lang=en`)
  const field = page.getByLabel('Report', { exact: true })
  await upload(page, '')
  await expect(field).toHaveAccessibleDescription(/is empty/)
  await upload(page, '<html></html>')
  await expect(field).toHaveAccessibleDescription(/is not Adyen’s settlement details report/)
  await upload(page, REPORT.replace('Interchange (NC)', 'Interchange'))
  await expect(field).toHaveAccessibleDescription(/no column “Interchange \(NC\)”/)
  await upload(page, `${REPORT}${'\n'.repeat(100_000)}`)
  await expect(field).toHaveAccessibleDescription(/too large/)
  await upload(page, 'x'.repeat(12 * 1024 * 1024 + 1))
  await expect(field).toHaveAccessibleDescription(/too large/)
  await expectNoAxeViolations(page)
})

test('who only looks on can load none', async ({ page, demo }) => {
  await signInToConsole(page, 'pellbrook', 'viewer')
  expect((await page.request.get(`${demo.origin}${PATH}`)).status()).toBe(403)
  const report = { name: 'report.csv', mimeType: 'text/csv', buffer: Buffer.from(REPORT) }
  const sent = { multipart: { report }, headers: { Origin: demo.origin } }
  expect((await page.request.post(`${demo.origin}${PATH}`, sent)).status()).toBe(403)
})
