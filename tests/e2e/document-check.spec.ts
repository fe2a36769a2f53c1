/** The code on a document: found, unknown and mistyped, in every language on a phone, for who is signed in and who is not. */
import { normalizeText, readPdfBytes } from '../setup/read-pdf'
import { createAccount, openLink } from './account'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

test('the code of a document is checked @nojs', async ({ page, demo, browser }) => {
  await page.setViewportSize({ width: 320, height: 720 })
  const documents = [{ number: '1', amount: '1000.00' }]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'en', documents })
  await openLink(page, await account.createLink())
  const paper = await page.request.get(`${demo.origin}/statement.pdf`)
  const { text } = await readPdfBytes(await paper.body())
  const code = /\b([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})\b/.exec(normalizeText(text))?.[1] ?? ''
  expect(code).not.toBe('')

  // What was taken away stands in the log of the account.
  await page.goto(`${demo.origin}/access`)
  await expect(page.locator('#log-title ~ ul li').first()).toContainText('File downloaded: Statement')

  const stranger = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 320, height: 720 } })
  const reader = await stranger.newPage()
  for (const [index, language] of ['en', 'de', 'ro', 'fy', 'ar'].entries()) {
    const visitor = index % 2 === 0 ? reader : page
    for (const [typed, status] of [
      [code, 200],
      [`${code.slice(0, -1)}${code.endsWith('2') ? '3' : '2'}`, 404],
      ['nothing', 400],
    ] as const) {
      const answer = await visitor.goto(`${demo.origin}/trust?code=${typed}&lang=${language}`)
      expect(answer?.status(), typed).toBe(status)
      await expect(visitor.locator('html')).toHaveAttribute('lang', language)
      await expect(visitor.locator('main')).toContainText(status === 200 ? account.prefix : /\S/)
      await expectNoSidewaysScroll(visitor)
      await expectNoAxeViolations(visitor)
    }
  }
  await stranger.close()
})
