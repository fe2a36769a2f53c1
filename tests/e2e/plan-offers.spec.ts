/** What the creditor begins from a debtor's page: a plan that it offers, and a promise that it takes down. */
import type { APIRequestContext, Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import type { Demo } from './demo'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const CREDITOR = 'wattenhorst'

const dayFromNow = (days: number) => findCreditorDay(CREDITOR, days)

const createOne = (request: APIRequestContext, demo: Demo, locale: string) =>
  createAccount(request, demo, {
    ...{ creditor: CREDITOR, locale, contact: true },
    documents: [
      { number: '1', amount: '600.00', dueInDays: -20 },
      { number: '2', amount: '300.00', dueInDays: -5 },
    ],
  })

async function readWell(page: Page): Promise<void> {
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
}

/** The code that was mailed to the account's contact. */
async function readCode(page: Page, demo: Demo, { prefix }: Account): Promise<string> {
  const address = `${prefix.toLowerCase()}@example.com`
  let code = ''
  await expect(async () => {
    const mailbox = await (await page.request.get(`${demo.origin}/dev/mail`)).text()
    for (const row of mailbox.split('<tr>').filter((each) => each.includes(address))) {
      const href = /href="(\/dev\/mail\/[^"]+)"/.exec(row)?.[1] ?? ''
      code = /: (\d{6})\b/.exec(await (await page.request.get(`${demo.origin}${href}`)).text())?.[1] ?? ''
      if (code !== '') break
    }
    expect(code).not.toBe('')
  }).toPass({ timeout: 15_000 })
  return code
}

const recordOf = ({ externalId }: Account) => `/console/debtors/${encodeURIComponent(externalId)}`

/** From the debtor's page to the plan as it was sent; gives back its path in the console. `look` is asked on the way. */
async function offerPlan(
  page: Page,
  demo: Demo,
  account: Account,
  look: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<string> {
  const record = recordOf(account)
  await page.goto(`${demo.origin}${record}`)
  await page.locator(`a[href="${record}/plan"]`).click()
  await expect(page.locator('input[name="invoice"]:checked')).toHaveCount(2)
  await page.locator('#count').fill('none')
  await page.locator('button[value="show"]').click()
  await expect(page.locator('.errors a[href="#count"]')).toHaveCount(1)
  await page.locator('#count').fill('4')
  await page.locator('#downPayment').fill('100')
  await page.locator('#firstOn').fill(dayFromNow(20))
  await page.locator('#text').fill('Would this be possible for you?')
  await page.locator('button[value="show"]').click()
  await expect(page.locator('section[aria-labelledby="preview-title"] tbody tr')).toHaveCount(5)
  await expect(page.locator('#downPayment')).toHaveValue('100')
  await look(page)
  await page.locator('button[value="offer"]').click()
  await expect(page).toHaveURL(/\/console\/plans\/[\da-f-]{36}\?done=offer$/)
  await expect(page.locator('.callout.good')).toHaveCount(1)
  await look(page)
  return new URL(page.url()).pathname
}

test('a plan is offered from the debtor’s page, and the debtor agrees to it by a code', async ({
  page,
  request,
  demo,
  context,
}) => {
  const account = await createOne(request, demo, 'en')
  await signInToConsole(page, CREDITOR)
  const path = (await offerPlan(page, demo, account, readWell)).replace('/console', '')

  const debtor = await context.newPage()
  await openLink(debtor, await account.createLink({ scope: ['view', 'pay', 'agree'], locale: 'en' }))
  await debtor.goto(`${demo.origin}/plans?lang=en`)
  await expect(debtor.locator('main')).toContainText('offers you these instalments')
  await debtor.locator(`a[href="${path}"]`).click()
  await expect(debtor.locator('main')).toContainText('Would this be possible for you?')
  await expectNoAxeViolations(debtor)
  await debtor.locator(`a[href="${path}/agree"]`).click()
  await expect(debtor.getByRole('heading', { level: 1 })).toContainText('The offer of')
  await expectNoAxeViolations(debtor)
  await debtor.locator('form button.btn.big').click()
  await debtor.locator('#code').fill(await readCode(debtor, demo, account))
  await debtor.locator('form button.btn.big').click()
  await expect(debtor).toHaveURL(/\?done=agreed$/)
  await expect(debtor.locator('table.schedule tbody tr')).toHaveCount(5)
})

test('an offered plan is declined by the debtor', async ({ page, request, demo, context }) => {
  const account = await createOne(request, demo, 'en')
  await signInToConsole(page, CREDITOR)
  const path = await offerPlan(page, demo, account)

  const debtor = await context.newPage()
  await openLink(debtor, await account.createLink({ scope: ['view', 'pay', 'agree'], locale: 'en' }))
  await debtor.goto(`${demo.origin}${path.replace('/console', '')}?lang=en`)
  await debtor.locator('a[href$="/withdraw"]').click()
  await expect(debtor.getByRole('heading', { level: 1 })).toHaveText('Decline the offer?')
  await expectNoAxeViolations(debtor)
  await debtor.locator('form[action$="/withdraw"] button').click()
  await expect(debtor.locator('.callout.good')).toHaveText('The offer was declined.')
})

test('an offered plan is taken back by the creditor', async ({ page, request, demo }) => {
  const account = await createOne(request, demo, 'en')
  await signInToConsole(page, CREDITOR)
  const path = await offerPlan(page, demo, account)
  await page.locator('#decline-text').fill('We have to look at it again.')
  await page.locator('form:has(input[name="intent"][value="decline"]) button').click()
  await expect(page).toHaveURL(`${demo.origin}${path}?done=takeBack`)
  await expect(page.locator('.callout.good')).toHaveCount(1)
  await expectNoAxeViolations(page)
})

test('a promise made by phone is held to the bounds, and goes beyond them where that is asked for @nojs', async ({
  page,
  request,
  demo,
}) => {
  const account = await createOne(request, demo, 'en')
  const record = recordOf(account)
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}${record}`)
  await page.locator(`a[href="${record}/promise"]`).click()
  await page.locator('#amount').fill('900')
  await page.locator('#promisedOn').fill(dayFromNow(80))
  await page.locator('#note').fill('On the telephone, Ms. Lüders.')
  await page.locator('form:has(#promisedOn) button').click()
  await expect(page.locator('.errors a[href="#promisedOn"]')).toHaveCount(1)
  await expect(page.locator('#promisedOn')).toHaveValue(dayFromNow(80))
  await readWell(page)
  await page.locator('#beyond').check()
  await page.locator('form:has(#promisedOn) button').click()
  await expect(page).toHaveURL(/\/console\/promises\?made=/)
  await expect(page.locator('.callout.good')).toHaveCount(1)
  await expect(page.locator('tr', { hasText: account.prefix })).toContainText(/900[.,]00/)
  await readWell(page)
  await page.goto(`${demo.origin}${record}/promise`)
  await page.locator('#promisedOn').fill(dayFromNow(3))
  await page.locator('form:has(#promisedOn) button').click()
  await expect(page.locator('.errors li')).toHaveCount(1)
})

for (const locale of ['de', 'ar']) {
  test(`offering a plan and noting a promise read well in ${locale}, on a phone @nojs`, async ({
    page,
    request,
    demo,
  }) => {
    await page.setViewportSize({ width: 320, height: 720 })
    const account = await createOne(request, demo, locale)
    const record = recordOf(account)
    await signInToConsole(page, CREDITOR)
    await page.goto(`${demo.origin}${record}?lang=${locale}`)
    await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
    await readWell(page)
    await page.goto(`${demo.origin}${record}/promise?lang=${locale}`)
    await readWell(page)
    await page.locator('form:has(#promisedOn) button').click()
    await expect(page.locator('.errors a[href="#promisedOn"]')).toHaveCount(1)
    await readWell(page)
    await page.goto(`${demo.origin}${record}/plan?lang=${locale}`)
    await readWell(page)
    await page.locator('button[value="show"]').click()
    await expect(page.locator('section[aria-labelledby="preview-title"] tbody tr')).toHaveCount(6)
    await readWell(page)
    await page.locator('button[value="offer"]').click()
    await expect(page.locator('.callout.good')).toHaveCount(1)
    await readWell(page)
  })
}
