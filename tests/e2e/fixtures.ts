/**
 * What browser tests share. A test runs with and without JavaScript, unless it is tagged @js or @nojs.
 *
 * Every test fails on an error of a page's script, on anything a browser writes to its console as an error (a blocked
 * script or style among them), and on a request that leaves this machine.
 */
import { expect, test as base, type BrowserContext, type Page } from 'playwright/test'
import { readDemo, type Demo, type DemoDebtor } from './demo'

let visitors = 0

interface Fixtures {
  demo: Demo
  /** Watches every page of the test; named so that Playwright always sets it up. */
  watchPages: undefined
}

export const test = base.extend<Fixtures>({
  // Each test is a visitor of its own: openings and sign-ins are counted by network.
  extraHTTPHeaders: async ({ browserName: _ }, use, { workerIndex }) => {
    visitors += 1
    await use({ 'X-Forwarded-For': `10.${workerIndex % 256}.${Math.floor(visitors / 250)}.${1 + (visitors % 250)}` })
  },
  demo: async ({ browserName: _ }, use) => use(readDemo()),
  watchPages: [
    async ({ context }, use) => {
      const problems: string[] = []
      context.on('weberror', (error) => problems.push(`error in a page: ${error.error().message}`))
      context.on('console', (message) => {
        const text = message.text()
        // A page that answers 404 is one, and a test that asks for it says so itself.
        if (text.startsWith('Failed to load resource')) return
        // The demo shows a mail in a sandbox that runs no script, not even the test's own.
        if (/^Blocked script execution in '[^']*\/dev\/mail\//.test(text)) return
        if (message.type() === 'error') problems.push(`browser console: ${text}`)
      })
      context.on('request', (request) => {
        const { protocol, hostname } = new URL(request.url())
        if (protocol.startsWith('http') && hostname !== '127.0.0.1') problems.push(`request to ${hostname}`)
      })
      await use(undefined)
      expect(problems).toEqual([])
    },
    { auto: true },
  ],
})

export { expect }
export { expectNoAxeViolations, listAxeViolations } from './axe'

/** The first of the demo's debtors that fits, in the order in which they are printed. */
function findDebtor(demo: Demo, wanted: Partial<DemoDebtor>): DemoDebtor {
  const found = demo.debtors.find((debtor) =>
    Object.entries(wanted).every(([field, value]) => Reflect.get(debtor, field) === value),
  )
  if (!found) throw new Error(`The demo has no debtor with ${JSON.stringify(wanted)}.`)
  return found
}

/**
 * Opens the access link of a demo debtor as a person does: sees who is asking, presses the button, and stands on the
 * statement. `wanted` is a locale, or any fields of the demo's line.
 */
export async function openAsDebtor(page: Page, wanted: string | Partial<DemoDebtor>): Promise<DemoDebtor> {
  const debtor = findDebtor(readDemo(), typeof wanted === 'string' ? { locale: wanted } : wanted)
  await page.goto(debtor.url)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL('**/statement')
  return debtor
}

type Cookies = Parameters<BrowserContext['addCookies']>[0]

/** Sessions that an earlier test of this process began: signing in is counted, and the tests share one address. */
const consoleSessions = new Map<string, Cookies>()

/** Opens a creditor's console as the demo's user, in the session of an earlier test where it still stands. */
export async function signInToConsole(page: Page, creditor: string, role: 'owner' | 'viewer' = 'owner'): Promise<void> {
  // The demo names the owner first and who only looks on last.
  const people = readDemo().consoles.filter((line) => line.creditor === creditor)
  const access = role === 'owner' ? people[0] : people.at(-1)
  if (!access) throw new Error(`The demo has no console of ${creditor}.`)
  const key = `${access.url} ${access.email}`
  const known = consoleSessions.get(key)
  if (known) await page.context().addCookies(known)
  await page.goto(access.url)
  if (/\/console(?!\/sign-in)/.test(new URL(page.url()).pathname)) return
  await page.locator('input[type="email"]').fill(access.email)
  await page.locator('input[type="password"]').fill(access.password)
  await page.locator('main form[method="post"] button').first().click()
  await page.waitForURL(/\/console(?!\/sign-in)/)
  const cookies = await page.context().cookies()
  consoleSessions.set(
    key,
    cookies.filter(({ name }) => name.endsWith('quittance-console')),
  )
}

/** Nothing may need sideways scrolling, down to 320 px. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  // A page that was just asked for has no document yet, or a part of it.
  await page.waitForLoadState()
  const { scrollWidth, clientWidth } = await page
    .locator('html')
    .evaluate((root) => ({ scrollWidth: root.scrollWidth, clientWidth: root.clientWidth }))
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth)
}
