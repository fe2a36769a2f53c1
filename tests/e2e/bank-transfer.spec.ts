/** Paying by transfer: instructions to copy and to scan, the debtor's word, the bank's statement, and what a person assigns. */
import type { Page } from 'playwright/test'
import { decodePng, readQrPicture } from '../setup/read-qr'
import { createAccount, openLink, type Account, type AccountDocument } from './account'
import type { Demo } from './demo'
import { findCreditorDay } from './creditor-day'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const IBAN = { EUR: 'DE32990501000004711020', CHF: 'CH5699999000031458207' }

async function orderTransfer(
  page: Page,
  demo: Demo,
  documents: readonly AccountDocument[],
  locale = 'de',
): Promise<Account> {
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale, documents })
  await openLink(page, await account.createLink())
  const chosen = new URLSearchParams(documents.map(({ number }) => ['invoice', account.numberOf(number)]))
  await page.goto(`${demo.origin}/pay?${chosen.toString()}`)
  const way = page.locator('input[name="way"][value="bank_transfer"]')
  if (await way.isVisible()) await way.check()
  await page.locator('form[action="/pay"] button.btn.big').click()
  if (await way.isVisible()) await way.check()
  await page.locator('form[action="/pay/review"] button.btn').last().click()
  await page.waitForURL('**/payments/**')
  return account
}

const scan = async (page: Page) => readQrPicture(decodePng(await page.locator('.qr-code svg').screenshot()))
const readReference = async (page: Page) => {
  const text = await page.locator('.qr-code dd').last().innerText()
  return text.replaceAll(/[^A-Z0-9]/g, '')
}

/** A table as a bank writes it. */
function writeStatement(amount: string, currency: 'EUR' | 'CHF', text: string, payer: string): Buffer {
  const day = findCreditorDay('wattenhorst', -1)
  const head = 'account_iban,booked_on,amount,currency,counterparty_name,remittance_information,bank_reference'
  return Buffer.from(`${head}\n${IBAN[currency]},${day},${amount},${currency},${payer},${text},B-${text}-${amount}\n`)
}

async function upload(page: Page, demo: Demo, buffer: Buffer): Promise<void> {
  await page.goto(`${demo.origin}/console/bank`)
  await page.locator('input[type="file"]').setInputFiles({ name: 'bank.csv', mimeType: 'text/csv', buffer })
  await page.locator('form[enctype="multipart/form-data"] button').click()
  await page.waitForURL(/done=loaded/)
}

test('a transfer in euro is scanned, announced, received and receipted', async ({ page, demo }) => {
  const documents = [
    { number: '1', amount: '1000.00' },
    { number: '2', amount: '250.50' },
  ]
  const account = await orderTransfer(page, demo, documents)
  const reference = await readReference(page)
  expect(reference).toMatch(/^RF\d\d[0-9A-Z]{10}$/)
  const lines = (await scan(page))?.split('\n') ?? []
  expect(lines.slice(0, 4)).toEqual(['BCD', '002', '1', 'SCT'])
  expect(lines.slice(6, 10)).toEqual([IBAN.EUR, 'EUR1250.50', '', reference])
  await expectNoAxeViolations(page)
  const advice = await page.request.get(`${page.url()}/advice.csv`)
  expect(await advice.text()).toContain(`,${account.numberOf('2')},250.50,EUR\r\n`)

  await page.locator('input[name="amount"]').fill('nichts')
  await page.locator('input[name="note"]').fill('Konto der Tochter & "Söhne"')
  await page.locator('button[value="advise"]').click()
  await expect(page.locator('.errors a')).toHaveCount(1)
  await expect(page.locator('input[aria-invalid="true"]')).toHaveValue('nichts')
  await expect(page.locator('input[name="note"]')).toHaveValue('Konto der Tochter & "Söhne"')
  await expectNoAxeViolations(page)
  await page.locator('input[name="amount"]').fill('1.250,50')
  await page.locator('button[value="advise"]').click()
  await expect(page.locator('.seal.note')).toBeVisible()
  await expect(page.locator('button[value="advise"]')).toHaveCount(0)
  const address = page.url()

  await signInToConsole(page, 'wattenhorst')
  const statement = writeStatement('1250.50', 'EUR', `Danke ${reference}`, 'Somebody')
  await upload(page, demo, statement)
  await upload(page, demo, statement)
  expect(new URL(page.url()).searchParams.get('added')).toBe('0')
  await page.goto(address)
  await expect(page.locator('.seal.good')).toBeVisible()
})

test('a Swiss QR-bill is scanned from the page, at 320 px', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 800 })
  await orderTransfer(page, demo, [{ number: '1', amount: '480.20', currency: 'CHF' }])
  const lines = (await scan(page))?.split('\n') ?? []
  expect(lines.slice(0, 4)).toEqual(['SPC', '0200', '1', IBAN.CHF])
  expect(lines.slice(18, 20)).toEqual(['480.20', 'CHF'])
  expect(lines.slice(27, 29)).toEqual(['SCOR', await readReference(page)])
  await expectNoSidewaysScroll(page)
})

test('instructions in Arabic read from right to left, at 320 px', async ({ page, demo }) => {
  await page.setViewportSize({ width: 320, height: 800 })
  await orderTransfer(page, demo, [{ number: '1', amount: '75.00' }], 'ar')
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  await expect(page.locator('button[value="advise"]')).toBeVisible()
  await expectNoSidewaysScroll(page)
  await expectNoAxeViolations(page)
})

test('what nobody can tell is assigned by a person, and undone', async ({ page, demo }) => {
  const account = await createAccount(page.request, demo, {
    ...{ creditor: 'wattenhorst', locale: 'en', documents: [{ number: '1', amount: '321.00' }] },
  })
  await signInToConsole(page, 'wattenhorst')
  await upload(page, demo, writeStatement('311.00', 'EUR', `about ${account.numberOf('1')}`, 'Nobody Known'))
  const card = page.locator('.cards > .card', { hasText: account.numberOf('1') }).first()
  await expect(card).toContainText('Nobody Known')
  await expectNoAxeViolations(page)
  await page.setViewportSize({ width: 320, height: 800 })
  await expectNoSidewaysScroll(page)
  const byHand = card.locator('details', { has: page.locator('textarea') })
  await byHand.locator('summary').click()
  await byHand.locator('input[name="debtor"]').fill(account.externalId)
  await byHand.locator('textarea').fill(account.numberOf('1'))
  await byHand.locator('button').click()
  await page.waitForURL(/done=assigned/)
  await page.goto(`${demo.origin}/console/bank?status=assigned`)
  const assigned = page.locator('.cards > .card', { hasText: account.numberOf('1') }).first()
  await assigned.locator('details summary').click()
  await assigned.locator('input[name="reason"]').fill('Another customer')
  await assigned.locator('button[value="undo"]').click()
  await page.waitForURL(/done=undone/)
  await page.goto(`${demo.origin}/console/bank`)
  const undone = page.locator('.cards > .card', { hasText: account.numberOf('1') })
  await expect(undone.filter({ hasText: 'Another customer' })).toBeVisible()
})
