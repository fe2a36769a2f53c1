import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { LaunchError, runToCompletion } from './child-process.mjs'

const REMIX = 'node_modules/@remix-run/dev/dist/cli.js'
const PRISMA = 'node_modules/prisma/build/index.js'

const CLIENT_SOURCES = ['prisma/schema.prisma', 'node_modules/prisma/package.json']
const CLIENT_STAMP = 'app/data/generated/.sources'

const BUILD_SOURCES = ['app', 'public', 'locales', 'prisma', 'vite.config.ts', 'tsconfig.json', 'package-lock.json']
const BUILD_STAMP = 'build/.sources'

/** Written by tests and tools, never part of the product. */
const NOT_PART_OF_BUILD = /(?:^|\/)(?:generated|launch|launch\.mjs|[^/]+\.test\.tsx?)$/

export function isClientFresh() {
  return existsSync('app/data/generated/client.ts') && readStamp(CLIENT_STAMP) === hashSources(CLIENT_SOURCES)
}

export async function generateClient() {
  process.stderr.write('Generating the database client...\n')
  // Prisma insists on a schema engine for this command and never runs it: any executable will do.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  await runStep([PRISMA, 'generate', '--no-hints'], env, 'The database client could not be generated')
  writeFileSync(CLIENT_STAMP, hashSources(CLIENT_SOURCES))
}

/** Whether the packages that only building needs are installed. */
export function hasBuildTools() {
  return existsSync(REMIX)
}

export function isBuildFresh() {
  return existsSync('build/server') && readStamp(BUILD_STAMP) === hashSources(BUILD_SOURCES)
}

export async function buildProduct() {
  process.stderr.write('Building...\n')
  // Taken before the build: a file saved while it runs makes the next launch build again.
  const sources = hashSources(BUILD_SOURCES)
  rmSync(BUILD_STAMP, { force: true })
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NODE_ENV: 'production' }
  await runStep([REMIX, 'vite:build', '--logLevel', 'warn'], env, 'The build failed')
  writeFileSync(BUILD_STAMP, sources)
}

/**
 * @param {readonly string[]} parameters
 * @param {NodeJS.ProcessEnv} env
 * @param {string} failure
 */
async function runStep(parameters, env, failure) {
  const code = await runToCompletion(process.execPath, parameters, { outputToError: true, env })
  if (code !== 0) throw new LaunchError(`${failure} (exit code ${code}).`, code)
}

/** @param {string} file */
function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : null
}

/**
 * One hash over the names and contents of files and folders.
 * @param {readonly string[]} sources
 */
function hashSources(sources) {
  const hash = createHash('sha256')
  for (const file of sources.flatMap((source) => listFiles(source))) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/**
 * @param {string} source
 * @returns {string[]}
 */
function listFiles(source) {
  if (!existsSync(source)) return []
  const name = source.split(path.sep).join('/')
  if (NOT_PART_OF_BUILD.test(name)) return []
  const entries = readEntries(source)
  return entries === null ? [source] : entries.flatMap((entry) => listFiles(path.join(source, entry)))
}

/** @param {string} source */
function readEntries(source) {
  try {
    return readdirSync(source).sort()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOTDIR') return null
    throw error
  }
}
