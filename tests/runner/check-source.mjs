/**
 * Types and lint of the whole checkout: `node tests/runner/check-source.mjs REPORT`. Both ask TypeScript's checker the same
 * questions, so one program answers them, and what was found out for the one is known to the other. The counts of both
 * go into REPORT.
 */
import { writeFileSync } from 'node:fs'
import { ESLint } from 'eslint'
import ts from 'typescript'

const program = openProgram('tsconfig.json')
const faulty = { types: checkTypes(program), lint: await lint(program) }
const failed = Object.values(faulty).filter(Boolean).length
const [report] = process.argv.slice(2)
if (report !== undefined) {
  writeFileSync(report, JSON.stringify({ passed: Object.keys(faulty).length - failed, failed, skipped: 0 }))
}
process.exitCode = failed === 0 ? 0 : 1

/** @param {string} configFile */
function openProgram(configFile) {
  const parsed = ts.getParsedCommandLineOfConfigFile(configFile, undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic(diagnostic) {
      throw new Error(formatDiagnostics([diagnostic]))
    },
  })
  if (!parsed) throw new Error(`There is no ${configFile}.`)
  const { fileNames, options, errors } = parsed
  return ts.createProgram({ rootNames: fileNames, options, configFileParsingDiagnostics: errors })
}

/**
 * What `tsc --noEmit` says. Returns whether it found anything.
 * @param {ts.Program} program
 */
function checkTypes(program) {
  const found = ts.sortAndDeduplicateDiagnostics(ts.getPreEmitDiagnostics(program))
  if (found.length > 0) process.stdout.write(`${formatDiagnostics(found)}\n`)
  return found.length > 0
}

/** @param {readonly ts.Diagnostic[]} diagnostics */
function formatDiagnostics(diagnostics) {
  return ts.formatDiagnostics(diagnostics, {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n',
  })
}

/**
 * What `eslint --max-warnings 0 .` says. Returns whether it found anything.
 * @param {ts.Program} program
 */
async function lint(program) {
  const eslint = new ESLint({
    overrideConfig: {
      files: ['**/*.{ts,tsx}'],
      languageOptions: { parserOptions: { projectService: false, programs: [program] } },
    },
  })
  const results = await eslint.lintFiles('.')
  const found = results.filter(({ errorCount, warningCount }) => errorCount + warningCount > 0)
  if (found.length > 0) process.stdout.write(`${await (await eslint.loadFormatter()).format(found)}\n`)
  return found.length > 0
}
