/** The way to a provider's page and back, the same for every provider that is doubled. */
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import type { RunningDemo } from './demo-server'
import { expect } from './fixtures'

/** Opens the review of 1,250.50 EUR for two invoices of a new account. */
export async function reviewTwoInvoices(page: Page, portal: RunningDemo, locale: string): Promise<Account> {
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
  await page.locator('form[action="/pay"] button.btn.big').click()
  return account
}

/** Sends the review form: the browser follows to the page of another origin, which the page's policy has to allow. */
export async function chooseWay(page: Page, way: 'card' | 'sepa_debit', address: string): Promise<void> {
  await page.locator(`input[name="way"][value="${way}"]`).check()
  await page.locator('form[action="/pay/review"] button.btn').last().click()
  await page.waitForURL(address)
}

/** The page that is returned to only reads: it is looked at again until the webhook has come. */
export async function waitForSeal(page: Page, tone: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.locator(`.seal.${tone}`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}
