/**
 * `npm test`: every check of the product, in stages. `npm test -- --stage unit,e2e [FILE...]` runs some of them, on some
 * files. Its last line is "N passed, N failed"; it exits non-zero on any failure.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { endLeftovers, runStage } from './runner/processes.mjs'
import { readCounts, readFailures } from './runner/reports.mjs'

const VITEST = 'node_modules/vitest/vitest.mjs'

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/**
 * @typedef {object} Stage
 * @property {string} name
 * @property {number} limitMinutes
 * @property {(files: readonly string[], report: string) => string[]} command Arguments of Node.
 * @property {'vitest' | 'playwright'} [report] What reports its tests; a stage without one counts as a single test.
 */

/** Those of one row run at the same time: two cores are kept busy, and what measures or waits runs alone. */
/** @type {readonly (readonly Stage[])[]} */
const STAGES = [
  [
    { name: 'types', limitMinutes: 10, command: () => ['node_modules/typescript/bin/tsc', '--noEmit'] },
    {
      name: 'lint',
      limitMinutes: 10,
      command: () => ['node_modules/eslint/bin/eslint.js', '--max-warnings', '0', '.'],
    },
  ],
  [
    { name: 'build', limitMinutes: 10, command: () => ['app/cli/launch.mjs', 'build'] },
    { name: 'unit', limitMinutes: 12, report: 'vitest', command: describeVitest('unit') },
  ],
  [{ name: 'integration', limitMinutes: 15, report: 'vitest', command: describeVitest('integration') }],
  [{ name: 'e2e', limitMinutes: 20, report: 'playwright', command: describePlaywright }],
  [{ name: 'crash', limitMinutes: 12, report: 'vitest', command: describeVitest('crash', '--no-file-parallelism') }],
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: 'string', multiple: true } },
})
const wanted = values.stage?.flatMap((names) => names.split(','))
const known = STAGES.flat().map((stage) => stage.name)
const unknown = wanted?.filter((name) => !known.includes(name)) ?? []
if (unknown.length > 0) {
  process.stderr.write(`There is no stage ${unknown.join(', ')}. There are: ${known.join(', ')}.\n`)
  process.exit(2)
}

// Whatever a test leaves behind, it leaves in here. Other users pass through: PostgreSQL is one when root tests.
const directory = mkdtempSync(path.join(tmpdir(), 'quittance-run-'))
chmodSync(directory, 0o755)
const interruption = new AbortController()
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => interruption.abort(new Error(`ended by ${signal}`)))
}

const total = { passed: 0, failed: 0, skipped: 0 }
/** @type {string[]} */
const summary = []
/** @type {string[]} */
const failures = []
try {
  for (const row of STAGES) {
    const stages = row.filter((stage) => !wanted || wanted.includes(stage.name))
    await Promise.all(stages.map((stage) => execute(stage)))
  }
} finally {
  const leftovers = await endLeftovers(directory)
  if (leftovers.length > 0 && !interruption.signal.aborted) {
    total.failed += 1
    summary.push(`left behind, and ended: ${leftovers.join(', ')}`)
  }
  rmSync(directory, { recursive: true, force: true })
}

if (failures.length > 0) process.stdout.write(`\nFailed:\n${failures.join('\n')}\n`)
process.stdout.write(`\n${summary.join('\n')}\n`)
process.stdout.write(`${total.passed} passed, ${total.failed} failed\n`)
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1

/** @param {Stage} stage */
async function execute(stage) {
  const report = path.join(directory, `${stage.name}.json`)
  const outcome = interruption.signal.aborted
    ? { exitCode: 1, seconds: 0, problem: 'not run' }
    : await runStage({
        name: stage.name,
        parameters: stage.command(positionals, report),
        env: describeEnvironment(report),
        limitMinutes: stage.limitMinutes,
        signal: interruption.signal,
      })
  const isClean = outcome.exitCode === 0 && outcome.problem === undefined
  const counts = stage.report ? readCounts(stage.report, report) : { passed: isClean ? 1 : 0, failed: 0, skipped: 0 }
  let { problem } = outcome
  if (counts.passed + counts.failed === 0) problem ??= isClean ? 'ran no test' : 'failed'
  // A runner can fail without a failed test: an error outside of any, a file that does not load.
  if (counts.failed === 0 && !isClean) problem ??= `exit code ${outcome.exitCode}`
  if (problem !== undefined) counts.failed += 1

  if (stage.report) failures.push(...readFailures(stage.report, report).map((failure) => `${stage.name}: ${failure}`))
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  const figures = `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`
  const line = `${stage.name.padEnd(12)} ${figures.padEnd(40)} ${outcome.seconds.toFixed(0).padStart(4)} s  ${problem ?? ''}`
  summary.push(line.trimEnd())
  process.stdout.write(`== ${line.trimEnd()}\n`)
}

/**
 * @param {string} report
 * @returns {NodeJS.ProcessEnv}
 */
function describeEnvironment(report) {
  const { FORCE_COLOR: _force, NO_COLOR: _none, ...inherited } = process.env
  return {
    ...inherited,
    ...(process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }),
    NODE_ENV: 'test',
    TMPDIR: directory,
    QUITTANCE_TEST_RUN: directory,
    PLAYWRIGHT_JSON_OUTPUT_FILE: report,
  }
}

/**
 * @param {string} project
 * @param {readonly string[]} flags
 */
function describeVitest(project, ...flags) {
  /** @type {Stage['command']} */
  return (files, report) => [
    ...[VITEST, 'run', '--project', project, ...flags, '--reporter', 'default', '--reporter', 'json'],
    ...[`--outputFile.json=${report}`, ...files],
  ]
}

/** @param {readonly string[]} files */
function describePlaywright(files) {
  return ['node_modules/playwright/cli.js', 'test', '--reporter', 'list,json', ...files]
}
