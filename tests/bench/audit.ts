/** Opens the pages in Chromium under Lighthouse's conditions of a mid-range phone on a slow network. */
import lighthouse from 'lighthouse'
import { chromium } from 'playwright-core'
import { findFreePort } from '~/platform/free-port.server'
import { findBrowser } from '../setup/browser'
import type { BenchAccount, BenchAccounts } from './accounts'
import type { BenchPage } from './raw-plan'

const GOAL = 0.98

/** What a debtor with 100 open invoices passes on its way to the provider: all of them to choose from, then 25 reviewed. */
export function listPayPages({ usual }: BenchAccounts): BenchPage[] {
  const chosen = Array.from({ length: 25 }, (_, index) => `invoice=B-${1000 + index}`).join('&')
  return [
    { name: 'choosing what to pay', path: '/pay', account: usual, rows: null },
    { name: 'reviewing a payment', path: `/pay/review?${chosen}`, account: usual, rows: null },
  ]
}

export async function auditPages(
  origin: string,
  pages: readonly BenchPage[],
  writeCookie: (account: BenchAccount) => string,
  print: (line?: string) => void,
): Promise<void> {
  const port = await findFreePort()
  const { executablePath, args } = await findBrowser()
  const browser = await chromium.launch({ executablePath, args: [...args, `--remote-debugging-port=${port}`] })
  try {
    print(`\nLighthouse, ${browser.version()} (goal ${GOAL})`)
    for (const page of pages) {
      const audited = await lighthouse(`${origin}${page.path}`, {
        port,
        logLevel: 'error',
        onlyCategories: ['performance', 'accessibility'],
        extraHeaders: { Cookie: writeCookie(page.account) },
        disableStorageReset: true,
      })
      const trouble = audited?.lhr.runtimeError
      if (!audited || trouble) throw new Error(`${page.name} was not audited: ${trouble?.message ?? 'no result'}`)
      const { categories, audits } = audited.lhr
      const score = (category: string) => categories[category]?.score ?? 0
      const failed = Object.values(audits).filter((audit) => audit.scoreDisplayMode === 'binary' && audit.score === 0)
      print(
        `  ${page.name}: performance ${score('performance')}, accessibility ${score('accessibility')}, ` +
          `largest paint ${audits['largest-contentful-paint']?.displayValue ?? '?'}` +
          (failed.length === 0 ? '' : `; failed: ${failed.map((audit) => audit.id).join(', ')}`),
      )
    }
  } finally {
    await browser.close()
  }
}
