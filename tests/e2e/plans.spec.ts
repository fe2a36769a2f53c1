/** Agreeing to a plan: read, code, document and calendar; and one that both sides talk over, with and without scripts. */
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account, type AccountDocument } from './account'
import { readDemo, type Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'
import { readCode } from './mailbox'

const CREDITOR = 'wattenhorst'
const DOCUMENTS: readonly AccountDocument[] = [{ number: '1', amount: '900.00', dueInDays: -20 }]

async function openAccount(page: Page, demo: Demo, locale: string, documents = DOCUMENTS): Promise<Account> {
  const account = await createAccount(page.request, demo, {
    ...{ creditor: CREDITOR, locale, documents, contact: true },
  })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'agree'], locale }))
  return account
}

/** From the shaped plan to the agreement that is read; nine instalments are more than is agreed at once. */
async function readAgreement(page: Page, demo: Demo, instalments?: string, query = ''): Promise<void> {
  await page.goto(`${demo.origin}/plans/new${query}`)
  if (instalments !== undefined) {
    await page.locator('#instalments').fill(instalments)
    await page.locator('form[method="get"] button').click()
  }
  await page.locator('form[method="post"][action="/plans/propose"] button').first().click()
  await expect(page.locator('form[action="/plans/propose"] input[name="seen"]')).toHaveCount(1)
}

/** A page of the console on a phone, in every language. */
async function expectGoodOnPhone(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 320, height: 720 })
  for (const language of ['de', 'ro', 'fy', 'ar', 'en']) {
    await page.goto(`${address}?lang=${language}`)
    await expect(page.locator('html')).toHaveAttribute('lang', language)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  }
  await page.setViewportSize({ width: 1280, height: 720 })
}

/** Asks for a code, and types the one that came. */
async function typeCode(page: Page, demo: Demo, { email }: Account, action: RegExp): Promise<void> {
  await page.locator('form button.btn.big').click()
  await expect(page.locator('#code')).toBeVisible()
  await page.locator('#code').fill(await readCode(page, demo, email))
  await page.locator('form button.btn.big').click()
  await expect(page).toHaveURL(action)
}

test('a plan is read, agreed to by a code, and then has its document, its calendar and no more due @nojs', async ({
  page,
  demo,
}) => {
  const account = await openAccount(page, demo, 'en')
  await readAgreement(page, demo)
  await expect(page.locator('main')).toContainText('Agreement on payment in instalments')
  await expect(page.locator('main')).toContainText(account.numberOf('1'))
  await expectNoAxeViolations(page)
  await typeCode(page, demo, account, /\/plans\/[\da-f-]{36}\?done=agreed$/)
  await expect(page.locator('.callout.good')).toContainText('The plan is agreed.')
  await expect(page.locator('table.schedule tbody tr')).toHaveCount(6)
  await expectNoAxeViolations(page)

  const path = new URL(page.url()).pathname
  const agreement = await page.request.get(`${demo.origin}${path}/agreement.pdf`)
  expect([agreement.status(), agreement.headers()['content-type']]).toEqual([200, 'application/pdf'])
  const calendar = await (await page.request.get(`${demo.origin}${path}/calendar.ics`)).text()
  expect(calendar.match(/BEGIN:VEVENT/g)).toHaveLength(6)
  await page.goto(`${demo.origin}/plans`)
  await expect(page.locator('.disputes li')).toHaveCount(1)
  await expectNoAxeViolations(page)
  await page.goto(`${demo.origin}/plans/new`)
  await expect(page.locator('form[action="/plans/propose"]')).toHaveCount(0)

  await page.setViewportSize({ width: 320, height: 720 })
  for (const language of ['de', 'ro', 'fy', 'ar', 'en']) {
    for (const address of [path, `${path}/pay`, `${path}/move`]) {
      await page.goto(`${demo.origin}${address}?lang=${language}`)
      await expect(page.locator('html')).toHaveAttribute('lang', language)
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  }
})

test('a wrong code agrees to nothing and says so beside the field', async ({ page, demo }) => {
  await openAccount(page, demo, 'en')
  await readAgreement(page, demo)
  await page.locator('form button.btn.big').click()
  await page.locator('#code').fill('12')
  await page.locator('form button.btn.big').click()
  await expect(page.locator('.errors a[href="#code"]')).toHaveCount(1)
  await expectNoAxeViolations(page)
})

test('a plan outside the bounds is countered in the console, and agreed to as countered', async ({
  page,
  demo,
  context,
}) => {
  const account = await openAccount(page, demo, 'en')
  await readAgreement(page, demo, '9')
  await page.locator('#text').fill('Our season begins in March.')
  await typeCode(page, demo, account, /\/plans\/[\da-f-]{36}\?done=proposed$/)
  const path = new URL(page.url()).pathname

  const clerk = await context.newPage()
  await signInToConsole(clerk, CREDITOR)
  await clerk.goto(`${readDemo().origin}/console/plans?state=creditor`)
  await expectNoAxeViolations(clerk)
  await clerk.goto(`${readDemo().origin}/console${path}`)
  await expect(clerk.locator('main')).toContainText('Our season begins in March.')
  await expectNoAxeViolations(clerk)
  await expectGoodOnPhone(clerk, `${readDemo().origin}/console${path}`)
  await clerk.locator('#count').fill('nought')
  await clerk.locator('#counter-text').fill('Six are possible, with a third at once.')
  await clerk.locator('form:has(input[name="intent"][value="counter"]) button').click()
  await expect(clerk.locator('.errors a[href="#count"]')).toHaveCount(1)
  await clerk.locator('#count').fill('6')
  await clerk.locator('#downPayment').fill('300')
  await clerk.locator('form:has(input[name="intent"][value="counter"]) button').click()
  await expect(clerk).toHaveURL(/\?done=counter$/)
  await expect(clerk.locator('.callout.good')).toHaveCount(1)

  await page.goto(`${demo.origin}${path}`)
  await expect(page.locator('main')).toContainText('Six are possible, with a third at once.')
  await expectNoAxeViolations(page)
  await page.locator(`a[href="${path}/agree"]`).click()
  await typeCode(page, demo, account, /\?done=agreed$/)
  await expect(page.locator('table.schedule tbody tr')).toHaveCount(7)

  await expectGoodOnPhone(clerk, `${readDemo().origin}/console${path}/running`)
})

test('a plan that waits is withdrawn @nojs', async ({ page, demo }) => {
  const account = await openAccount(page, demo, 'en')
  await readAgreement(page, demo, '9')
  await typeCode(page, demo, account, /\?done=proposed$/)
  await page.locator('a[href$="/withdraw"]').click()
  await expectNoAxeViolations(page)
  await page.locator('form[action$="/withdraw"] button').click()
  await expect(page).toHaveURL(/\?done=withdrawn$/)
})

for (const locale of ['en', 'ar']) {
  test(`a plan in force takes in an invoice and gives way to a new version, in ${locale} on a phone @nojs`, async ({
    page,
    demo,
    context,
  }) => {
    await page.setViewportSize({ width: 320, height: 720 })
    const documents = [...DOCUMENTS, { number: '2', amount: '300.00', dueInDays: -5 }]
    const account = await openAccount(page, demo, locale, documents)
    await readAgreement(page, demo, undefined, `?invoice=${account.numberOf('1')}`)
    await typeCode(page, demo, account, /\?done=agreed$/)
    const path = new URL(page.url()).pathname
    const reference = (await page.locator('h1').innerText()).match(/[A-Z\d]{5}-[A-Z\d]{5}/)?.[0] ?? ''
    await page.locator('a[href^="/plans/new?extends="]').click()
    await expect(page.locator('main')).toContainText(reference)
    await expect(page.locator('main')).not.toContainText(account.numberOf('1'))
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)

    await page.locator('#instalments').fill('4')
    await page.locator('form[method="get"] button').click()
    await page.locator('form[method="post"][action="/plans/propose"] button').first().click()
    for (const number of ['1', '2']) await expect(page.locator('main')).toContainText(account.numberOf(number))
    await expect(page.locator('main')).toContainText(reference)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await typeCode(page, demo, account, /\?done=agreed$/)
    await expect(page.locator('table.schedule tbody tr')).toHaveCount(4)
    const version = new URL(page.url()).pathname
    expect(version).not.toBe(path)
    await expect(page.locator('a[href^="/plans/new?extends="]')).toHaveCount(0)
    await expectNoAxeViolations(page)

    await page.locator(`dd a[href="${path}"]`).click()
    await expect(page.locator(`dd a[href="${version}"]`)).toBeVisible()
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await page.goto(`${demo.origin}/plans/new?extends=${path.split('/').at(-1)}`)
    await expect(page.locator('.callout.warn')).toBeVisible()
    await expectNoAxeViolations(page)

    const clerk = await context.newPage()
    await signInToConsole(clerk, CREDITOR)
    await clerk.goto(`${demo.origin}/console${version}`)
    await clerk.locator(`dd a[href="/console${path}"]`).click()
    await expect(clerk.locator(`dd a[href="/console${version}"]`)).toBeVisible()
    await expectNoAxeViolations(clerk)
  })
}

for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`an agreement and a plan read well in ${locale}, on a phone @nojs`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 720 })
    const account = await openAccount(page, demo, locale)
    await readAgreement(page, demo, '9')
    await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await typeCode(page, demo, account, /\?done=proposed$/)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
    await page.goto(`${demo.origin}/plans`)
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}
