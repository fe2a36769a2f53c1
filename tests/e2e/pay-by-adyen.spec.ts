/**
 * Paying on Adyen's hosted page, which a double of Adyen shows: a portal of its own, built as it is shipped, with keys
 * for Adyen.
 */
import type { Page } from 'playwright/test'
import { makeSettledLine, makeSettlementReport } from '../../app/gateways/adyen/testing/sample-settlement-report'
import { startAdyenSimulator, type AdyenSimulator } from '../simulators/adyen/start-adyen-simulator'
import { startDemo, type RunningDemo } from './demo-server'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'
import { chooseWay, reviewTwoInvoices, waitForSeal } from './provider-page'

test.describe.configure({ mode: 'serial' })

let adyen: AdyenSimulator
let portal: RunningDemo

test.beforeAll(async () => {
  test.setTimeout(240_000)
  adyen = await startAdyenSimulator()
  portal = await startDemo({
    ADYEN_API_KEY: adyen.apiKey,
    ADYEN_MERCHANT_ACCOUNT: adyen.merchantAccount,
    ADYEN_HMAC_KEY: adyen.hmacKey,
    ADYEN_API_BASE: adyen.origin,
    SANDBOX_GATEWAY: 'off',
  })
  adyen.webhooks.sendTo(`${portal.demo.origin}/webhooks/adyen`)
})

test.afterAll(async () => {
  await portal.stop()
  await adyen.close()
})

const goToAdyen = (page: Page, way: 'card' | 'sepa_debit') => chooseWay(page, way, `${adyen.origin}/hosted/**`)

const press = (page: Page, action: string) => page.locator(`button[name="action"][value="${action}"]`).click()

test('invoices are paid by card on Adyen’s page, after one that was refused @js', async ({ page }) => {
  await reviewTwoInvoices(page, portal, 'de')
  await goToAdyen(page, 'card')
  await press(page, 'refuse')
  await expect(page.getByRole('alert')).toContainText('refused')
  await press(page, 'challenge')
  await press(page, 'approve')
  // Adyen adds what it calls the session’s result: the page that is returned to needs none of it.
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await waitForSeal(page, 'good')
  await expect(page.locator('main .sum').first()).toHaveText('1.250,50 €')
  await expectNoAxeViolations(page)
  const paid = [...adyen.books().values()].filter(({ status }) => status === 'authorised')
  expect(paid).toMatchObject([{ capturedMinor: 125_050, currency: 'EUR', paymentMethod: 'visa' }])
})

test('what Adyen keeps is shown with the payment once its report is loaded @js', async ({ page }) => {
  const [book] = [...adyen.books().values()].filter(({ status }) => status === 'authorised')
  const access = portal.demo.consoles.find(({ creditor }) => creditor === 'wattenhorst')!
  await page.goto(`${access.url}?lang=en`)
  await page.locator('input[type="email"]').fill(access.email)
  await page.locator('input[type="password"]').fill(access.password)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL(/\/console(?!\/sign-in)/)
  await page.goto(`${portal.demo.origin}/console/reconciliation`)
  await page.getByRole('link', { name: 'Load Adyen’s report' }).click()
  const line = makeSettledLine({
    ...{ 'Psp Reference': book!.pspReference, 'Gross Credit (GC)': '1250.5', 'Net Credit (NC)': '1241.12' },
    ...{ 'Markup (NC)': '7.5', 'Scheme Fees (NC)': '0.63', 'Interchange (NC)': '1.25' },
  })
  const load = async (lines: (typeof line)[]) => {
    const buffer = Buffer.from(makeSettlementReport(lines))
    await page.getByLabel('Report', { exact: true }).setInputFiles({ name: 'report.csv', mimeType: 'text/csv', buffer })
    await page.getByRole('button', { name: 'Load report' }).click()
  }
  await load([line, { ...line, 'Net Credit (NC)': '1241', 'Interchange (NC)': '1.37' }])
  await expect(page.getByRole('region', { name: 'Fees entered' }).getByRole('row').last()).toContainText('€9.38')
  await expect(page.getByRole('region', { name: 'Differing' }).getByRole('row').last()).toContainText('fee €9.50')
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.getByRole('region', { name: 'Fees entered' }).getByRole('link').click()
  const settlement = page.getByRole('region', { name: 'What the payment service pays out' })
  await expect(settlement).toContainText('€1,250.50')
  await expect(settlement).toContainText('€9.38')
  await expect(settlement).toContainText('€1,241.12')
  await page.goto(`${portal.demo.origin}/console/reconciliation`)
  await expect(page.getByRole('article', { name: 'Another fee or payout than was known' })).toContainText('fee €9.38')
  await expect(page.getByRole('row', { name: /Report loaded/ })).toContainText('Adyen')
  await expectNoAxeViolations(page)
  await page.goto(`${portal.demo.origin}/console/reconciliation/settlement-report`)
  await load([line])
  await expect(page.locator('dl.facts').first()).toContainText('Known before1')
  await expect(page.getByRole('region', { name: 'Fees entered' })).toHaveCount(0)
})

test('a debit is on its way until the bank has paid it @js', async ({ page }) => {
  await reviewTwoInvoices(page, portal, 'en')
  await goToAdyen(page, 'sepa_debit')
  await press(page, 'debit')
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await adyen.webhooks.settled()
  const debit = [...adyen.books().values()].find(({ status }) => status === 'pending')
  await expect(page.locator('.seal.good')).toBeHidden()
  adyen.bank.authorise(debit!.pspReference)
  await waitForSeal(page, 'good')
})
