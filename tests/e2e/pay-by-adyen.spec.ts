/**
 * Paying on Adyen's hosted page, which a double of Adyen shows: a portal of its own, built as it is shipped, with keys
 * for Adyen.
 */
import type { Page } from 'playwright/test'
import { startAdyenSimulator, type AdyenSimulator } from '../simulators/adyen/start-adyen-simulator'
import { createAccount, openLink, type Account } from './account'
import { startDemo, type RunningDemo } from './demo-server'
import { expect, expectNoAxeViolations, test } from './fixtures'

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

async function review(page: Page, locale: string): Promise<Account> {
  const account = await createAccount(page.request, portal.demo, {
    creditor: 'wattenhorst',
    locale,
    documents: [
      { number: '1', amount: '1000.00', dueInDays: -40 },
      { number: '2', amount: '250.50', dueInDays: -5 },
    ],
  })
  await openLink(page, await account.createLink())
  await page.goto(`${portal.demo.origin}/pay`)
  await page.locator('form[action="/pay"] button.btn').click()
  return account
}

/** Sends the review form: the browser follows to the page of another origin, which the page's policy has to allow. */
async function goToAdyen(page: Page, way: 'card' | 'sepa_debit'): Promise<void> {
  await page.locator(`input[name="way"][value="${way}"]`).check()
  await page.locator('form[action="/pay/review"] button.btn').last().click()
  await page.waitForURL(`${adyen.origin}/hosted/**`)
}

/** The page that is returned to only reads: it is looked at again until the webhook has come. */
async function waitForSeal(page: Page, tone: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.locator(`.seal.${tone}`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}

const press = (page: Page, action: string) => page.locator(`button[name="action"][value="${action}"]`).click()

test('invoices are paid by card on Adyen’s page, after one that was refused @js', async ({ page }) => {
  await review(page, 'de')
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

test('a debit is on its way until the bank has paid it @js', async ({ page }) => {
  await review(page, 'en')
  await goToAdyen(page, 'sepa_debit')
  await press(page, 'debit')
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await adyen.webhooks.settled()
  const debit = [...adyen.books().values()].find(({ status }) => status === 'pending')
  await expect(page.locator('.seal.good')).toBeHidden()
  adyen.bank.authorise(debit!.pspReference)
  await waitForSeal(page, 'good')
})
