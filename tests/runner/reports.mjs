import { existsSync, readFileSync } from 'node:fs'

/**
 * Counts of a runner's JSON report; all zero where it wrote none.
 * @param {'vitest' | 'playwright'} runner
 * @param {string} file
 */
export function readCounts(runner, file) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (!existsSync(file)) return counts
  const report = JSON.parse(readFileSync(file, 'utf8'))
  if (runner === 'playwright') {
    const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = report.stats ?? {}
    return { passed: expected, failed: unexpected + flaky, skipped }
  }
  for (const testFile of report.testResults ?? []) {
    const results = testFile.assertionResults ?? []
    // A file that does not load fails as a whole and has no tests.
    if (testFile.status === 'failed' && results.length === 0) counts.failed += 1
    for (const { status } of results) {
      if (status === 'passed') counts.passed += 1
      else if (status === 'failed') counts.failed += 1
      else counts.skipped += 1
    }
  }
  return counts
}
