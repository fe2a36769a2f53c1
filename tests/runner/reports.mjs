import { existsSync, readFileSync } from 'node:fs'
import { stripVTControlCharacters } from 'node:util'

const LONGEST_MESSAGE = 2_000

/**
 * Counts of a runner's JSON report; all zero where it wrote none.
 * @param {'vitest' | 'playwright' | 'counts'} runner A report of counts is them and nothing else.
 * @param {string} file
 */
export function readCounts(runner, file) {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  if (!existsSync(file)) return counts
  const report = JSON.parse(readFileSync(file, 'utf8'))
  if (runner === 'counts') return { ...counts, ...report }
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

/**
 * What failed and why, to be read without looking for it among thousands of lines.
 * @param {'vitest' | 'playwright' | 'counts'} runner
 * @param {string} file
 * @returns {string[]}
 */
export function readFailures(runner, file) {
  if (runner === 'counts' || !existsSync(file)) return []
  const report = JSON.parse(readFileSync(file, 'utf8'))
  const failures = runner === 'playwright' ? listPlaywrightFailures(report) : listVitestFailures(report)
  return failures.map(
    ({ name, message }) =>
      `${name}\n    ${stripVTControlCharacters(message).slice(0, LONGEST_MESSAGE).replaceAll('\n', '\n    ')}`,
  )
}

/** @typedef {{ name: string, message: string }} Failure */

/** @returns {Failure[]} */
function listVitestFailures(/** @type {any} */ report) {
  return (report.testResults ?? []).flatMap((/** @type {any} */ file) => {
    const results = file.assertionResults ?? []
    if (file.status === 'failed' && results.length === 0) return [{ name: file.name, message: file.message ?? '' }]
    return results
      .filter((/** @type {any} */ { status }) => status === 'failed')
      .map((/** @type {any} */ { fullName, failureMessages }) => ({
        name: `${file.name} > ${fullName}`,
        message: (failureMessages ?? []).join('\n'),
      }))
  })
}

/** @returns {Failure[]} */
function listPlaywrightFailures(/** @type {any} */ report) {
  /** @type {(suite: any) => any[]} */
  const listSpecs = (suite) => [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(listSpecs)]
  return (report.suites ?? []).flatMap(listSpecs).flatMap((/** @type {any} */ spec) =>
    (spec.tests ?? [])
      .filter((/** @type {any} */ { status }) => status === 'unexpected' || status === 'flaky')
      .map((/** @type {any} */ { projectName, results }) => ({
        name: `${spec.file} [${projectName}] > ${spec.title}`,
        message: (results ?? []).map((/** @type {any} */ { error }) => error?.message ?? '').join('\n'),
      })),
  )
}
