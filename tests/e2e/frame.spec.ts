/** What holds for every page, whoever asks. */
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, openAsDebtor, test } from './fixtures'

test('an address that does not exist is answered with a page that says so', async ({ page, demo }) => {
  const response = await page.goto(`${demo.origin}/no-such-page`)
  expect(response?.status()).toBe(404)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is no such page')
  await expect(page).toHaveTitle('There is no such page')
  await expectNoAxeViolations(page)
})

test('a link that was never issued is refused without telling more', async ({ page, demo }) => {
  const response = await page.goto(`${demo.origin}/l/${'A'.repeat(43)}`)
  expect(response?.status()).toBe(404)
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})

test('a debtor is told in the language of its session what is not there, whatever its browser speaks', async ({
  page,
  demo,
}) => {
  await openAsDebtor(page, 'de')
  for (const path of ['/no-such-page', `/l/${'A'.repeat(43)}`, '/invoices/none/at/all', '/invoices/none']) {
    expect((await page.goto(`${demo.origin}${path}`))?.status()).toBe(404)
    await expect(page.locator('html')).toHaveAttribute('lang', 'de')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Diese Seite gibt es nicht')
  }
})

test('what is not accessible is found, with and without scripts', async ({ page, demo }) => {
  await page.goto(`${demo.origin}/no-such-page`)
  await page.locator('main').evaluate((main) => main.append(document.createElement('button')))
  await expect(expectNoAxeViolations(page)).rejects.toThrow(/button-name/)
})

test('the process and its parts report that they are well @nojs', async ({ request, demo }) => {
  expect((await request.get(`${demo.origin}/healthz`)).status()).toBe(200)
  expect((await request.get(`${demo.origin}/readyz`)).status()).toBe(200)
})
