/** What a creditor permits, read and changed in the console. */
import type { Page } from 'playwright/test'
import { createPng } from '../factories/pictures'
import { readDemo } from './demo'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const SETTINGS = '/console/settings'

async function openSettings(page: Page, creditor: string, language = 'en') {
  await signInToConsole(page, creditor)
  await page.goto(`${readDemo().origin}${SETTINGS}?lang=${language}`)
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
  await signInToConsole(page, 'wattenhorst', 'viewer')
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

test('an owner sets a logo, sees it, and takes it away again', async ({ page }) => {
  const { creditor, owner } = getOwnCreditor()
  await openSettings(page, creditor)
  const logo = section(page, 'Logo')
  const choose = (buffer: Buffer<ArrayBuffer>) =>
    logo.getByLabel('Picture').setInputFiles({ name: 'logo.png', mimeType: 'image/png', buffer })
  const upload = logo.getByRole('button', { name: 'Use this picture' })

  await choose(Buffer.from('%PDF-1.7 and nothing of a picture'))
  await upload.click()
  await expect(page.getByRole('alert')).toBeVisible()
  await expect(logo.getByLabel('Picture')).toHaveAccessibleDescription(/neither a PNG nor a JPEG|damaged/)
  await expect(logo.getByRole('img')).toHaveCount(0)

  await choose(createPng({ width: 480, height: 120 }))
  await upload.click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
  const picture = logo.getByRole('img')
  await expect(picture).toHaveAccessibleName(/^Logo of /)
  // The page is there before the picture is.
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => [image.complete, image.naturalWidth]))
    .toEqual([true, 480])
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 720 })
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)

  await logo.getByRole('button', { name: 'Remove the logo' }).click()
  await expect(page.getByText('Saved. It counts from now on.')).toBeVisible()
  await expect(logo.getByText('There is no logo yet')).toBeVisible()
  await logo.locator('summary').click()
  await expect(logo.getByRole('row').nth(1)).toContainText(owner)
})

test('a viewer sees the logo’s place and cannot change it', async ({ page }) => {
  await signInToConsole(page, 'wattenhorst', 'viewer')
  await page.goto(`${readDemo().origin}${SETTINGS}?lang=en`)
  const logo = section(page, 'Logo')
  await expect(logo.getByText('There is no logo yet')).toBeVisible()
  await expect(logo.getByLabel('Picture')).toHaveCount(0)
  await expect(logo.getByRole('button')).toHaveCount(0)
})

test('each part of the settings of interest is there once, before anything was set', async ({ page, demo }) => {
  await signInToConsole(page, 'wattenhorst')
  await page.goto(`${demo.origin}/console/settings/interest`)
  await page.waitForLoadState('networkidle')
  const headings = await page.locator('main h2').allInnerTexts()
  expect(headings.length).toBeGreaterThan(2)
  expect(new Set(headings).size).toBe(headings.length)
})
