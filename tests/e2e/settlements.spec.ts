/** Promising to pay, and settling for less: the debtor's way through both, the creditor's answers, and every language. */
import { createAccount, openLink } from './account'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'
import { readCode } from './mailbox'

const CREDITOR = 'wattenhorst'

const dayFromNow = (days: number) => findCreditorDay(CREDITOR, days)

const SCOPE = ['view', 'pay', 'agree']

test('a payment is promised from the invoice, stands in the list and in the console, and is taken back', async ({
  page,
  request,
  demo,
}) => {
  const documents = [{ number: 'A', amount: '120.00', dueInDays: -10 }]
  const account = await createAccount(request, demo, { creditor: CREDITOR, locale: 'en', documents })
  await openLink(page, await account.createLink({ scope: SCOPE, locale: 'en' }))
  await page.goto(`${demo.origin}/invoices/${encodeURIComponent(account.numberOf('A'))}`)
  await page.getByRole('link', { name: 'Promise a payment' }).click()
  await page.getByLabel('Amount').fill('10')
  await page.getByRole('button', { name: 'Promise this payment' }).click()
  await expect(page.getByLabel('Day by which you pay')).toHaveAccessibleDescription(/enter a day/)
  await expectNoAxeViolations(page)
  await page.getByLabel('Day by which you pay').fill(dayFromNow(5))
  await page.getByRole('button', { name: 'Promise this payment' }).click()
  await expect(page.getByLabel('Amount')).toHaveAccessibleDescription(/at least €60\.00/)
  await page.getByLabel('Amount').fill('120')
  await page.getByRole('button', { name: 'Promise this payment' }).click()
  await expect(page.getByText(/has been noted/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(`${demo.origin}/promises/new`)
  await expect(page.getByText(/is promised already/)).toBeVisible()

  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/promises?lang=en`)
  await expect(page.getByRole('row', { name: new RegExp(account.prefix) })).toContainText('120.00')
  await expectNoAxeViolations(page)

  await page.goto(`${demo.origin}/promises?lang=en`)
  await page.getByRole('button', { name: 'Take the promise back' }).click()
  await expect(page.getByText(/has been taken back/)).toBeVisible()
})

test('a settlement is offered, agreed by a code, paid as one sum, and nothing is owed any more', async ({
  page,
  request,
  demo,
}) => {
  const documents = [
    { number: 'A', amount: '750.00', dueInDays: -120 },
    { number: 'B', amount: '250.00', dueInDays: -100 },
  ]
  const account = await createAccount(request, demo, {
    ...{ creditor: CREDITOR, locale: 'en', documents, contact: true },
  })
  await openLink(page, await account.createLink({ scope: SCOPE, locale: 'en' }))
  const chosen = new URLSearchParams([
    ['currency', 'EUR'],
    ['invoice', account.numberOf('A')],
    ['invoice', account.numberOf('B')],
  ])
  await page.goto(`${demo.origin}/offers/new?${chosen.toString()}`)
  await expectNoAxeViolations(page)
  await page.getByLabel('Sum that you offer').fill('1000')
  await page.getByLabel('Day by which you pay').fill(dayFromNow(6))
  await page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(page.getByLabel('Sum that you offer')).toHaveAccessibleDescription(/A settlement is less/)
  await page.getByLabel('Sum that you offer').fill('900')
  await page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(page.getByText(/accepts these terms/)).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: 'Send me the code' }).click()
  await page.locator('#code').fill('123')
  await page.getByRole('button', { name: 'Agree to the settlement' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await page.locator('#code').fill(await readCode(page, demo, account.email))
  await page.getByRole('button', { name: 'Agree to the settlement' }).click()
  await expect(page.getByText('The settlement is agreed.', { exact: false })).toBeVisible()
  const href = await page.getByRole('link', { name: 'Settlement agreement (PDF)' }).getAttribute('href')
  const file = await page.request.get(`${demo.origin}${href ?? ''}`)
  expect((await file.body()).subarray(0, 5).toString()).toBe('%PDF-')
  const address = page.url()

  await page.getByRole('link', { name: 'Pay €900.00' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await expect(page.locator('main')).toContainText('€900.00')
  await expectNoAxeViolations(page)
  await page.locator('main form[action="/pay/review"] button').first().click()
  await page.locator('button[value="pay_by_card"]').click()
  await expect(async () => {
    await page.goto(address)
    await expect(page.getByText('The settlement is fulfilled.', { exact: false })).toBeVisible({ timeout: 1_000 })
  }).toPass({ timeout: 15_000 })
  await page.goto(`${demo.origin}/invoices/${encodeURIComponent(account.numberOf('A'))}`)
  await expect(page.locator('main')).toContainText('€0.00')
})

test('the creditor answers an offer in the console with other terms', async ({ page, request, demo }) => {
  const documents = [{ number: 'A', amount: '400.00', dueInDays: -120 }]
  const account = await createAccount(request, demo, { creditor: CREDITOR, locale: 'en', documents })
  await openLink(page, await account.createLink({ scope: SCOPE, locale: 'en' }))
  await page.goto(`${demo.origin}/offers/new?currency=EUR`)
  await page.getByLabel('Sum that you offer').fill('220')
  await page.getByLabel('Day by which you pay').fill(dayFromNow(6))
  await page.getByLabel('Your words to the creditor').fill('We close the shop.')
  await page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(page.getByText(/answers by/)).toBeVisible()
  const path = new URL(page.url()).pathname

  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console${path}?lang=en`)
  await expect(page.getByText('We close the shop.')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByLabel('Sum to be paid').fill('300')
  await page.getByLabel('Your words to the debtor').fill('For 300 it is done.')
  await page.getByRole('button', { name: 'Send other terms' }).click()
  await expect(page.getByText('Done. The debtor is told by mail.')).toBeVisible()

  await page.goto(`${demo.origin}${path}?lang=en`)
  await expect(page.locator('main')).toContainText('€300.00')
  await expect(page.getByText('For 300 it is done.')).toBeVisible()
})

test('the creditor offers a settlement of chosen invoices from the console, and the debtor agrees to it', async ({
  page,
  request,
  demo,
}) => {
  const documents = [
    { number: 'A', amount: '400.00', dueInDays: -120 },
    { number: 'B', amount: '100.00', dueInDays: -100 },
  ]
  const account = await createAccount(request, demo, {
    ...{ creditor: CREDITOR, locale: 'en', documents, contact: true },
  })
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/debtors/${account.externalId}/offer?lang=en`)
  await expectNoAxeViolations(page)
  await page.getByLabel(account.numberOf('B')).uncheck()
  await page.getByLabel('Sum to be paid').fill('400')
  await page.getByLabel('Day by which it is to be paid').fill(dayFromNow(6))
  await page.getByLabel('Your words to the debtor').fill('For 300 it is done.')
  await page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Sum to be paid')).toHaveAccessibleDescription(/A settlement is less/)
  await expect(page.getByLabel('Your words to the debtor')).toHaveValue('For 300 it is done.')
  await expect(page.getByLabel(account.numberOf('B'))).not.toBeChecked()
  await page.getByLabel('Sum to be paid').fill('300')
  await page.getByRole('button', { name: 'Send the offer' }).click()
  await expect(page.getByText('Done. The debtor is told by mail.')).toBeVisible()
  await expect(page.locator('main')).toContainText('€300.00')
  await expectNoAxeViolations(page)
  const path = new URL(page.url()).pathname.replace('/console', '')

  await openLink(page, await account.createLink({ scope: SCOPE, locale: 'en' }))
  await page.goto(`${demo.origin}${path}`)
  await expect(page.getByText('For 300 it is done.')).toBeVisible()
  await expect(page.locator('main')).toContainText(account.numberOf('A'))
  await expect(page.locator('main')).not.toContainText(account.numberOf('B'))
  await page.getByRole('button', { name: 'Send me the code' }).click()
  await page.locator('#code').fill(await readCode(page, demo, account.email))
  await page.getByRole('button', { name: 'Agree to the settlement' }).click()
  await expect(page.getByText('The settlement is agreed.', { exact: false })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Pay €300.00' })).toBeVisible()
})

for (const language of ['ar', 'de', 'fy', 'ro']) {
  test(`the pages are whole in ${language}, narrow and wide`, async ({ page, request, demo }) => {
    const documents = [{ number: 'A', amount: '750.00', dueInDays: -120 }]
    const account = await createAccount(request, demo, { creditor: CREDITOR, locale: language, documents })
    await openLink(page, await account.createLink({ scope: SCOPE, locale: language }))
    await page.goto(`${demo.origin}/offers/new?currency=EUR&lang=${language}`)
    await page.locator('#amount').fill('700')
    await page.locator('#payByOn').fill(dayFromNow(6))
    await page.locator('main form button').last().click()
    await page.waitForURL(/\/offers\/[0-9a-f-]{36}$/)
    const offer = new URL(page.url()).pathname
    await page.setViewportSize({ width: 320, height: 640 })
    for (const path of ['/promises', '/promises/new?currency=EUR', '/offers', '/offers/new?currency=EUR', offer]) {
      await page.goto(`${demo.origin}${path}`)
      await expect(page.locator('h1')).toBeVisible()
      await expectNoAxeViolations(page)
      await expectNoSidewaysScroll(page)
    }
  })
}

test('the creditor says what is permitted', async ({ page, demo }) => {
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console/settings/agreements?lang=en`)
  await expectNoAxeViolations(page)
  await page.getByLabel('Lowest offer, in percent of what is owed').fill('99')
  await page.locator('button[value="settlement-offer"]').click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(page.getByLabel('Accepted from, in percent of what is owed')).toHaveAccessibleDescription(/.+/)
  await page.setViewportSize({ width: 320, height: 640 })
  await expectNoSidewaysScroll(page)
})

/** Tests with and without JavaScript run side by side: each has a creditor to itself. */
const getOwnCreditor = () => (test.info().project.name === 'js' ? 'cedarwick' : 'pellbrook')

test('what the creditor permits is saved, and stands there when the page is opened again', async ({ page, demo }) => {
  await signInToConsole(page, getOwnCreditor())
  const address = `${demo.origin}/console/settings/agreements?lang=en`
  await page.goto(address)
  await page.locator('#promise-graceDays').fill('5')
  await page.locator('#promise-leastShare').fill('62.5')
  await page.locator('button[value="promise"]').click()
  await expect(page.getByRole('status')).toBeVisible()
  await page.locator('#offer-leastDaysLate').fill('75')
  await page.locator('#offer-acceptedShare').fill('91.25')
  await page.locator('#offer-approval').selectOption('at_once')
  await page.locator('button[value="settlement-offer"]').click()
  await expect(page.getByRole('status')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(address)
  await expect(page.locator('#promise-graceDays')).toHaveValue('5')
  await expect(page.locator('#promise-leastShare')).toHaveValue('62.5')
  await expect(page.locator('#offer-leastDaysLate')).toHaveValue('75')
  await expect(page.locator('#offer-acceptedShare')).toHaveValue('91.25')
  await expect(page.locator('#offer-approval')).toHaveValue('at_once')
})
