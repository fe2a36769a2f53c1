import { defineConfig } from 'playwright/test'
import { findBrowser } from './tests/setup/browser'

const { executablePath, args } = await findBrowser()

/**
 * A page of a test lives for seconds, and what a compiler would make of its scripts is never used as often as making it
 * costs: without, axe takes a fifth less.
 */
const COMPILED_ONCE = '--js-flags=--no-opt --no-maglev'

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/demo-server.ts',
  // Often one of them waits: for a webhook, for a mail, for a job.
  workers: 3,
  // A stop for what hangs: the longest take ten seconds alone, and several times that on a machine that does much else.
  timeout: 90_000,
  expect: { timeout: 7_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    launchOptions: { executablePath, args: [...args, COMPILED_ONCE] },
    screenshot: 'only-on-failure',
    // A trace costs a fifth of the time: `npx playwright test --trace retain-on-failure FILE` records one.
    trace: 'off',
  },
  projects: [
    { name: 'js', grepInvert: /@nojs/ },
    { name: 'nojs', grepInvert: /@js/, use: { javaScriptEnabled: false } },
  ],
})
