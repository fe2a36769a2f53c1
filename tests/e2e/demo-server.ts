/** One demo for a run of browser tests: the built server with its own database in a folder that goes away after it. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseDemoLine, type Demo } from './demo'

const LONGEST_START_MS = 180_000
const LONGEST_STOP_MS = 20_000
/** The demo prints its lines together. */
const SILENCE_MS = 300

export interface RunningDemo {
  demo: Demo
  /** What goes away with it. */
  directory: string
  stop: () => Promise<void>
}

/** Playwright's global setup. The tests find the demo by QUITTANCE_DEMO. */
export default async function startSharedDemo(): Promise<() => Promise<void>> {
  const { demo, directory, stop } = await startDemo()
  const file = path.join(directory, 'demo.json')
  await writeFile(file, JSON.stringify(demo))
  process.env['QUITTANCE_DEMO'] = file
  return stop
}

/** A demo with settings of its own beside what every test needs. */
export async function startDemo(settings: Readonly<Record<string, string>> = {}): Promise<RunningDemo> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-e2e-'))
  // The embedded PostgreSQL is another user when root runs it, and has to pass through.
  await chmod(directory, 0o755)
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
    await endPostgres(path.join(directory, 'data', 'postgres', 'cluster', 'postmaster.pid'))
    await rm(directory, { recursive: true, force: true })
  }
  try {
    return { demo: await readDemo(server), directory, stop }
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
