/**
 * Every page there is, found by following links as a reader would: in each language at 320 px, without scripts, nothing
 * that axe objects to, nothing to scroll sideways, no answer but a page. A page that is added and that no link leads to
 * fails the test that counts them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright/test'
import { createAccount, openLink } from './account'
import { expect, expectNoSidewaysScroll, listAxeViolations, openAsDebtor, signInToConsole, test } from './fixtures'

const ROUTES = path.resolve('app/routes')

/** Names of routes that have a page, as Remix reads them from their files. */
function listPages(): string[] {
  return readdirSync(ROUTES)
    .map((name) => ({ name, file: existsSync(path.join(ROUTES, name, 'route.tsx')) ? `${name}/route.tsx` : name }))
    .filter(
      ({ file }) => file.endsWith('.tsx') && readFileSync(path.join(ROUTES, file), 'utf8').includes('export default'),
    )
    .map(({ name }) => name.replace(/\.tsx$/, ''))
}

/** Which addresses are those of a route: "disputes_.$id_.withdraw" is /disputes/ID/withdraw. */
function describeAddresses(route: string): RegExp {
  const segments = route
    .split('.')
    .map((segment) => segment.replace(/_$/, ''))
    .filter((segment) => segment !== '_index')
    .map((segment) => (segment.startsWith('$') ? '[^/]+' : segment))
  return new RegExp(`^/${segments.join('/')}$`)
}

/** A fixed segment is meant before a parameter: /disputes/new is no dispute. */
const pages = listPages()
  .map((route) => ({ route, addresses: describeAddresses(route) }))
  .sort((one, other) => one.route.split('$').length - other.route.split('$').length)

const findRoute = (pathname: string) => pages.find(({ addresses }) => addresses.test(pathname))?.route ?? null

/** What only a form or a mail leads to, and which test looks at it there. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'approvals_.$id': 'delegation.spec',
  console: 'the frame of the console, which every page of it shows',
  'console.$': 'console-access.spec',
  'console.bank_.columns': 'console-bank.spec',
  'console.plans.$id': 'plans.spec',
  'console.plans_.$id_.running': 'plans.spec',
  'console.requests_.$id': 'contact.spec',
  'console_.set-password.$token': 'console-access.spec',
  'disputes_.opened': 'disputes.spec',
  'l.$token_.not-for-me': 'contact.spec',
  'payments.$id_.qr-bill': 'bank-transfer.spec',
  'payoff_.quotes.$id': 'payoff.spec',
  'plans_.$id': 'plans.spec',
  'plans_.$id_.agree': 'plans.spec',
  'plans_.$id_.move': 'plans.spec',
  'plans_.$id_.pay': 'plans.spec',
  'plans_.$id_.withdraw': 'plans.spec',
  'plans_.propose': 'plans.spec',
  'reconciliation_.$id': 'reconciliation.spec',
  'reconciliation_.$id_.columns': 'reconciliation.spec',
  'reminders.stop': 'reminder-pages.test, among the integration tests',
  'sandbox.$checkoutId': 'pay.spec',
}

/** Begins at these addresses and follows every link to a page that it has not seen yet; returns the routes it saw. */
async function readEveryPage(
  page: Page,
  origin: string,
  begin: readonly string[],
  within: RegExp,
  // What a page means to a screen reader is the same in languages of one direction; how long its words are is not.
  { asksAxe }: { asksAxe: boolean } = { asksAxe: true },
): Promise<Set<string>> {
  const seen = new Set<string>()
  const waiting = [...begin]
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const route = findRoute(new URL(address, origin).pathname)
    if (route === null || seen.has(route) || !within.test(new URL(address, origin).pathname)) continue
    const response = await page.goto(new URL(address, origin).href)
    // A page may say that what was asked for is not to be had here.
    expect([200, 409], address).toContain(response?.status())
    // What is not for this reader leads elsewhere.
    if (findRoute(new URL(page.url()).pathname) !== route) continue
    seen.add(route)
    await test.step(`${route} at ${address}`, async () => {
      await expect(page.locator('h1').first()).toBeVisible()
      await expectNoSidewaysScroll(page)
      // One page's fault hides no other's.
      if (asksAxe) expect.soft(await listAxeViolations(page), address).toEqual([])
    })
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href))
    waiting.push(...links.filter((href) => href.startsWith(`${origin}/`)).map((href) => href.slice(origin.length)))
  }
  return seen
}

const ACCOUNT = /^\/(?!console|dev|l\/|api|leave)/
const seenAnywhere = new Set<string>()

for (const locale of ['en', 'de', 'ro', 'fy', 'ar']) {
  test(`every page of an account reads well in ${locale} @nojs`, async ({ page, demo }) => {
    test.slow()
    await page.setViewportSize({ width: 320, height: 800 })
    await openAsDebtor(page, { locale })
    const number = (await page.locator('a[href^="/invoices/"]').first().textContent())?.trim() ?? ''
    const chosen = new URLSearchParams({ invoice: number }).toString()
    const begin = [
      '/statement?status=all',
      `/pay/review?${chosen}`,
      `/pay/bank-file?${chosen}`,
      `/disputes/new?${chosen}`,
    ]
    const own = ['/methods', '/contact', '/access', '/approvals', '/session-ended']
    const seen = await readEveryPage(
      page,
      demo.origin,
      [...begin, ...own].map((address) => withLanguage(address, locale)),
      ACCOUNT,
    )
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...[
          'statement',
          'statement_.balance-forward',
          'invoices.$number',
          'pay',
          'pay_.review',
          'pay_.bank-file',
          'methods',
        ],
        ...['disputes', 'disputes_.new', 'documents', 'reconciliation', 'trust', 'contact', 'contact_.cannot-pay'],
        ...['contact_.not-for-me', 'access', 'access_.forward', 'access_.limit', 'approvals', 'session-ended'],
      ]),
    )
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    for (const route of seen) seenAnywhere.add(route)
  })
}

test('a payment, its receipt and a dispute read well, and so does the link that led there @nojs', async ({
  page,
  demo,
}) => {
  test.slow()
  await page.setViewportSize({ width: 320, height: 800 })
  const documents = [{ number: '1', amount: '100.00' }]
  const account = await createAccount(page.request, demo, { creditor: 'wattenhorst', locale: 'de', documents })
  const link = await account.createLink({ scope: ['view', 'pay', 'dispute'] })
  for (const route of await readEveryPage(page, demo.origin, [new URL(link).pathname], /^\/l\//))
    seenAnywhere.add(route)
  await openLink(page, link)
  for (const address of ['/dev/mail', '/console/sign-in', '/console/forgot-password']) {
    for (const route of await readEveryPage(page, demo.origin, [address], /^\/(dev|console\/(sign-in|forgot))/)) {
      seenAnywhere.add(route)
    }
  }
})

const CONSOLE = [
  '/console/debtors',
  // Somebody whose record tells of payments.
  '/console/debtors/D10021',
  '/console/disputes',
  '/console/password',
  '/console/jobs',
  '/console/reconciliation',
  '/console/reconciliation/settlement-report',
]

for (const [locale, asksAxe] of [
  ['en', true],
  ['ar', true],
  ['de', false],
  ['ro', false],
  ['fy', false],
] as const) {
  test(`every page of the console reads well in ${locale} @nojs`, async ({ page, demo }) => {
    test.slow()
    await page.setViewportSize({ width: 320, height: 800 })
    await signInToConsole(page, 'wattenhorst')
    const begin = CONSOLE.map((address) => withLanguage(address, locale))
    const seen = await readEveryPage(page, demo.origin, begin, /^\/console\//, { asksAxe })
    await expect(page.locator('html')).toHaveAttribute('lang', locale)
    expect(seen.size).toBeGreaterThan(CONSOLE.length)
    for (const route of seen) seenAnywhere.add(route)
  })
}

test('no page was left out @nojs', () => {
  const all = pages.map(({ route }) => route).filter((route) => !(route in ELSEWHERE))
  expect(all.filter((route) => !seenAnywhere.has(route))).toEqual([])
  expect(Object.keys(ELSEWHERE).filter((route) => !pages.some((page) => page.route === route))).toEqual([])
})

function withLanguage(address: string, locale: string): string {
  return `${address}${address.includes('?') ? '&' : '?'}lang=${locale}`
}
