/** Shaping a plan and comparing ways to pay; and in the console what plans may be, with drafts and the simulator. */
import type { Page } from 'playwright/test'
import { createAccount, openLink } from './account'
import type { Demo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const DOCUMENTS = [
  { number: '1', amount: '900.00', dueInDays: -20 },
  { number: '2', amount: '300.00', dueInDays: 20 },
]

async function openAccount(page: Page, demo: Demo, locale = 'en') {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents: DOCUMENTS })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'dispute', 'agree'], locale }))
  return account
}

const readAmount = (text: string) => (/\d/.test(text) ? Number(text.replace(/[^\d.]/g, '')) : null)

/** What a way to pay says of itself: its total, and its facts by name. */
async function readWay(page: Page, title: string): Promise<{ total: number | null; facts: Record<string, string> }> {
  const way = page.locator('.compared section', { has: page.getByRole('heading', { name: title, exact: true }) })
  const facts = await way
    .locator('dl > div')
    .evaluateAll((all) =>
      all.map((fact): [string, string] => [
        fact.firstElementChild?.textContent ?? '',
        fact.lastElementChild?.textContent ?? '',
      ]),
    )
  return { total: readAmount(await way.locator('.figure').innerText()), facts: Object.fromEntries(facts) }
}

/** The table of the comparison: each day, and what each way pays on it. */
async function readPaymentsByDay(page: Page) {
  const rows = await page
    .locator('table[aria-labelledby="by-day"] tbody tr, .scroll[aria-labelledby="by-day"] tbody tr')
    .evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))
  return rows.map(([day = '', ...amounts]) => ({
    ...{ day, at: Date.parse(`${day} UTC`) },
    amounts: amounts.map(readAmount),
  }))
}

test('a plan is shaped by fields, and every date and amount is shown before anything is agreed', async ({
  page,
  demo,
}) => {
  const account = await openAccount(page, demo)
  await page.locator('nav.sections a[href="/plans"]').waitFor()
  await page.goto(`${demo.origin}/plans/new`)
  const plan = page.getByRole('region', { name: 'Your plan' })
  await expect(plan).toContainText('€1,200.00')
  await expect(plan.locator('table.schedule tbody tr')).toHaveCount(6)
  await expect(plan.locator('form[method="post"] button')).toHaveText('Agree to this plan')
  await expectNoAxeViolations(page)

  await page.locator('#which-chosen').check()
  if (!(await page.locator('#invoice-0').isVisible())) await page.locator('main form details summary').click()
  await page.getByLabel(account.numberOf('1')).check()
  await page.locator('#down').fill('100')
  await page.locator('#each').fill('250')
  await page.locator('form[method="get"] button').click()
  await expect(page).toHaveURL(/invoice=.*&down=100&.*each=250/)
  await expect(plan).toContainText('€900.00')
  await expect(plan.locator('table.schedule tbody tr')).toHaveCount(5)
  await expect(plan.locator('table.schedule tbody tr').nth(1)).toContainText('200.00')

  await page.locator('#each').fill('')
  await page.locator('#instalments').fill('20')
  await page.locator('form[method="get"] button').click()
  await expect(plan).toContainText('There are at most 6 instalments; here there are 20.')
  await expect(plan.locator('form[method="post"] button')).toContainText('Propose this plan')

  await page.locator('#instalments').fill('many')
  await page.locator('#down').fill('1.2.3')
  await page.locator('form[method="get"] button').click()
  await expect(page.locator('.errors a')).toHaveCount(1)
  await expect(page.locator('#down')).toHaveValue('1.2.3')
  await expectNoAxeViolations(page)
})

for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`a plan and the comparison read well in ${locale}, on a phone @nojs`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 720 })
    await openAccount(page, demo, locale)
    for (const address of ['/plans/new', '/plans/new?frequency=weekly&instalments=50&firstOn=2020-01-01', '/compare']) {
      await page.goto(`${demo.origin}${address}`)
      await expect(page.locator('html')).toHaveAttribute('dir', locale === 'ar' ? 'rtl' : 'ltr')
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
    }
  })
}

test('ways to pay stand side by side, each with its cost, its rate and its days', async ({ page, demo }) => {
  const documents = [
    { number: '1', amount: '1000.00', dueInDays: 25, discount: { percent: '2', untilInDays: 5 } },
    { number: '2', amount: '200.00', dueInDays: -20 },
  ]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'en', documents })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'agree'] }))
  await page.goto(`${demo.origin}/compare`)
  await expect(page.locator('.compared section')).toHaveCount(3)
  const now = await readWay(page, 'Pay now')
  const onDue = await readWay(page, 'Pay on the due dates')
  const plan = await readWay(page, 'Pay in instalments')
  const RATE = 'Effective yearly rate of paying later'
  expect(now).toMatchObject({ total: 1_180, facts: { 'You save': '€20.00', Payments: '1' } })
  expect(now.facts[RATE]).toBe('none: everything is paid today')
  const days = await readPaymentsByDay(page)
  const today = days[0] ?? { day: '', at: NaN, amounts: [] }
  // The invoice is dated by the day in UTC, and what is today by the creditor's.
  const dueIn = ((days.findLast(({ amounts }) => amounts[1] !== null)?.at ?? NaN) - today.at) / 86_400_000
  expect([24, 25]).toContain(dueIn)
  // 980.00 today or 1,000.00 on its due date; what is overdue is paid today either way.
  const yearly = ((1_000 / 980) ** (365 / dueIn) - 1) * 100
  const later = { 'More than paying now': '€20.00' }
  expect(onDue).toMatchObject({ total: 1_200, facts: { ...later, Payments: '2', [RATE]: `${yearly.toFixed(2)}%` } })
  expect(onDue.facts['You save']).toBeUndefined()
  expect(plan).toMatchObject({ total: 1_200, facts: { ...later, Payments: '6' } })

  expect(today.amounts.slice(0, 2)).toEqual([1_180, 200])
  for (const [column, { total, facts }] of [now, onDue, plan].entries()) {
    const paid = days.filter(({ amounts }) => amounts[column] !== null)
    expect(paid.reduce((sum, { amounts }) => sum + (amounts[column] ?? 0), 0)).toBe(total)
    expect([String(paid.length), paid[0]?.day]).toEqual([facts['Payments'], facts['First payment']])
    if (paid.length > 1) expect(paid.at(-1)?.day).toBe(facts['Last payment'])
  }
  expect([now.facts['First payment'], onDue.facts['First payment']]).toEqual([today.day, today.day])
  // At the rate that is stated, the instalments are worth today what paying now costs.
  const rate = Number.parseFloat(plan.facts[RATE] ?? '') / 100
  const worthAt = (yearlyRate: number) =>
    days.reduce((sum, { at, amounts }) => {
      const years = (at - today.at) / 86_400_000 / 365
      return sum + (amounts[2] ?? 0) / (1 + yearlyRate) ** years
    }, 0)
  expect(worthAt(rate - 0.0001)).toBeGreaterThan(1_180)
  expect(worthAt(rate + 0.0001)).toBeLessThan(1_180)

  await page.getByRole('link', { name: 'Shape this plan' }).click()
  await expect(page).toHaveURL(/\/plans\/new\?currency=EUR/)
  await expect(page.locator('table.schedule tbody tr').first()).toContainText(plan.facts['First payment'] ?? 'a day')
})

test('a link that may not agree shows the plan and says so', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, {
    creditor: 'wattenhorst',
    locale: 'en',
    documents: DOCUMENTS,
  })
  await openLink(page, await account.createLink({ scope: ['view', 'pay'] }))
  await page.goto(`${demo.origin}/plans/new`)
  await expect(page.getByRole('region', { name: 'Your plan' })).toContainText('This link does not let you agree')
  await expect(page.locator('main form[method="post"]')).toHaveCount(0)
})

/** Tests with and without JavaScript run side by side: each has a creditor to itself. */
const getOwnCreditor = () => (test.info().project.name === 'js' ? 'cedarwick' : 'pellbrook')

test('an owner drafts a plan policy, sees what a debtor would see, and publishes it', async ({ page, demo }) => {
  const creditor = getOwnCreditor()
  const currency = creditor === 'cedarwick' ? 'USD' : 'GBP'
  const account = await createAccount(page.request, demo, {
    ...{ creditor, locale: 'en' },
    documents: [{ number: '1', amount: '600.00', currency }],
  })
  const link = await account.createLink({ scope: ['view', 'pay', 'agree'] })
  await signInToConsole(page, creditor)
  await page.goto(`${demo.origin}/console/plans/policy?lang=en`)
  await expectNoAxeViolations(page)
  await page.locator('#band-0-currency').fill(currency)
  await page.locator('#band-0-leastTotal').fill('100')
  await page.locator('#band-0-mostInstalments').fill('4')
  await page.locator('#band-0-mostDays').fill('150')
  await page.locator('#band-0-yearlyRateBps').fill('6')
  await page.locator('#name').fill('Spring')
  await page.getByRole('button', { name: 'Save as a draft' }).click()
  await expect(page.locator('.errors')).toContainText('This is outside the range that is possible here.')
  await expect(page.locator('#band-0-leastTotal')).toHaveValue('100')
  await page.locator('#band-0-frequencies-monthly').check()
  await page.getByRole('button', { name: 'Save as a draft' }).click()
  await expect(page.getByRole('status')).toContainText('The draft is saved.')

  await page.locator('#debtor').fill(account.externalId)
  await page.locator('#policy').selectOption({ label: 'Draft: Spring' })
  await page.locator('#simulator button').click()
  await expect(page.locator('#simulator')).toContainText('Shown first: Every month')
  await expect(page.locator('#simulator table').first().locator('tbody tr')).toHaveCount(4)
  await page.locator('#policy').selectOption('')
  await page.locator('#simulator button').click()
  await expect(page.locator('#simulator')).toContainText('No plan would be offered.')

  await page.getByRole('link', { name: 'Spring' }).click()
  await expect(page.locator('#band-0-mostInstalments')).toHaveValue('4')
  await page.getByRole('button', { name: 'Publish' }).click()
  await expect(page.getByRole('status')).toContainText('It is published.')
  await openLink(page, link)
  await page.goto(`${demo.origin}/plans/new`)
  await expect(page.getByRole('region', { name: 'Your plan' }).locator('tbody tr')).toHaveCount(4)
})

test('the plan policy reads well in Arabic, on a phone @nojs', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 720 })
  await signInToConsole(page, 'wattenhorst')
  await page.goto(`${demo.origin}/console/plans/policy?lang=ar`)
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})
