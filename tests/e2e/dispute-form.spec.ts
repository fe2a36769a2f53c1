/** The form of a dispute beyond its own steps: its sums while it is filled in, its paper, and far too many files. */
import { connect } from 'node:net'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright/test'
import { createAccount, openLink, type Account } from './account'
import type { Demo } from './demo'
import { startDemo } from './demo-server'
import { expect, expectNoAxeViolations, expectNoSidewaysScroll, signInToConsole, test } from './fixtures'

const CREDITOR = 'wattenhorst'

async function openForm(page: Page, demo: Demo, locale: string): Promise<Account> {
  const account = await createAccount(page.request, demo, {
    ...{ creditor: CREDITOR, locale },
    documents: [{ number: '1', amount: '1000.00', dueInDays: -40 }],
  })
  await openLink(page, await account.createLink({ scope: ['view', 'pay', 'dispute'] }))
  await page.goto(`${demo.origin}/disputes/new?invoice=${account.numberOf('1')}`)
  return account
}

/** 100.00 of the only line. */
async function fillIn(page: Page): Promise<void> {
  await page.locator('[id="line-0-1"]').check()
  await page.locator('[id="kind-0-1"]').selectOption('amount')
  await page.locator('[id="amount-0-1"]').fill('100')
  await page.locator('#reason').selectOption('QTY')
  await page.locator('#action').selectOption('CNP')
  await page.locator('#text').fill('Two boxes were missing.')
}

const next = (page: Page) => page.locator('form[action="/disputes/new"] button.btn').first().click()
const isScripted = () => test.info().project.use.javaScriptEnabled !== false

for (const [locale, hundred, nineHundred] of [
  ['en', '€100.00', '€900.00'],
  ['ar', /100[.,٫]00|١٠٠٫٠٠/, /900[.,٫]00|٩٠٠٫٠٠/],
] as const) {
  test(`what is disputed and what stays payable stand beside the form, in ${locale}`, async ({ page, demo }) => {
    await page.setViewportSize({ width: 320, height: 700 })
    await openForm(page, demo, locale)
    const total = page.locator('[data-dispute-total]')
    await expect(total).toBeHidden()
    await fillIn(page)
    if (isScripted()) {
      const output = total.locator('output')
      await expect(output).toContainText(hundred)
      await expect(output).toContainText(nineHundred)
      await expectNoSidewaysScroll(page)
      await expectNoAxeViolations(page)
      await page.locator('[id="amount-0-1"]').fill('much')
      await expect(total).toBeHidden()
      await page.locator('[id="kind-0-1"]').selectOption('whole')
      await expect(output).toContainText(/1[,.٬]?000|١٬?٠٠٠/)
      await page.locator('[id="line-0-1"]').uncheck()
      await expect(total).toBeHidden()
      await fillIn(page)
      await expect(output).toContainText(nineHundred)
    } else {
      await expect(total).toBeHidden()
    }
    await next(page)
    await expect(page.locator('main table tbody')).toContainText(hundred)
    await expect(page.locator('main table tbody')).toContainText(nineHundred)
  })
}

test('the file of a dispute is taken away as PDF by both sides', async ({ page, demo }) => {
  await openForm(page, demo, 'en')
  await fillIn(page)
  await next(page)
  await next(page)
  await page.waitForURL('**/disputes/opened?**')
  const address = (await page.locator('.disputes a').first().getAttribute('href')) ?? ''
  const take = async () => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('main a[href$="/file.pdf"]').first().click(),
    ])
    expect(download.suggestedFilename()).toMatch(/\.pdf$/)
    expect((await readFile(await download.path())).subarray(0, 5).toString()).toBe('%PDF-')
  }
  await page.goto(`${demo.origin}${address}`)
  await take()
  await signInToConsole(page, CREDITOR)
  await page.goto(`${demo.origin}/console${address}?lang=en`)
  await take()
})

test('a thousand files, and a body without an end, leave nothing behind', async ({ page }) => {
  test.skip(!isScripted(), 'no browser sends that: once is enough')
  test.setTimeout(180_000)
  const temporary = await mkdtemp(path.join(tmpdir(), 'quittance-temporary-'))
  const { demo, dataDirectory, stop } = await startDemo({ TMPDIR: temporary })
  const account = await openForm(page, demo, 'en')
  await fillIn(page)
  await next(page)
  const fields = await page
    .locator('form[enctype="multipart/form-data"] input[type="hidden"]')
    .evaluateAll((inputs) => inputs.map((input) => [input.getAttribute('name'), input.getAttribute('value')] as const))
  const cookies = await page.context().cookies(demo.origin)
  const list = async () => [
    ...(await readdir(path.join(dataDirectory, 'files'), { recursive: true })),
    ...(await readdir(temporary, { recursive: true })),
  ]
  const before = await list()
  const text = fields.map(
    ([name, value]) => `--edge\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  )
  const file = (index: number) =>
    `--edge\r\nContent-Disposition: form-data; name="files"; filename="${index}.csv"\r\n` +
    'Content-Type: text/csv\r\n\r\na,b\n1,2\n\r\n'
  const files = Array.from({ length: 1_000 }, (_unused, index) => file(index))
  const headers = [
    ...['POST /disputes/new HTTP/1.1', `Host: ${new URL(demo.origin).host}`, `Origin: ${demo.origin}`],
    `Cookie: ${cookies.map(({ name, value }) => `${name}=${value}`).join('; ')}`,
    'Content-Type: multipart/form-data; boundary=edge',
  ]

  const refused = await post(demo, headers, `${text.join('')}${files.join('')}--edge--\r\n`)
  expect(refused).toContain('HTTP/1.1 422')
  expect(refused).toContain('No more than five files can be sent at once.')
  expect(refused).toContain('Two boxes were missing.')

  const memory = await readMemory(page, demo)
  const endless = await pour(demo, headers, `${text.join('')}${file(0).slice(0, -2)}`)
  expect(endless.answer).toContain('HTTP/1.1 422')
  expect(endless.sentBytes).toBeLessThan(1_000 * 1024 * 1024)
  expect((await readMemory(page, demo)) - memory).toBeLessThan(300 * 1024 * 1024)

  expect(await list()).toEqual(before)
  const key = demo.apiKeys.find(({ creditor }) => creditor === CREDITOR)?.key ?? ''
  const disputes = await page.request.get(`${demo.origin}/api/v1/disputes?state=all&debtor=${account.externalId}`, {
    headers: { Authorization: `Bearer ${key}` },
  })
  expect(await disputes.json()).toMatchObject({ count: 0 })
  await stop()
  await rm(temporary, { recursive: true, force: true })
})

/** What is answered to a body of known length. */
function post(demo: Demo, headers: readonly string[], body: string): Promise<string> {
  const content = Buffer.from(body)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(demo.origin).port), '127.0.0.1')
    let answer = ''
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
    socket.once('close', () => resolve(answer))
    socket.once('error', reject)
    socket.write([...headers, `Content-Length: ${content.length}`, 'Connection: close', '', ''].join('\r\n'))
    socket.write(content)
  })
}

/** Sends and sends, until the connection is ended. */
async function pour(demo: Demo, headers: readonly string[], beginning: string) {
  const socket = connect(Number(new URL(demo.origin).port), '127.0.0.1')
  let answer = ''
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()))
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  socket.write([...headers, `Content-Length: ${100 * 1024 ** 3}`, '', beginning].join('\r\n'))
  const megabyte = Buffer.alloc(1024 * 1024, 'x')
  let sentBytes = 0
  while (!socket.destroyed && sentBytes < 1_000 * megabyte.length) {
    sentBytes += megabyte.length
    if (!socket.write(megabyte)) {
      await Promise.race([new Promise<void>((resolve) => socket.once('drain', () => resolve())), closed])
    }
  }
  await closed
  return { answer, sentBytes }
}

async function readMemory(page: Page, demo: Demo): Promise<number> {
  const metrics = await (await page.request.get(`${demo.origin}/metrics`)).text()
  return Number(/^quittance_process_resident_memory_bytes (\S+)$/m.exec(metrics)?.[1])
}
