/**
 * What every npm script starts: `node app/cli/launch.mjs COMMAND [ARGUMENT...]`.
 *
 * It makes the checkout ready for the command (installs packages, generates the database client, builds) and runs the
 * command on Node 24, which is one of the packages. So `npm run demo` and `npm test` need nothing but some Node >= 20
 * and npm. It is plain JavaScript and imports Node's own modules alone, because nothing else may be there yet.
 */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { buildProduct, generateClient, hasBuildTools, isBuildFresh, isClientFresh } from './launch/build.mjs'
import { LaunchError, runToCompletion } from './launch/child-process.mjs'
import { hasPackages, installPackages, isInstallationFresh } from './launch/installation.mjs'
import { withLock } from './launch/lock.mjs'
import { endWithParent } from './launch/parent-process.mjs'

/** What a command needs before it runs, and what is then run. */
const COMMANDS = new Map([
  ['demo', { needs: 'build', run: runBuilt }],
  ['import', { needs: 'build', run: runBuilt }],
  ['creditor', { needs: 'build', production: true, run: runBuilt }],
  ['link', { needs: 'build', run: runBuilt }],
  ['jobs', { needs: 'build', production: true, run: runBuilt }],
  ['start', { needs: 'build', production: true, run: runBuilt }],
  ['worker', { needs: 'build', production: true, run: runBuilt }],
  ['migrate', { needs: 'build', production: true, run: runBuilt }],
  ['bench', { needs: 'build', run: runSource('tests/bench/main.ts') }],
  ['faults', { needs: 'build', run: runSource('tests/faults/main.ts') }],
  ['dev', { needs: 'client', run: runSource('app/cli/dev.ts') }],
  ['migration', { needs: 'client', run: runSource('prisma/create-migration.ts') }],
  ['test', { needs: 'client', run: runModule('tests/run.mjs') }],
  ['generate', { needs: 'client', run: async () => undefined }],
  ['build', { needs: 'build', run: async () => undefined }],
])

const OLDEST_NODE = 24
const [name = '', ...commandArguments] = process.argv.slice(2)

endWithParent()
try {
  await launch()
} catch (error) {
  if (!(error instanceof LaunchError)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = error.exitCode
}

async function launch() {
  const command = COMMANDS.get(name)
  if (!command) throw new LaunchError(`Unknown command "${name}". There are: ${[...COMMANDS.keys()].join(', ')}.`)
  process.chdir(fileURLToPath(new URL('../..', import.meta.url)))

  const deployed = command.production === true && hasPackages() && existsSync('build/server')
  if (!deployed && !isInstallationFresh()) {
    await withLock('install', async () => {
      if (!isInstallationFresh()) await installPackages()
    })
  }
  if (Number.parseInt(process.versions.node, 10) < OLDEST_NODE) return runOnOwnNode()

  // An image that was deployed with its build, and without the tools to make one, is taken as it is.
  if (!(deployed && !hasBuildTools())) await prepare(command.needs)
  await command.run()
}

/** @param {string} needs */
async function prepare(needs) {
  if (!isClientFresh()) {
    await withLock('build', async () => {
      if (!isClientFresh()) await generateClient()
    })
  }
  if (needs === 'build' && !isBuildFresh()) {
    await withLock('build', async () => {
      if (!isBuildFresh()) await buildProduct()
    })
  }
}

async function runOnOwnNode() {
  const ownNode = path.resolve('node_modules/.bin/node')
  if (!existsSync(ownNode)) {
    throw new LaunchError(
      `Node ${OLDEST_NODE} is needed and this is ${process.version}. The package "node" brings it, but its install script did ` +
        `not run or left nothing: allow it and run "npm ci", or use Node ${OLDEST_NODE}.`,
    )
  }
  const [ownScript = ''] = process.argv.slice(1)
  process.exitCode = await runToCompletion(ownNode, [...process.execArgv, ownScript, ...process.argv.slice(2)])
}

/** Runs the command out of the server's bundle, where it shares every module with the server. */
async function runBuilt() {
  process.env['NODE_ENV'] ??= 'production'
  await importAsProgram(path.resolve(`build/server/${name}.js`))
}

/** @param {string} file */
function runModule(file) {
  return () => importAsProgram(path.resolve(file))
}

/**
 * Runs TypeScript of this checkout, for the commands that only developers use.
 * @param {string} file
 */
function runSource(file) {
  return async () => {
    const { runnerImport } = await import('vite')
    process.argv.splice(1, process.argv.length - 1, path.resolve(file), ...commandArguments)
    const resolve = { alias: { '~': path.resolve('app') } }
    await runnerImport(path.resolve(file), { configFile: false, logLevel: 'warn', resolve })
  }
}

/** @param {string} file */
async function importAsProgram(file) {
  if (!existsSync(file)) throw new LaunchError(`There is no ${path.relative('.', file)}.`)
  process.argv.splice(1, process.argv.length - 1, file, ...commandArguments)
  await import(pathToFileURL(file).href)
}
