/**
 * Paying on Stripe's page, which a double of Stripe shows: a portal of its own, built as it is shipped, with keys for
 * Stripe. One portal serves the tests in turn.
 */
import type { Page } from 'playwright/test'
import { startStripeSimulator, type StripeSimulator } from '../simulators/stripe/stripe-simulator'
import { startDemo, type RunningDemo } from './demo-server'
import { expect, expectNoAxeViolations, test } from './fixtures'
import { chooseWay, reviewTwoInvoices, waitForSeal } from './provider-page'

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

const goToStripe = (page: Page, way: 'card' | 'sepa_debit') => chooseWay(page, way, `${stripe.origin}/c/pay/**`)

test('invoices are paid by card on Stripe’s page, after one that was declined @js', async ({ page }) => {
  const account = await reviewTwoInvoices(page, portal, 'de')
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
  await reviewTwoInvoices(page, portal, 'en')
  await goToStripe(page, 'sepa_debit')
  await page.locator('button[value="sepa_debit"]').click()
  await page.waitForURL(`${portal.demo.origin}/payments/**`)
  await stripe.webhooks.settle()
  const [debit] = stripe.readAll('payment_intent').filter(({ status }) => status === 'processing')
  await expect(page.locator('.seal.good')).toBeHidden()
  stripe.bank.completeDebit(debit!.id)
  await waitForSeal(page, 'good')
})
