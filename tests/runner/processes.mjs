import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'

const GRACE_MS = 15_000

/**
 * Runs one stage in a process group of its own, its output line by line under its name, and ends the whole group.
 * @param {{ name: string, parameters: string[], env: NodeJS.ProcessEnv, limitMinutes: number, signal: AbortSignal }} stage
 * @returns {Promise<{ exitCode: number, seconds: number, problem: string | undefined }>}
 */
export async function runStage({ name, parameters, env, limitMinutes, signal }) {
  const startedAt = performance.now()
  process.stdout.write(`== ${name}\n`)
  const child = spawn(process.execPath, parameters, { env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [child.stdout, child.stderr]) {
    createInterface(stream).on('line', (line) => process.stdout.write(line === '' ? '' : `${name} | ${line}\n`))
  }
  const limit = AbortSignal.timeout(limitMinutes * 60_000)
  const stop = AbortSignal.any([limit, signal])
  const onStop = () => void endGroup(child.pid)
  stop.addEventListener('abort', onStop, { once: true })
  const exitCode = await new Promise((resolve) => {
    child.once('error', () => resolve(1))
    child.once('close', (code) => resolve(code ?? 1))
  })
  stop.removeEventListener('abort', onStop)
  await endGroup(child.pid)
  const seconds = (performance.now() - startedAt) / 1000
  const problem = limit.aborted ? `not done in ${limitMinutes} minutes` : signal.aborted ? 'interrupted' : undefined
  return { exitCode, seconds, problem }
}

/**
 * Ends what a run left running although its groups are gone: processes that carry the run's mark in their environment,
 * and database servers whose data is in the run's folder. Returns what they were.
 * @param {string} directory
 */
export async function endLeftovers(directory) {
  const found = [...listMarkedProcesses(directory), ...listDatabaseServers(directory)]
  for (const { pid } of found) await endProcess(pid)
  return found.map(({ pid, name }) => `${name} (${pid})`)
}

/** @param {string} directory */
function listMarkedProcesses(directory) {
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((entry) => readQuietly(`/proc/${entry}/environ`).includes(`QUITTANCE_TEST_RUN=${directory}\0`))
    .map((entry) => ({ pid: Number(entry), name: readQuietly(`/proc/${entry}/comm`).trim() }))
}

/** @param {string} directory */
function listDatabaseServers(directory) {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((file) => path.basename(file) === 'postmaster.pid')
    .map((file) => ({ pid: Number.parseInt(readQuietly(path.join(directory, file)), 10), name: 'postgres' }))
    .filter(({ pid }) => isAlive(pid))
}

/** @param {number | undefined} leader */
async function endGroup(leader) {
  if (leader !== undefined) await endProcess(-leader)
}

/**
 * Asks a process, or a group by its negative number, to end, and ends it when it does not.
 * @param {number} pid
 */
async function endProcess(pid) {
  if (!send(pid, 'SIGTERM')) return
  for (let waitedMs = 0; waitedMs < GRACE_MS; waitedMs += 100) {
    if (!isAlive(pid)) return
    await sleep(100)
  }
  send(pid, 'SIGKILL')
}

/** @param {number} pid */
function isAlive(pid) {
  return Number.isInteger(pid) && send(pid, 0)
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals | 0} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal)
    return true
  } catch {
    return false
  }
}

/** @param {string} file */
function readQuietly(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // It ended between the listing and the reading, or is another user's.
    return ''
  }
}
