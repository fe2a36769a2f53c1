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
 * @property {'vitest' | 'playwright' | 'counts'} [report] What reports its tests; a stage without one counts as a single test.
 */

/** Much of what a linter makes is garbage soon: without more room for it, a fifth of the time goes into collecting it. */
const ROOM_FOR_GARBAGE = ['--max-semi-space-size=64', '--max-old-space-size=8192']

/**
 * Rows are run one after the other. In a row, lanes are run at the same time, and the stages of a lane one after the other:
 * two cores are kept busy, also while a stage waits or has work for one of them alone.
 * @type {readonly (readonly (readonly Stage[])[])[]}
 */
const STAGES = [
  [
    [
      {
        // Types and lint.
        name: 'source',
        limitMinutes: 15,
        report: 'counts',
        command: (_files, report) => [...ROOM_FOR_GARBAGE, 'tests/runner/check-source.mjs', report],
      },
      { name: 'unit', limitMinutes: 15, report: 'vitest', command: describeVitest('unit') },
    ],
    [{ name: 'integration', limitMinutes: 25, report: 'vitest', command: describeVitest('integration') }],
    [
      { name: 'build', limitMinutes: 10, command: () => ['app/cli/launch.mjs', 'build'] },
      // Takes longest. Processes of it are killed and awaited, and it has to stand that others take their time.
      { name: 'crash', limitMinutes: 25, report: 'vitest', command: describeVitest('crash', '--no-file-parallelism') },
    ],
  ],
  // What a browser shows is waited for seconds at the most: beside nothing else.
  [[{ name: 'e2e', limitMinutes: 20, report: 'playwright', command: describePlaywright }]],
]

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { stage: { type: 'string', multiple: true } },
})
const wanted = values.stage?.flatMap((names) => names.split(','))
const known = STAGES.flat(2).map((stage) => stage.name)
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
    await Promise.all(row.map((lane) => executeLane(lane.filter(({ name }) => !wanted || wanted.includes(name)))))
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

/** @param {readonly Stage[]} lane */
async function executeLane(lane) {
  for (const stage of lane) await execute(stage)
}

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
