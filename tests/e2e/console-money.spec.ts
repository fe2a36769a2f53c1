/** Money in the console: a payment and what goes back of it, payments entered by hand, reconciliation, stuck work. */
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import { readDemo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const LANGUAGES = ['en', 'de', 'ro', 'fy', 'ar']

const CREDITOR = 'wattenhorst'

/** Two invoices of a debtor of the test's own. */
const createOwnAccount = (page: Page) =>
  createAccount(page.request, readDemo(), {
    creditor: CREDITOR,
    locale: 'en',
    documents: [
      { number: '1', amount: '100.00', dueInDays: -20 },
      { number: '2', amount: '50.00', dueInDays: -10 },
    ],
  })

async function openConsole(page: Page, path: string, creditor = CREDITOR) {
  await signInToConsole(page, creditor)
  await page.goto(`${readDemo().origin}/console${path}`)
}

async function expectReadable(page: Page, language: string) {
  await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
}

/** Both invoices, paid by card as a person does it; answers the payment's address in the console. */
async function payByCard(page: Page, account: Account): Promise<string> {
  await openLink(page, await account.createLink())
  await page.goto(`${readDemo().origin}/pay?invoice=${account.numberOf('1')}&invoice=${account.numberOf('2')}`)
  await page.locator('form[action="/pay"] button.btn.big').click()
  await page.locator('form[action="/pay/review"] button.btn').click()
  await page.waitForURL('**/sandbox/**')
  await page.locator('button[name="action"][value="pay_by_card"]').click()
  await page.waitForURL('**/payments/**')
  return page.url().replace('/payments/', '/console/payments/').split('?')[0] ?? ''
}

async function waitForStatus(page: Page, address: string, status: string) {
  await expect(async () => {
    await page.goto(`${address}?lang=en`)
    await expect(page.locator('.title .badge')).toHaveText(status, { timeout: 500 })
  }).toPass()
}

const recordPath = (account: Account) => `/debtors/${encodeURIComponent(account.externalId)}`

for (const language of LANGUAGES) {
  test(`reconciliation and stuck work are readable in ${language}`, async ({ page }) => {
    await openConsole(page, `/reconciliation?lang=${language}`)
    await expectReadable(page, language)
    await page.goto(`${readDemo().origin}/console/jobs`)
    await expectReadable(page, language)
  })

  test(`a payment and the form that enters one are readable in ${language}`, async ({ page }) => {
    const { debtors } = readDemo()
    const externalId = debtors.find(({ creditor }) => creditor === 'cedarwick')?.externalId ?? ''
    const record = `/debtors/${encodeURIComponent(externalId)}`
    await openConsole(page, `${record}/record-payment?lang=${language}`, 'cedarwick')
    await expectReadable(page, language)
    await page.goto(`${readDemo().origin}/console${record}`)
    await page.locator('.record a[href*="/console/payments/"]').first().click()
    await page.waitForURL('**/console/payments/**')
    await expectReadable(page, language)
  })
}

test('a payment is refunded in part, comes back, and shows what the provider keeps', async ({ page }) => {
  const address = await payByCard(page, await createOwnAccount(page))
  await signInToConsole(page, CREDITOR)
  await waitForStatus(page, address, 'Received')
  await expect(async () => {
    await page.reload()
    await expect(page.getByRole('heading', { name: 'What the payment service pays out' })).toBeVisible({ timeout: 500 })
  }).toPass()
  const form = page.getByRole('region', { name: 'Refund', exact: true })
  await form.getByLabel('Amount').fill('many')
  await form.getByLabel('Reason').fill('Returned goods')
  await form.getByRole('button').click()
  await expect(form.getByLabel('Amount')).toHaveAccessibleDescription(/not an amount/)
  await expect(form.getByLabel('Reason')).toHaveValue('Returned goods')
  await expectNoAxeViolations(page)
  await form.getByLabel('Amount').fill('99999999')
  await form.getByRole('button').click()
  await expect(form.getByLabel('Amount')).toHaveAccessibleDescription(/At most .* are left/)
  await form.getByLabel('Amount').fill('1')
  await form.getByRole('button').click()
  await expect(page.getByText('The refund is on record')).toBeVisible()
  await waitForStatus(page, address, 'Partly refunded')
  await expect(page.getByRole('row', { name: /Refund/ })).toContainText('Gone back')
  await expect(page.getByRole('row', { name: /Refund/ })).toContainText('Returned goods')
  await expectNoAxeViolations(page)

  const reference = page.locator('dt', { hasText: 'Reference of the payment service' }).locator('+ dd')
  await page.goto(`${readDemo().origin}/sandbox/${await reference.innerText()}`)
  await page.getByRole('button', { name: 'Refund comes back' }).click()
  await waitForStatus(page, address, 'Received')
  await expect(page.getByRole('row', { name: /Refund/ })).toContainText('Came again')
})

test('a payment entered by hand settles, and is taken back with a reason', async ({ page }) => {
  const account = await createOwnAccount(page)
  await openConsole(page, `${recordPath(account)}?lang=en`)
  await page.getByRole('link', { name: 'Enter a payment' }).click()
  await page.getByLabel('Amount').fill('160')
  await page.getByLabel('How it was received').selectOption({ label: 'Cheque' })
  await page.getByLabel('Its own reference').fill('Cheque 4711')
  await page.getByRole('button', { name: 'Enter payment' }).click()
  await expect(page.getByText('The payment is entered.')).toBeVisible()
  await expect(page.locator('dl.facts').first()).toContainText('Cheque 4711')
  await expect(page.getByRole('row', { name: account.numberOf('2') })).toContainText('0.00')
  await page.getByRole('link', { name: 'Refund this credit' }).click()
  const form = page.getByRole('region', { name: 'Take back' })
  await expect(form.getByLabel('Amount')).toHaveValue('10.00')
  await form.getByLabel('Amount').fill('')
  await form.getByLabel('Reason').fill('Entered twice')
  await form.getByRole('button').click()
  await expect(page.getByText('Taken back.')).toBeVisible()
  await expect(page.locator('.title .badge')).toHaveText('Refunded')
  await expect(page.getByRole('row', { name: /Correction/ })).toContainText('Entered twice')
  await expect(page.getByRole('region', { name: 'Take back' })).toHaveCount(0)
  await page.locator('a.back').click()
  await expect(page.locator('.record')).toContainText('Entered twice')
})

test('what is wrong with a payment entered by hand is said beside its field', async ({ page }) => {
  const account = await createOwnAccount(page)
  await openConsole(page, `${recordPath(account)}/record-payment?lang=en`)
  await page.getByLabel(account.numberOf('2')).check()
  await page.getByLabel('Amount').fill('0')
  await page.getByLabel('Note').fill('kept')
  await page.getByRole('button', { name: 'Enter payment' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Amount')).toHaveAccessibleDescription(/more than zero/)
  await expect(page.getByLabel('Note')).toHaveValue('kept')
  await expect(page.getByLabel(account.numberOf('2'))).toBeChecked()
  await expectNoAxeViolations(page)
})

test('the books are compared when somebody asks', async ({ page }) => {
  await openConsole(page, '/reconciliation?lang=en')
  await page.getByRole('button', { name: 'Compare now' }).click()
  await expect(page.getByText('The comparison has begun.')).toBeVisible()
  await expect(async () => {
    await page.goto(`${readDemo().origin}/console/reconciliation`)
    const latest = page.getByRole('table').first().getByRole('row').nth(1)
    await expect(latest).toContainText('On demand', { timeout: 500 })
    await expect(latest).not.toContainText('Under way', { timeout: 500 })
  }).toPass()
  await expectNoAxeViolations(page)
})

test('who only looks on finds nothing to press, and stuck work is for owners', async ({ page }) => {
  const { origin, debtors } = readDemo()
  await signInToConsole(page, 'pellbrook', 'viewer')
  await page.goto(`${origin}/console/reconciliation?lang=en`)
  await expect(page.getByRole('button', { name: 'Compare now' })).toHaveCount(0)
  const externalId = debtors.find(({ creditor }) => creditor === 'pellbrook')?.externalId ?? ''
  for (const path of ['/jobs', `/debtors/${encodeURIComponent(externalId)}/record-payment`]) {
    expect((await page.request.get(`${origin}/console${path}`)).status()).toBe(403)
  }
})
