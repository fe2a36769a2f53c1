/** Choosing how to pay, and in which currency; when a provider cannot be reached; methods kept and removed. */
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account, type AccountDocument } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'
import { readCode } from './mailbox'

const pay = (page: Page) => page.locator('form[action="/pay/review"] button.btn.big').click()
const act = (page: Page, action: string) => page.locator(`button[name="action"][value="${action}"]`).click()
const total = (page: Page) => page.locator('main .sum').first()

async function openAccount(
  page: Page,
  demo: Demo,
  documents: readonly AccountDocument[],
  { locale = 'de', ...options }: { locale?: string; creditor?: string; contact?: boolean } = {},
): Promise<Account> {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents, ...options })
  await openLink(page, await account.createLink())
  return account
}

const openReview = (page: Page, demo: Demo, account: Account, short = '1') =>
  page.goto(`${demo.origin}/pay/review?invoice=${account.numberOf(short)}&credit=none`)

/** The page that is returned to only reads: without scripts it is looked at again until the webhook has come. */
async function waitForSeal(page: Page, tone: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.locator(`.seal.${tone}`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}

test('each way says when it counts, and the provider’s page offers the one that was chosen', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [{ number: '1', amount: '120.00' }])
  await openReview(page, demo, account)
  await expect(page.locator('input[name="way"]:checked')).toHaveValue('card')
  await expect(page.locator('label[for="by-sepa_debit"]')).toContainText('Bankarbeitstage')
  await expectNoAxeViolations(page)
  await page.locator('#by-sepa_debit').check()
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await expect(page.locator('button[value="pay_by_debit"]')).toBeVisible()
  await expect(page.locator('button[value="pay_by_card"]')).toHaveCount(0)
  await act(page, 'pay_by_debit')
  await page.waitForURL('**/payments/**')
  await waitForSeal(page, 'good')
  await expect(page.locator('main')).toContainText('120,00 €')
})

test('a method beyond its limit is not offered, and its limit is said', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [{ number: '1', amount: '50000.01' }])
  await openReview(page, demo, account)
  await expect(page.locator('#by-card')).toHaveCount(0)
  await expect(page.locator('#by-sepa_debit')).toBeChecked()
  await expect(page.locator('main')).toContainText('50.000,00 €')
})

test('when no provider can be reached, nothing is lost: the same form goes on, or another way is chosen', async ({
  page,
  demo,
}) => {
  // The sandbox cannot be reached for this amount.
  const account = await openAccount(page, demo, [{ number: '1', amount: '5.03' }])
  await openReview(page, demo, account)
  await pay(page)
  await expect(page.locator('.errors')).toContainText('nicht erreichbar')
  await expectNoAxeViolations(page)
  await page.locator('form[action="/pay/review"] button.btn').click()
  await expect(page.locator('.errors')).toContainText('nicht erreichbar')
  await page.locator('button[value="restart"]').click()
  await page.waitForURL(`**/pay?invoice=${account.numberOf('1')}*`)
  await expect(page.locator('.callout')).toHaveCount(0)
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(1)
})

test('when a provider may have taken it, the page does not say that nothing was taken', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [{ number: '1', amount: '5.04' }])
  await openReview(page, demo, account)
  await pay(page)
  await expect(page.locator('.errors')).toContainText('nicht doppelt')
  await expect(page.locator('main')).not.toContainText('Es wurde nichts abgebucht')
  await expectNoAxeViolations(page)
})

test('an invoice is paid in another currency at a rate that is shown with its source and its margin', async ({
  page,
  demo,
}) => {
  await page.setViewportSize({ width: 320, height: 720 })
  const account = await openAccount(page, demo, [{ number: '1', amount: '100.00' }])
  await openReview(page, demo, account)
  await page.locator('button[name="rateCurrency"][value="USD"]').click()
  await expect(page).toHaveURL(/&quote=[\w-]{36}$/)
  const charged = await total(page).innerText()
  expect(charged).toMatch(/\$/)
  const quote = page.locator('section[aria-labelledby="quote-title"]')
  await expect(quote).toContainText('100,00 €')
  await expect(quote).toContainText('1,5 %')
  await expect(quote).toContainText('Basispunkte: 150')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  // It can be reloaded: the rate is the same.
  await page.reload()
  await expect(total(page)).toHaveText(charged)
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await expect(page.locator('h1')).toHaveText(charged)
  await act(page, 'pay_by_card')
  await waitForSeal(page, 'good')
  await expect(total(page)).toHaveText(charged)
  await expect(page.locator('main table')).toContainText('100,00 €')
  await page.locator('a[href$="/receipt"]').click()
  await expect(page.locator('article .sum')).toHaveText(charged)
  await expect(page.locator('article .totals')).toContainText('100,00 €')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})

test('a rate that does not stand any more is never used: a new one is shown first', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [
    { number: '1', amount: '100.00' },
    { number: '2', amount: '60.00' },
  ])
  await openReview(page, demo, account)
  await page.locator('button[name="rateCurrency"][value="CHF"]').click()
  const first = page.url()
  const quoteId = new URL(first).searchParams.get('quote') ?? ''
  // For another sum it does not stand: the page goes back to the invoices' currency and says so.
  await page.goto(`${demo.origin}/pay/review?invoice=${account.numberOf('2')}&quote=${quoteId}`)
  await expect(total(page)).toHaveText('60,00 €')
  await expect(page.locator('.callout.warn')).toContainText('CHF')
  // A page that was open meanwhile: its form is answered with the new rate, and charges nothing.
  await page.goto(first)
  const charged = await total(page).innerText()
  const answer = await page.request.post(`${demo.origin}/pay/review`, {
    form: {
      key: crypto.randomUUID(),
      currency: 'EUR',
      invoice: account.numberOf('2'),
      amount: '6000',
      way: 'card',
      quote: quoteId,
      payCurrency: 'CHF',
    },
    headers: { Origin: demo.origin },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(422)
  const text = await answer.text()
  expect(text).toContain('Bitte prüfen Sie den neuen Kurs')
  expect(text).not.toContain(charged)
  expect(/name="quote" value="([\w-]+)"/.exec(text)?.[1]).not.toBe(quoteId)
})

test('a method is kept with a code from the contact’s mail, used again, and removed', async ({ page, demo }) => {
  const documents = [
    { number: '1', amount: '40.00', currency: 'GBP' },
    { number: '2', amount: '25.00', currency: 'GBP' },
  ]
  const account = await openAccount(page, demo, documents, { creditor: 'pellbrook', contact: true, locale: 'en' })
  await openReview(page, demo, account)
  await expect(page.locator('label[for="keep"]')).toContainText('I can remove it at any time')
  await page.locator('#keep').check()
  await pay(page)
  await expect(page.locator('#code')).toBeVisible()
  await expectNoAxeViolations(page)
  await expect(page.locator('main h1 + p')).toContainText('•••@example.com')
  const code = await readCode(page, demo, account.email)

  await page.locator('#code').fill(code === '000000' ? '000001' : '000000')
  await pay(page)
  await expect(page.locator('#code')).toHaveAttribute('aria-invalid', 'true')
  await expectNoAxeViolations(page)
  await page.locator('#code').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await act(page, 'pay_by_card')
  await waitForSeal(page, 'good')

  // The next payment needs no page of the provider.
  await expect(async () => {
    await openReview(page, demo, account, '2')
    await expect(page.locator('input[name="way"][value^="saved:"]')).toBeChecked({ timeout: 500 })
  }).toPass({ timeout: 10_000 })
  await expectNoAxeViolations(page)
  await pay(page)
  await page.waitForURL('**/payments/**')
  await waitForSeal(page, 'good')

  await page.goto(`${demo.origin}/methods`)
  await expect(page.locator('main section')).toContainText('Visa •••• 4242')
  await expectNoAxeViolations(page)
  await page.locator('form[action="/methods"] button').click()
  await expect(page.locator('.callout.good')).toBeVisible()
  await expect(page.locator('form[action="/methods"]')).toHaveCount(0)
  await expectNoAxeViolations(page)
})

test('a link in a mail about a payment opens on it @nojs', async ({ page, demo }) => {
  const documents = [{ number: '1', amount: '10.00' }]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'de', documents })
  const links = [await account.createLink(), await account.createLink(), await account.createLink()] as const
  await openLink(page, links[0])
  await openReview(page, demo, account)
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await page.goto(`${demo.origin}/pay`)
  const payment = new URL((await page.locator('.callout a').getAttribute('href')) ?? '', demo.origin)
  await page.goto(`${links[1]}?payment=${payment.pathname.split('/').at(-1) ?? ''}`)
  await page.locator('main form[method="post"] button').first().click()
  await expect(page).toHaveURL(payment.href)
  await expect(page.locator('button[value="continue"]')).toBeVisible()
  await page.goto(`${links[2]}?payment=//elsewhere.example`)
  await page.locator('main form[method="post"] button').first().click()
  await expect(page).toHaveURL(`${demo.origin}/statement`)
})

test('whoever has no contact on file is not asked to keep anything @nojs', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [{ number: '1', amount: '10.00' }])
  await openReview(page, demo, account)
  await expect(page.locator('#keep')).toHaveCount(0)
})

test('the review and the code are read from right to left at 320 px', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 720 })
  const documents = [{ number: '1', amount: '75.00', currency: 'USD' }]
  const account = await openAccount(page, demo, documents, { creditor: 'cedarwick', contact: true, locale: 'ar' })
  await openReview(page, demo, account)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await page.locator('button[name="rateCurrency"]').first().click()
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await page.locator('#keep').check()
  await pay(page)
  await expect(page.locator('#code')).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})
