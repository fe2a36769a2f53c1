/**
 * Paying on Stripe's page, which a double of Stripe shows: a portal of its own, built as it is shipped, with keys for
 * Stripe. One portal serves the tests in turn.
 */
import type { Page } from 'playwright/test'
import { startStripeSimulator, type StripeSimulator } from '../simulators/stripe/stripe-simulator'
import { createAccount, openLink, type Account } from './account'
import { startDemo, type RunningDemo } from './demo-server'
import { expect, expectNoAxeViolations, test } from './fixtures'

test.describe.configure({ mode: 'serial' })

let stripe: StripeSimulator
let portal: RunningDemo

test.beforeAll(async () => {
  test.setTimeout(240_000)
  stripe = await startStripeSimulator({ webhookRetryDelayMs: 200 })
  portal = await startDemo({
    STRIPE_SECRET_KEY: stripe.secretKey,
    STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
    STRIPE_API_BASE: stripe.origin,
    SANDBOX_GATEWAY: 'off',
  })
  stripe.webhooks.sendTo(`${portal.demo.origin}/webhooks/stripe`)
})

test.afterAll(async () => {
  await portal.stop()
  await stripe.close()
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
async function goToStripe(page: Page, way: 'card' | 'sepa_debit'): Promise<void> {
  await page.locator(`input[name="way"][value="${way}"]`).check()
  await page.locator('form[action="/pay/review"] button.btn').last().click()
  await page.waitForURL(`${stripe.origin}/c/pay/**`)
}

/** The page that is returned to only reads: it is looked at again until the webhook has come. */
async function waitForSeal(page: Page, tone: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.locator(`.seal.${tone}`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}

test('invoices are paid by card on Stripe’s page, after one that was declined @js', async ({ page }) => {
  const account = await review(page, 'de')
  await goToStripe(page, 'card')
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await expect(page.getByText(`${account.numberOf('1')}: 1000.00 EUR`)).toBeVisible()
  await expect(page.getByText(`${account.numberOf('2')}: 250.50 EUR`)).toBeVisible()
  await page.locator('button[value="card:declined"]').click()
  await expect(page.getByRole('alert')).toContainText('declined')
  await page.locator('button[value="card"]').click()
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await waitForSeal(page, 'good')
  await expect(page.locator('main .sum').first()).toHaveText('1.250,50 €')
  await expectNoAxeViolations(page)
  expect(stripe.books().map(({ captured }) => captured)).toEqual([125_050])
})

test('a debit is on its way until the bank has paid it @js', async ({ page }) => {
  await review(page, 'en')
  await goToStripe(page, 'sepa_debit')
  await page.locator('button[value="sepa_debit"]').click()
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await stripe.webhooks.settle()
  const [debit] = stripe.readAll('payment_intent').filter(({ status }) => status === 'processing')
  await expect(page.locator('.seal.good')).toBeHidden()
  stripe.bank.completeDebit(debit!.id)
  await waitForSeal(page, 'good')
})
