/** Builds the victim once, starts it, and kills it without warning. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'
import { build } from 'vite'

const LONGEST_START_MS = 30_000
const LONGEST_STOP_MS = 20_000

/** What is kept of the victim's log, to be shown when the test fails. */
const KEPT_LOG_LINES = 40
const LONGEST_LOG_LINE = 600

export interface VictimBundle {
  directory: string
  file: string
  remove(): Promise<void>
}

/** One file of plain JavaScript, inside node_modules so that it finds its packages: it starts in half a second. */
export async function buildVictim(): Promise<VictimBundle> {
  await mkdir('node_modules/.cache', { recursive: true })
  const directory = await mkdtemp(path.resolve('node_modules/.cache/quittance-crash-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      resolve: { alias: { '~': path.resolve('app') } },
      build: { ssr: path.resolve('tests/faults/victim.ts'), outDir: directory, target: 'node24', copyPublicDir: false },
    })
  } catch (error) {
    await remove()
    throw error
  }
  return { directory, file: path.join(directory, 'victim.js'), remove }
}

export class Victim {
  private child: ChildProcessWithoutNullStreams | null = null
  /** Has loaded its code and waits to be told to start, so that a killed victim is replaced at once. */
  private spare: ChildProcessWithoutNullStreams | null = null
  readonly log: string[] = []

  constructor(
    private readonly file: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Starts the process. Does not wait until it serves. */
  launch(): void {
    if (this.child) throw new Error('the victim is alive')
    this.child = this.spare ?? this.load()
    this.spare = null
    this.child.stdin.write('start\n')
  }

  /** Waits until the launched process serves and takes jobs. */
  async serve(): Promise<void> {
    const child = this.child
    if (!child) throw new Error('the victim was not launched')
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`the victim ended by itself (${String(code ?? signal)}):\n${this.log.join('\n')}`)
    })
    ended.catch(() => undefined)
    await Promise.race([once(child.stdout, 'data'), ended, rejectAfter(LONGEST_START_MS, 'the victim did not start')])
    this.spare = this.load()
  }

  /** Ends the process as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    const child = this.child
    this.child = null
    if (child) await endNow(child)
  }

  /** For the exit handler, which cannot wait. */
  killNow(): void {
    this.child?.kill('SIGKILL')
    this.spare?.kill('SIGKILL')
  }

  /** Asks it to end, and returns its exit code. */
  async stop(): Promise<number | null> {
    const child = this.child
    if (!child) return null
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    await Promise.race([gone, rejectAfter(LONGEST_STOP_MS, 'the victim did not stop')])
    this.child = null
    return child.exitCode
  }

  /** Leaves no process behind. */
  async close(): Promise<void> {
    const spare = this.spare
    this.spare = null
    if (spare) await endNow(spare)
    await this.kill()
  }

  private load(): ChildProcessWithoutNullStreams {
    // Nothing of our own environment reaches it: no database and no provider that somebody has configured.
    const child = spawn(process.execPath, [this.file], { env: this.environment, stdio: ['pipe', 'pipe', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.log.push(
        ...text
          .split('\n')
          .filter(isTelling)
          .map((line) => line.slice(0, LONGEST_LOG_LINE)),
      )
      this.log.splice(0, this.log.length - KEPT_LOG_LINES)
    })
    // Written to when it had just been killed.
    child.stdin.on('error', () => undefined)
    return child
  }
}

/** While PostgreSQL is stopped everybody says so, several times a second. */
function isTelling(line: string): boolean {
  return line !== '' && !/ECONNREFUSED|Connection terminated|terminating connection/.test(line)
}

async function endNow(child: ChildProcessWithoutNullStreams): Promise<void> {
  const gone = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null
  child.kill('SIGKILL')
  await gone
}

function rejectAfter(milliseconds: number, message: string): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => {
      reject(new Error(message))
    }, milliseconds).unref(),
  )
}
