/**
 * Demos for a run of browser tests: the built server with its own database in a folder that goes away after it. The
 * sample creditors are loaded once, by the first; the others begin with a copy of its data.
 */
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { findFreePort } from '~/platform/free-port.server'
import { parseDemoLine, type Demo } from './demo'

const LONGEST_START_MS = 180_000
const LONGEST_STOP_MS = 20_000
/** The demo prints its lines together. */
const SILENCE_MS = 300

/** Below a demo's data. */
const CLUSTER = ['postgres', 'cluster']

/** The data lives for one run, so nothing is waited for until it is on the disk. */
const THROWAWAY = 'fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n'

/** Data of a demo that has loaded the samples and was stopped. */
const LOADED = 'loaded'

export interface RunningDemo {
  demo: Demo
  /** Where it keeps its database and files. */
  dataDirectory: string
  stop: () => Promise<void>
}

/** Playwright's global setup. The tests find the demo by QUITTANCE_DEMO, and what others begin with beside it. */
export default async function startSharedDemo(): Promise<() => Promise<void>> {
  const directory = await makeDirectory()
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    // Addresses of its pages are among the samples: it comes back on the same port.
    const settings = { PORT: String(await findFreePort()) }
    const first = await startServer(directory, settings)
    await first.stop()
    await appendFile(path.join(directory, 'data', ...CLUSTER, 'postgresql.conf'), THROWAWAY)
    await copyFolder(path.join(directory, 'data'), path.join(directory, LOADED))
    const { demo, stop } = await startServer(directory, settings)
    const file = path.join(directory, 'demo.json')
    await writeFile(file, JSON.stringify(demo))
    process.env['QUITTANCE_DEMO'] = file
    return async () => {
      await stop()
      await remove()
    }
  } catch (error) {
    await remove()
    throw error
  }
}

/** A demo with settings of its own beside what every test needs. */
export async function startDemo(settings: Readonly<Record<string, string>>): Promise<RunningDemo> {
  const shared = process.env['QUITTANCE_DEMO']
  if (shared === undefined) throw new Error('There are no samples: run the browser tests with "npx playwright test".')
  const directory = await makeDirectory()
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    await copyFolder(path.join(path.dirname(shared), LOADED), path.join(directory, 'data'))
    const { demo, stop, dataDirectory } = await startServer(directory, settings)
    return {
      ...{ demo, dataDirectory },
      async stop() {
        await stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function makeDirectory(): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-e2e-'))
  // The embedded PostgreSQL is another user when root runs it, and has to pass through.
  await chmod(directory, 0o755)
  return directory
}

/** With owners and modes, which PostgreSQL insists on. */
async function copyFolder(from: string, to: string): Promise<void> {
  await promisify(execFile)('cp', ['-a', from, to])
}

async function startServer(directory: string, settings: Readonly<Record<string, string>>): Promise<RunningDemo> {
  const { DATABASE_URL: _production, ...environment } = process.env
  const server = spawn(process.execPath, ['app/cli/launch.mjs', 'demo'], {
    env: {
      ...environment,
      NODE_ENV: 'production',
      PORT: '0',
      // Each test names the address it comes from.
      TRUSTED_PROXIES: '1',
      HOST: '127.0.0.1',
      DATA_DIR: path.join(directory, 'data'),
      LOG_LEVEL: 'warn',
      SANDBOX_DEBIT_DELAY_MS: '1500',
      ECB_RATES: 'off',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const stop = async () => {
    await endProcess(server)
    await endPostgres(path.join(directory, 'data', ...CLUSTER, 'postmaster.pid'))
  }
  try {
    return { demo: await readDemo(server), stop, dataDirectory: path.join(directory, 'data') }
  } catch (error) {
    await stop()
    throw error
  }
}

async function readDemo(server: ChildProcess): Promise<Demo> {
  const demo: Demo = { origin: '', debtors: [], consoles: [], apiKeys: [] }
  let lastLineAt = 0
  if (server.stdout) {
    createInterface(server.stdout).on('line', (line) => {
      lastLineAt = Date.now()
      parseDemoLine(line, demo)
    })
  }
  for (let waitedMs = 0; waitedMs < LONGEST_START_MS; waitedMs += 50) {
    if (hasEnded(server)) throw new Error(`The demo ended (${server.exitCode ?? server.signalCode}) before it served.`)
    if (demo.origin !== '' && Date.now() - lastLineAt > SILENCE_MS) return demo
    await sleep(50)
  }
  throw new Error(`The demo did not serve within ${LONGEST_START_MS / 1000} seconds.`)
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const stopped = await Promise.race([ended.then(() => true), sleep(LONGEST_STOP_MS, false, { ref: false })])
  if (!stopped) {
    child.kill('SIGKILL')
    await ended
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** A demo that was killed leaves its PostgreSQL behind. */
async function endPostgres(pidFile: string): Promise<void> {
  const content = await readFile(pidFile, 'utf8').catch(() => null)
  const pid = Number.parseInt(content ?? '', 10)
  if (!Number.isInteger(pid)) return
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      try {
        process.kill(pid, attempt === 0 ? signal : 0)
      } catch {
        return
      }
      await sleep(100)
    }
  }
}
