/** The demo's links and console open as it says, in every language. */
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, openAsDebtor, signInToConsole, test } from './fixtures'

const DIRECTIONS = { en: 'ltr', de: 'ltr', ro: 'ltr', fy: 'ltr', ar: 'rtl' }

for (const [locale, direction] of Object.entries(DIRECTIONS)) {
  test(`a link in ${locale} leads to the statement in that language`, async ({ page }) => {
    await page.setViewportSize({ width: 320, height: 640 })
    const debtor = await openAsDebtor(page, locale)
    expect(new URL(page.url()).pathname).toBe('/statement')
    await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${locale}`))
    await expect(page.locator('html')).toHaveAttribute('dir', direction)
    await expect(page.getByText(debtor.currency).or(page.locator('table')).first()).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}

test('the demo shows each creditor its console', async ({ page, demo }) => {
  const creditors = [...new Set(demo.consoles.map((line) => line.creditor))].sort()
  expect(creditors.length).toBeGreaterThan(0)
  for (const creditor of creditors) {
    await signInToConsole(page, creditor)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await page.context().clearCookies()
  }
  expect([...new Set(demo.apiKeys.map((line) => line.creditor))].sort()).toEqual(creditors)
})
