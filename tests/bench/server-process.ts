/** The servers under measurement, each a process of its own. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '~/platform/free-port.server'

export interface ServerProcess {
  readonly name: string
  readonly origin: string
  /** Resident memory, in megabytes. */
  readMemory(): number
  /** Processor time it has used so far, in milliseconds; null where the system does not tell. */
  readProcessorTime(): number | null
  stop(): Promise<void>
}

/** Starts `node file` with `PORT` and the given variables, and waits until it answers. */
export async function startServerProcess(
  name: string,
  parameters: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const port = await findFreePort()
  const origin = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, [...parameters], {
    env: { ...process.env, NODE_ENV: 'production', HOST: '127.0.0.1', PORT: String(port), ...variables },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  await waitUntilAnswering(child, `${origin}/healthz`)
  return {
    name,
    origin,
    readMemory: () => Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024,
    readProcessorTime: () => readProcessorTime(child.pid ?? 0),
    stop: () => stopProcess(child),
  }
}

/** User and system time of /proc/PID/stat, which counts in hundredths of a second. */
function readProcessorTime(pid: number): number | null {
  if (!existsSync(`/proc/${pid}/stat`)) return null
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

async function waitUntilAnswering(child: ChildProcess, url: string): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}`)
    const answers = await fetch(url).then(
      (response) => response.ok,
      () => false,
    )
    if (answers) return
    await sleep(100)
  }
  child.kill('SIGKILL')
  throw new Error(`nothing answers at ${url}`)
}

function stopProcess(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) {
      resolve()
      return
    }
    child.once('exit', () => resolve())
    child.kill('SIGTERM')
    setTimeout(() => child.kill('SIGKILL'), 5_000).unref()
  })
}
