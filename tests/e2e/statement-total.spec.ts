/** An account in several currencies, added up in one for those who ask for it. */
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, openAsDebtor, test } from './fixtures'

test('an account in two currencies is added up in one that the debtor chooses', async ({ page }) => {
  await openAsDebtor(page, { externalId: 'R20007' })
  const plain = new URL('/statement?lang=en', page.url()).href
  await page.goto(plain)
  await expect(page.getByRole('heading', { name: /^All currencies in/ })).toHaveCount(0)
  await page.getByRole('link', { name: 'Show the whole account in one currency' }).click()
  const total = page.getByRole('region', { name: /^All currencies in EUR/ })
  await expect(total).toContainText(/Reference rates of the European Central Bank of .*13.* 2026/)
  await expect(total.getByRole('row')).toHaveCount(4)
  // Both currencies stay as they were beside it.
  await expect(page.getByRole('heading', { name: 'Payable now in EUR' })).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Payable now in RON' })).toBeVisible()

  await total.getByLabel('Currency of the total').selectOption('CHF')
  await total.getByRole('button', { name: 'Show total' }).click()
  await expect(page).toHaveURL(/total=CHF/)
  await expect(page.getByRole('heading', { name: /^All currencies in CHF/ })).toBeVisible()
  await page.getByRole('link', { name: 'Hide total' }).click()
  await expect(page.getByRole('heading', { name: /^All currencies in/ })).toHaveCount(0)
})

test('what has no rate is named and left out', async ({ page }) => {
  await openAsDebtor(page, { externalId: 'QASR02' })
  await page.goto(new URL('/statement?total=GBP&lang=en', page.url()).href)
  await expect(page.getByText('There is no rate for KWD')).toBeVisible()
  await page.goto(new URL('/statement?total=XYZ&lang=en', page.url()).href)
  await expect(page.getByText('The account cannot be added up in this currency.')).toBeVisible()
})

for (const [externalId, direction] of [
  ['R20007', 'ltr'],
  ['QASR02', 'rtl'],
] as const) {
  test(`the total is readable on a phone, ${direction}`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    await openAsDebtor(page, { externalId })
    await page.goto(new URL('/statement?total=own', page.url()).href)
    await expect(page.locator('html')).toHaveAttribute('dir', direction)
    await expect(page.locator('#total')).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}
