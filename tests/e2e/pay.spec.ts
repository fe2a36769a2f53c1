/** Paying, as a debtor does it: chosen, reviewed, paid on the provider's page, seen to have arrived; with and without scripts. */
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account, type AccountDocument } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, test } from './fixtures'

const THREE: readonly AccountDocument[] = [
  { number: '1', amount: '1000.00', dueInDays: -40 },
  { number: '2', amount: '250.50', dueInDays: -5 },
  { number: '3', amount: '80.00', dueInDays: 20 },
]

async function openAccount(
  page: Page,
  demo: Demo,
  documents: readonly AccountDocument[] = THREE,
  locale = 'de',
): Promise<Account> {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents })
  await openLink(page, await account.createLink())
  return account
}

const review = (page: Page) => page.locator('form[action="/pay"] button.btn.big').click()
const pay = (page: Page) => page.locator('form[action="/pay/review"] button.btn').click()
const act = (page: Page, action: string) => page.locator(`button[name="action"][value="${action}"]`).click()
/** The amounts of a payment's page, as the reader's language writes them. */
const total = (page: Page) => page.locator('main .sum').first()

async function payByCard(page: Page): Promise<void> {
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await act(page, 'pay_by_card')
  await page.waitForURL('**/payments/**')
  await waitForSeal(page, 'good')
}

/** The page that is returned to only reads: without scripts it is looked at again until the webhook has come. */
async function waitForSeal(page: Page, tone: string): Promise<void> {
  await expect(async () => {
    await page.reload()
    await expect(page.locator(`.seal.${tone}`)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 15_000 })
}

test('one invoice is paid in full and has a receipt', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('2')}`)
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(1)
  await review(page)
  await expect(page).toHaveURL(/\/pay\/review\?invoice=/)
  await expect(total(page)).toHaveText('250,50 €')
  await payByCard(page)
  await expect(total(page)).toHaveText('250,50 €')
  await expect(page.locator('main table tbody tr')).toHaveCount(1)
  await page.locator('a[href$="/receipt"]').click()
  await expect(page.locator('article')).toContainText(account.numberOf('2'))
  await expect(page.locator('article .stamp')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(`${demo.origin}/statement`)
  await expect(page.getByText(account.numberOf('2'), { exact: true }).first()).toBeHidden()
})

test('a part is paid, typed as the reader writes amounts, and the rest stays open', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('1')}`)
  await page.locator(`input[name="amount:${account.numberOf('1')}"]`).fill('1.000,5')
  await review(page)
  await expect(page.locator('.errors a')).toHaveCount(1)
  await expect(page.locator('input[aria-invalid="true"]')).toHaveValue('1.000,5')
  await expectNoAxeViolations(page)
  await page.locator(`input[name="amount:${account.numberOf('1')}"]`).fill('399,99')
  await review(page)
  await expect(total(page)).toHaveText('399,99 €')
  await payByCard(page)
  await page.goto(`${demo.origin}/invoices/${account.numberOf('1')}`)
  await expect(total(page)).toHaveText('600,01 €')
})

test('several invoices are paid together in Arabic, right to left, at 320 px', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 720 })
  await openAccount(page, demo, THREE, 'ar')
  await page.goto(`${demo.origin}/pay`)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  // What is overdue is proposed.
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(2)
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await review(page)
  await expect(total(page)).toContainText('1,250.50')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await expect(page.locator('html')).toHaveAttribute('lang', 'ar')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
  await act(page, 'pay_by_card')
  await waitForSeal(page, 'good')
  await expect(page.locator('main table tbody tr')).toHaveCount(2)
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})

test('one sum is spread over the oldest invoices first', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay`)
  await page.locator('#way-sum').check()
  await page.locator('#sum').fill('1.100,00')
  await review(page)
  await expect(page).toHaveURL(/sum=110000/)
  const parts = page.locator('.totals > div')
  await expect(parts.nth(0)).toContainText(account.numberOf('1'))
  await expect(parts.nth(0)).toContainText('1.000,00')
  await expect(parts.nth(1)).toContainText(account.numberOf('2'))
  await expect(parts.nth(1)).toContainText('100,00')
  await expect(parts).toHaveCount(3)
})

test('a credit note is used beside a payment, and alone where it is enough', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [
    { number: '1', amount: '100.00' },
    { number: '2', amount: '30.00' },
    { number: 'G', amount: '50.00', kind: 'credit_note' },
  ])
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('2')}`)
  await review(page)
  await expect(page.locator('main')).toContainText(account.numberOf('G'))
  await pay(page)
  // Nothing is left to pay: no provider is asked.
  await page.waitForURL('**/payments/**')
  await expect(page.locator('.seal.good')).toBeVisible()
  await expect(total(page)).toHaveText('30,00 €')
  await page.locator('a[href$="/receipt"]').click()
  await expect(page.locator('article .stamp')).toBeVisible()

  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('1')}`)
  await review(page)
  await expect(total(page)).toHaveText('80,00 €')
  await payByCard(page)
  const [byCredit, byPayment] = await page.locator('main table tbody td').all()
  await expect(byCredit!).toHaveText('20,00 €')
  await expect(byPayment!).toHaveText('80,00 €')
})

test('the same form sent twice, from two tabs and again by the back button, is one payment @nojs', async ({
  page,
  demo,
}) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('1')}`)
  await review(page)
  const form = await page
    .locator('form[action="/pay/review"]')
    .evaluate((element: HTMLFormElement) =>
      new URLSearchParams(
        [...new FormData(element)].map(([name, value]) => [name, typeof value === 'string' ? value : '']),
      ).toString(),
    )
  const send = () =>
    page.request.post(`${demo.origin}/pay/review`, {
      data: form,
      headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: demo.origin },
      maxRedirects: 0,
    })
  const answers = await Promise.all([send(), send(), send()])
  const places = answers.map((answer) => answer.headers()['location'])
  expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303])
  expect(new Set(places).size).toBe(1)
  await pay(page)
  expect(page.url()).toBe(places[0])
  await act(page, 'pay_by_card')
  await waitForSeal(page, 'good')
  const again = await send()
  expect(again.status()).toBe(303)
  expect(again.headers()['location']).toMatch(/\/payments\//)
  await page.goto(`${demo.origin}/invoices/${account.numberOf('1')}`)
  await expect(page.locator('.steps')).toContainText('1.000,00')
})

test('another payment that holds the money is named, and can be continued or ended', async ({
  page,
  demo,
  context,
}) => {
  const account = await openAccount(page, demo)
  const choice = `${demo.origin}/pay?invoice=${account.numberOf('1')}`
  const second = await context.newPage()
  await page.goto(choice)
  await review(page)
  await second.goto(choice)
  await review(second)
  await pay(page)
  await page.waitForURL('**/sandbox/**')
  await pay(second)
  await expect(second.locator('.errors')).toContainText(account.numberOf('1'))
  await expectNoAxeViolations(second)
  await second.locator('button[value="continue"]').click()
  expect(second.url()).toBe(page.url())
  await second.goBack()
  // The refused page was the answer to a form; the review is asked for anew instead.
  await second.goto(`${demo.origin}/pay/review?invoice=${account.numberOf('1')}`)
  await second.locator('button[value="restart"]').click()
  await second.waitForURL(`**/pay?invoice=${account.numberOf('1')}*`)
  await expect(second.locator('input[name="invoice"]:checked')).toHaveCount(1)
  // The first tab's page is out of date: pressing it leads back and pays nothing.
  await act(page, 'pay_by_card')
  await page.waitForURL('**/payments/**')
  await expect(page.locator('.seal.good')).toHaveCount(0)
  await second.reload()
  await review(second)
  await payByCard(second)
})

test('a declined card says why and can be tried again', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('2')}`)
  await review(page)
  await pay(page)
  await act(page, 'be_declined')
  await waitForSeal(page, 'bad')
  await expectNoAxeViolations(page)
  await page.locator('main a.btn').first().click()
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(1)
  await review(page)
  await pay(page)
  await act(page, 'pay_by_card_with_authentication')
  await expect(page.locator('button[value="authenticate"]')).toBeVisible()
  await act(page, 'authenticate')
  await waitForSeal(page, 'good')
})

test('a bank debit is waited for, and succeeds or fails later', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  for (const [short, action, tone] of [
    ['1', 'pay_by_debit', 'good'],
    ['2', 'pay_by_debit_that_fails', 'bad'],
  ] as const) {
    await page.goto(`${demo.origin}/pay?invoice=${account.numberOf(short)}`)
    await review(page)
    await page.locator('#by-sepa_debit').check()
    await pay(page)
    await act(page, action)
    await page.waitForURL('**/payments/**')
    const response = await page.request.get(page.url())
    expect(response.headers()['refresh'] ?? '0; url=/payments/').toMatch(/^\d+; url=\/payments\//)
    await waitForSeal(page, tone)
    expect((await page.request.get(page.url())).headers()['refresh']).toBeUndefined()
  }
})

test('a payment is canceled on the provider’s page or on ours @js', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  const start = async () => {
    await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('3')}`)
    await review(page)
    await pay(page)
    await page.waitForURL('**/sandbox/**')
  }
  await start()
  await act(page, 'cancel')
  await page.waitForURL('**/payments/**')
  await expect(async () => {
    await page.reload()
    await expect(page.locator('main a[href^="/pay?invoice="]')).toBeVisible({ timeout: 500 })
  }).toPass()
  await start()
  const checkout = page.url()
  await page.goto(`${demo.origin}/pay`)
  await page.locator('.callout a').click()
  await page.locator('button[value="cancel"]').click()
  await expect(page.locator('main a[href^="/pay?invoice="]')).toBeVisible()
  await page.goto(checkout)
  await expect(page.locator('button[name="action"]')).toHaveCount(0)
})

test('hundreds of invoices are reviewed though no address holds them @nojs', async ({ page, demo }) => {
  const documents = Array.from({ length: 400 }, (_, index) => ({
    number: `LONG-NUMBER-2026-${index + 1}`,
    amount: '1.00',
  }))
  const account = await openAccount(page, demo, documents)
  const form = new URLSearchParams({ currency: 'EUR', way: 'invoices' })
  for (const { number } of documents) form.append('invoice', account.numberOf(number))
  const answer = await page.request.post(`${demo.origin}/pay`, {
    data: form.toString(),
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: demo.origin },
    maxRedirects: 0,
  })
  expect(answer.status()).toBe(200)
  expect(await answer.text()).toContain('400,00')
  await page.goto(`${demo.origin}/pay?all=1&currency=EUR`)
  await expect(page.locator('input[name="invoice"]')).toHaveCount(100)
  await review(page)
  await expect(total(page)).toHaveText('400,00 €')
  await expect(page.locator('.totals > div')).toHaveCount(401)
})

test('invoices of several currencies are paid one currency at a time @nojs', async ({ page, demo }) => {
  const account = await openAccount(page, demo, [
    { number: '1', amount: '10.00' },
    { number: '2', amount: '20.00' },
    { number: 'F', amount: '30.00', currency: 'CHF' },
  ])
  await page.goto(`${demo.origin}/pay`)
  await expect(page.locator('input[name="invoice"]')).toHaveCount(2)
  await page.locator('a[href="/pay?currency=CHF"]').click()
  await expect(page.locator('input[name="invoice"]')).toHaveCount(1)
  await expect(page.locator('.paying')).toContainText(account.numberOf('F'))
})

test('who may only look is not offered to pay @nojs', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'en', documents: THREE })
  await openLink(page, await account.createLink({ scope: ['view'] }))
  await expect(page.locator('nav a[href="/pay"]')).toHaveCount(0)
  const response = await page.goto(`${demo.origin}/pay`)
  expect(response?.status()).toBe(403)
})

test('nobody sees a payment of another account @nojs', async ({ page, demo, browser }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('3')}`)
  await review(page)
  await payByCard(page)
  const address = page.url()
  const stranger = await browser.newContext()
  const other = await stranger.newPage()
  await openAccount(other, demo)
  for (const place of [address, `${address.split('?')[0] ?? ''}/receipt`, `${demo.origin}/payments/1`]) {
    expect((await other.goto(place))?.status()).toBe(404)
  }
  await stranger.close()
})

test('a wrong e-mail address is said beside its field, and what was typed stays', async ({ page, demo }) => {
  const account = await openAccount(page, demo)
  await page.goto(`${demo.origin}/pay?invoice=${account.numberOf('3')}`)
  await review(page)
  await page.locator('#payer-name').fill('Åsa Šarić')
  await page.locator('#payer-email').fill('nobody at all')
  await pay(page)
  await expect(page.locator('#payer-email')).toHaveAttribute('aria-invalid', 'true')
  await expect(page.locator('#payer-email')).toHaveValue('nobody at all')
  await expect(page.locator('#payer-name')).toHaveValue('Åsa Šarić')
  await expectNoAxeViolations(page)
  const address = `asa.${account.prefix.toLowerCase()}@example.com`
  await page.locator('#payer-email').fill(address)
  await payByCard(page)
  await expect(async () => {
    await page.goto(`${demo.origin}/dev/mail`)
    await expect(page.getByText(address)).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 10_000 })
  await expectNoAxeViolations(page)
  await page.locator('tr', { hasText: address }).locator('a').click()
  await expectNoAxeViolations(page)
  const receipt = await page.request.get(
    new URL((await page.locator('a[href*="/attachments/"]').getAttribute('href')) ?? '', demo.origin).href,
  )
  expect(receipt.headers()['content-type']).toBe('application/pdf')
  expect((await receipt.body()).subarray(0, 5).toString()).toBe('%PDF-')
  await page.locator('a[href$="/html"]').click()
  await expect(page.locator('a[href*="/payments/"]')).toBeVisible()
})

test('a webhook that was not signed by the provider changes nothing @nojs', async ({ request, demo }) => {
  const send = (headers: Record<string, string>) =>
    request.post(`${demo.origin}/webhooks/sandbox`, { data: '{"id":"forged"}', headers })
  expect((await send({})).status()).toBe(400)
  const seconds = Math.floor(Date.now() / 1000)
  expect((await send({ 'sandbox-signature': `t=${seconds},v1=${'0'.repeat(64)}` })).status()).toBe(400)
  expect((await request.get(`${demo.origin}/webhooks/sandbox`)).status()).toBe(405)
  const large = await request.post(`${demo.origin}/webhooks/sandbox`, { data: 'x'.repeat(600_000) })
  expect(large.status()).toBe(413)
})

test('the page that says how to check the portal names the creditor’s accounts', async ({ page, demo }) => {
  await openAccount(page, demo)
  await page.locator('nav a[href="/trust"]').click()
  await expect(page.locator('main')).toContainText('IBAN')
  await expect(page.locator('main')).toContainText(demo.origin)
  await expectNoAxeViolations(page)
})
