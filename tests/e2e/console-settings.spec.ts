/** What a creditor permits, read and changed in the console. */
import type { Page } from 'playwright/test'
import { readDemo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const SETTINGS = '/console/settings'

async function openSettings(page: Page, creditor: string, language = 'en') {
  await signInToConsole(page, creditor)
  await page.goto(`${readDemo().origin}${SETTINGS}?lang=${language}`)
}

/** Signs in as a viewer, who may look at everything and change nothing. */
async function signInAsViewer(page: Page, creditor: string) {
  const access = readDemo()
    .consoles.filter((line) => line.creditor === creditor)
    .at(-1)
  if (!access) throw new Error(`The demo has no console of ${creditor}.`)
  await page.goto(access.url)
  await page.locator('input[type="email"]').fill(access.email)
  await page.locator('input[type="password"]').fill(access.password)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL(/\/console(?!\/sign-in)/)
}

/** Tests with and without JavaScript run side by side: each has a creditor to itself. */
function getOwnCreditor(): { creditor: string; owner: string } {
  return test.info().project.name === 'js'
    ? { creditor: 'cedarwick', owner: 'Marcus' }
    : { creditor: 'pellbrook', owner: 'Harriet' }
}

const section = (page: Page, title: string) => page.getByRole('region', { name: title, exact: true })

for (const language of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`the settings are readable in ${language}, on a phone and on a desktop`, async ({ page }) => {
    await openSettings(page, 'wattenhorst', language)
    await expect(page.locator('html')).toHaveAttribute('dir', language === 'ar' ? 'rtl' : 'ltr')
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 320, height: 720 })
    await expectNoSidewaysScroll(page)
    await expectNoAxeViolations(page)
  })
}

test('an owner changes the currencies, and the history says who did', async ({ page }) => {
  const { creditor, owner } = getOwnCreditor()
  await openSettings(page, creditor)
  const currencies = section(page, 'Currencies')
  const margin = currencies.getByLabel('Margin on the reference rate, in per cent')
  const isDone = (await margin.inputValue()) === '1.75'
  await margin.fill(isDone ? '2.25' : '1.75')
  await currencies.getByLabel('MXN').setChecked(!isDone)
  await currencies.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
  await page.reload()
  await page.goto(`${readDemo().origin}${SETTINGS}`)
  await expect(margin).toHaveValue(isDone ? '2.25' : '1.75')
  await expect(currencies.getByLabel('MXN')).toBeChecked({ checked: !isDone })
  await currencies.locator('summary').click()
  await expect(currencies.getByRole('row').nth(1)).toContainText(owner)
  await expect(currencies.getByRole('row').last()).toContainText('Set up with the portal')
})

test('what cannot be is said beside its field, and what was typed is still there', async ({ page }) => {
  await openSettings(page, 'pellbrook')
  const currencies = section(page, 'Currencies')
  await currencies.getByLabel('Margin on the reference rate, in per cent').fill('25')
  await currencies.getByLabel('Minutes for which a shown rate stands').fill('soon')
  await currencies.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('alert')).toBeVisible()
  const minutes = currencies.getByLabel('Minutes for which a shown rate stands')
  await expect(minutes).toHaveValue('soon')
  await expect(minutes).toHaveAccessibleDescription(/Please enter a number\./)
  await minutes.fill('15')
  await currencies.getByRole('button', { name: 'Save' }).click()
  const margin = currencies.getByLabel('Margin on the reference rate, in per cent')
  await expect(margin).toHaveValue('25')
  await expect(margin).toHaveAccessibleDescription(/outside the range/)
  await expectNoAxeViolations(page)

  const services = section(page, 'Payment services')
  await services.getByLabel('Method', { exact: true }).last().selectOption({ label: 'Card' })
  await services.getByLabel('Currency (three letters)').last().fill('GBP')
  await services.getByLabel('Smallest payment').last().fill('20')
  await services.getByLabel('Largest payment').last().fill('10')
  await services.getByRole('button', { name: 'Save' }).click()
  await expect(services.getByLabel('Largest payment').last()).toHaveAccessibleDescription(/below the smallest/)
})

test('rules of payment services keep their order', async ({ page }) => {
  await openSettings(page, getOwnCreditor().creditor)
  const services = section(page, 'Payment services')
  const rules = services.getByRole('group', { name: /rule/i })
  await rules.last().getByLabel('Payment service', { exact: true }).selectOption({ label: 'Test payment service' })
  await rules.last().getByLabel('Currencies').fill('gbp eur')
  await rules.last().getByLabel('Countries of the debtor').fill('gb')
  await rules.last().getByLabel('Card').check()
  await services.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
  await page.goto(`${readDemo().origin}${SETTINGS}`)
  const first = services.getByRole('group', { name: 'Rule 1', exact: true })
  await expect(first.getByLabel('Currencies')).toHaveValue('GBP, EUR')
  await expect(first.getByLabel('Countries of the debtor')).toHaveValue('GB')
  await expect(first.getByLabel('Card')).toBeChecked()
  // Emptied again, so that the demo goes on as it was.
  for (const group of await services.getByRole('group', { name: /^Rule/ }).all()) {
    await group.getByLabel('Payment service', { exact: true }).selectOption({ label: 'None' })
  }
  await services.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
  await page.goto(`${readDemo().origin}${SETTINGS}`)
  await expect(services.getByRole('group', { name: 'Rule 1', exact: true })).toHaveCount(0)
})

test('who is no owner reads them and can change nothing', async ({ page }) => {
  await signInAsViewer(page, 'wattenhorst')
  await page.goto(`${readDemo().origin}${SETTINGS}?lang=en`)
  await expect(page.getByText('Only an owner can change it.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0)
  await expect(page.getByLabel('Margin on the reference rate, in per cent')).toBeDisabled()
  const refused = await page.request.post(`${readDemo().origin}${SETTINGS}`, {
    form: { intent: 'currency', basedOn: '1', margin: '9' },
    headers: { Origin: readDemo().origin },
  })
  expect(refused.status()).toBe(403)
})
