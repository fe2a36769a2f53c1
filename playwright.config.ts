import { defineConfig } from 'playwright/test'
import { findBrowser } from './tests/setup/browser'

const { executablePath, args } = await findBrowser()

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  globalSetup: './tests/e2e/demo-server.ts',
  workers: 2,
  timeout: 30_000,
  expect: { timeout: 7_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: 'list',
  use: {
    launchOptions: { executablePath, args },
    screenshot: 'only-on-failure',
    // A trace costs a fifth of the time: `npx playwright test --trace retain-on-failure FILE` records one.
    trace: 'off',
  },
  projects: [
    { name: 'js', grepInvert: /@nojs/ },
    { name: 'nojs', grepInvert: /@js/, use: { javaScriptEnabled: false } },
  ],
})
