import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LaunchError, runToCompletion } from './child-process.mjs'

/** npm writes it last, so it stands only after a complete installation. */
const INSTALLED_LOCK = 'node_modules/.package-lock.json'

export function hasPackages() {
  return existsSync(INSTALLED_LOCK)
}

/** True when every package of package-lock.json that this platform needs is installed in that version. */
export function isInstallationFresh() {
  if (!hasPackages()) return false
  const wanted = readPackages('package-lock.json')
  const installed = readPackages(INSTALLED_LOCK)
  return Object.entries(wanted).every(([location, entry]) => {
    // The root entry, and what npm leaves out on this platform.
    if (location === '' || (entry.optional === true && installed[location] === undefined)) return true
    return installed[location]?.version === entry.version
  })
}

/** Installs what package-lock.json names, whatever NODE_ENV says about development packages. */
export async function installPackages() {
  process.stderr.write('Installing packages (npm ci)...\n')
  const parameters = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const { program, prefix } = locateNpm()
  const code = await runToCompletion(program, [...prefix, ...parameters], {
    outputToError: true,
    env: describeInstallEnvironment(),
    shell: process.platform === 'win32' && prefix.length === 0,
  })
  if (code !== 0) throw new LaunchError(`The packages could not be installed: "npm ci" ended with ${code}.`, code)
}

/** The npm that runs us, if one does, so that its version and configuration hold; else the one on the PATH. */
function locateNpm() {
  const npm = process.env['npm_execpath']
  const isNpm = npm !== undefined && /npm-cli\.[cm]?js$/.test(npm) && existsSync(npm)
  return isNpm ? { program: process.execPath, prefix: [npm] } : { program: 'npm', prefix: [] }
}

function describeInstallEnvironment() {
  const ownBinaries = path.resolve('node_modules/.bin')
  const searchPath = (process.env['PATH'] ?? '')
    .split(path.delimiter)
    // npm removes node_modules first: its scripts must not look for Node there.
    .filter((folder) => path.resolve(folder) !== ownBinaries)
    .join(path.delimiter)
  // Any executable keeps Prisma's install script from fetching a schema engine; ours is WebAssembly.
  return { ...process.env, PATH: searchPath, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath }
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function readPackages(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages ?? {}
}
