/**
 * What axe says of a page: axe itself, without the package around it, which opens another page for each run and carries
 * over all that is right. The one frame that pages have, a mail in the demo's mailbox, runs no script and is not looked into.
 *
 * It is the most expensive thing that a browser test does. A page that is written on the server and does without scripts
 * is the same document with and without them: a document that axe had nothing to say of, in any test of the run, is not
 * shown to it again. Anything that tells two documents apart, an open part or a ticked box among it, makes them two.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import type axe from 'axe-core'
import { expect, test, type CDPSession, type Page } from 'playwright/test'

/** WCAG 2.2 A and AA, and what axe calls best practice. */
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

export async function expectNoAxeViolations(page: Page): Promise<void> {
  expect(await listAxeViolations(page)).toEqual([])
}

/** What axe objects to, each with the elements it is about. Throws where it could check nothing. */
export async function listAxeViolations(page: Page): Promise<string[]> {
  // What were still to come of it would run its scripts, without those before them, as soon as scripts are let run.
  await page.waitForLoadState()
  const record = await nameRecord(page)
  if (existsSync(record)) return []
  const found = await withScripts(page, async () => {
    // Run again on the same document, it is there already.
    if (!(await page.evaluate(() => 'axe' in window))) await loadAxe(page)
    return page.evaluate(async (rules) => {
      const { run } = (window as unknown as { axe: typeof axe }).axe
      const { violations, passes } = await run({ runOnly: rules, resultTypes: ['violations'], iframes: false })
      return {
        violations: violations.map(
          ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((node) => node.html).join('\n  ')}`,
        ),
        passed: passes.length,
      }
    }, RULES)
  })
  expect(found.passed).toBeGreaterThan(0)
  // What changed while it was looked at is neither of the two.
  if (found.violations.length === 0 && (await nameRecord(page)) === record) writeFileSync(record, '')
  return found.violations
}

/** The file that is there once axe had nothing to say of what the page shows now; the workers of a run share it. */
async function nameRecord(page: Page): Promise<string> {
  const demo = process.env['QUITTANCE_DEMO']
  if (demo === undefined) throw new Error('There is no demo: run the browser tests with "npx playwright test".')
  const folder = path.join(path.dirname(demo), 'axe')
  mkdirSync(folder, { recursive: true })
  const described = await page.evaluate(describeDocument)
  const shown = IDS.reduce((text, id) => text.replaceAll(id, (found) => '#'.repeat(found.length)), described)
  return path.join(folder, createHash('sha256').update(shown).digest('hex'))
}

/**
 * What a test's own account and moment make different, and what axe has no rule about: ids, tokens of links, references
 * for people, the prefix of an account's numbers, the time of day, and the address that a test comes from.
 */
const IDS = [
  /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g,
  /(?<=\/)[\w-]{43}(?![\w-])/g,
  /\b[\dA-Z]{5}-[\dA-Z]{5}\b/g,
  /\b[Tt][\dA-Fa-f]{8}\b/g,
  /\b\d\d?:\d\d\b/g,
  /\b10\.\d+\.\d+\.…/g,
]

/** All that axe could see, in the browser: elements, what is in their fields, how large they are shown and by which media. */
function describeDocument(): string {
  const fields = [...document.querySelectorAll('input, select, textarea')].map((field) =>
    field instanceof HTMLInputElement
      ? [field.value, field.checked, field.indeterminate, field.validity.valid]
      : field instanceof HTMLSelectElement
        ? [field.selectedIndex, field.validity.valid]
        : field instanceof HTMLTextAreaElement
          ? [field.value, field.validity.valid]
          : [],
  )
  // Not what loads and runs scripts: a page has more or less of it while it runs them.
  const UNSEEN = 'script, link[rel="modulepreload"]'
  const seen = document.documentElement.cloneNode(true) as HTMLElement
  for (const element of seen.querySelectorAll(UNSEEN)) element.remove()
  const all = [...document.querySelectorAll(`:not(${UNSEEN})`)]
  const media = ['print', '(prefers-color-scheme: dark)', '(prefers-reduced-motion: reduce)']
  // Whether scripts run is nothing to see, unless a style asks.
  const asksForScripts = [...document.styleSheets].some((sheet) =>
    [...sheet.cssRules].some((rule) => rule instanceof CSSMediaRule && rule.conditionText.includes('scripting')),
  )
  if (asksForScripts) media.push('(scripting: none)')
  return JSON.stringify([
    [location.pathname, location.search, location.hash, document.title, document.readyState],
    [innerWidth, innerHeight, devicePixelRatio, scrollX, scrollY, ...media.map((query) => matchMedia(query).matches)],
    [document.activeElement === null ? -1 : all.indexOf(document.activeElement), all.length],
    all.flatMap(({ scrollLeft, scrollTop }, index) => (scrollLeft || scrollTop ? [index, scrollLeft, scrollTop] : [])),
    [...document.images].map(({ complete, naturalWidth }) => [complete, naturalWidth]),
    fields,
    seen.outerHTML,
  ])
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Past Playwright, and the smaller file of the two: together a quarter less of the time that loading takes. */
async function loadAxe(page: Page): Promise<void> {
  const session = await openSession(page)
  const { exceptionDetails } = await session.send('Runtime.evaluate', { expression: AXE })
  if (exceptionDetails) throw new Error(`axe was not loaded: ${exceptionDetails.text}`)
}

/** They live as long as their pages: what one has set in the browser's emulation would end with it. */
const sessions = new WeakMap<Page, CDPSession>()

async function openSession(page: Page): Promise<CDPSession> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page))
  sessions.set(page, session)
  return session
}

/**
 * axe is a script: where the page runs none, they are let run for the time of `work`. The document stays as it was read
 * without them, and runs none of its own.
 */
async function withScripts<Result>(page: Page, work: () => Promise<Result>): Promise<Result> {
  if (test.info().project.use.javaScriptEnabled !== false) return work()
  const emulation = await openSession(page)
  // It takes back only what it has set itself.
  await emulation.send('Emulation.setScriptExecutionDisabled', { value: true })
  await emulation.send('Emulation.setScriptExecutionDisabled', { value: false })
  try {
    return await work()
  } finally {
    await emulation.send('Emulation.setScriptExecutionDisabled', { value: true })
  }
}
