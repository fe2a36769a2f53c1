/** Numbers and names as long as some are: they break, and push nothing out of sight. */
import { createAccount, openLink } from './account'
import { expect, expectNoSidewaysScroll, test } from './fixtures'

/** German, as a clerk's name may be. */
const NAME = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren'
const LONG = `RECHNUNG-${'0'.repeat(44)}4711-NORD/OSTFRIESLAND`

for (const { width, locale } of [
  { width: 320, locale: 'ar' },
  { width: 1280, locale: 'de' },
]) {
  test(`a long number or name fits on every page that shows it, ${width} px wide in ${locale}`, async ({
    page,
    demo,
  }) => {
    const account = await createAccount(page.request, demo, {
      ...{ creditor: 'wattenhorst', locale },
      documents: [
        { number: LONG, amount: '1469135.79' },
        { number: '2', amount: '10.00' },
      ],
    })
    await page.setViewportSize({ width, height: 800 })
    await openLink(page, await account.createLink({ scope: ['view', 'pay', 'dispute'], name: NAME }))
    const number = account.numberOf(LONG)
    const query = new URLSearchParams({ invoice: number }).toString()
    for (const path of [
      '/statement',
      `/invoices/${encodeURIComponent(number)}`,
      `/disputes/new?${query}`,
      `/pay?${query}`,
      `/access/forward?${query}`,
    ]) {
      await page.goto(`${demo.origin}${path}`)
      await expect(page.locator('main')).toContainText(number)
      await expectNoSidewaysScroll(page)
    }
    for (const path of ['/access', '/trust']) {
      await page.goto(`${demo.origin}${path}`)
      await expect(page.locator('main')).toContainText(NAME)
      await expectNoSidewaysScroll(page)
    }
  })
}

for (const { amount, currency } of [
  { amount: '98765.43', currency: 'EUR' },
  { amount: '987654.32', currency: 'EUR' },
  { amount: '9876543.21', currency: 'EUR' },
  { amount: '987654321.01', currency: 'EUR' },
  { amount: '9876543.21', currency: 'CHF' },
]) {
  test(`a sum of ${amount} ${currency} stays on one line of a phone @nojs`, async ({ page, demo }) => {
    const account = await createAccount(page.request, demo, {
      ...{ creditor: 'wattenhorst', locale: 'de' },
      documents: [{ number: '1', amount, currency }],
    })
    await page.setViewportSize({ width: 320, height: 800 })
    await openLink(page, await account.createLink())
    for (const lang of ['de', 'ar']) {
      for (const path of ['/statement', `/invoices/${account.numberOf('1')}`, '/payoff']) {
        await page.goto(`${demo.origin}${path}?lang=${lang}`)
        const sum = page.locator('main .sum').first()
        expect((await sum.innerText()).replaceAll(/\D/g, '')).toBe(amount.replace('.', ''))
        expect(await sum.evaluate(countLines)).toBe(1)
        expect(await page.locator('.lines tbody tr').evaluateAll(listCutCells)).toEqual([])
      }
    }
  })
}

/** A row paints nothing beyond its edges: what of its cells would lie there. */
function listCutCells(rows: readonly Element[]): string[] {
  return rows.flatMap((row) => {
    const { left, right } = row.getBoundingClientRect()
    return Array.from(row.children)
      .filter((cell) => {
        const range = cell.ownerDocument.createRange()
        range.selectNodeContents(cell)
        const written = range.getBoundingClientRect()
        return written.width > 0 && (written.left < left - 1 || written.right > right + 1)
      })
      .map((cell) => cell.textContent)
  })
}

/** Of what is written in it; letters of two directions stand beside each other. */
function countLines(element: Element): number {
  const range = element.ownerDocument.createRange()
  range.selectNodeContents(element)
  return new Set(Array.from(range.getClientRects(), ({ bottom }) => Math.round(bottom))).size
}
