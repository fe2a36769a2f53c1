/** A process of the portal as it is shipped, web server or worker: started, killed without warning, replaced at once. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'

const LONGEST_START_MS = 90_000
const LONGEST_STOP_MS = 30_000

/** What is kept of its log, to be shown when the run fails. */
const KEPT_LOG_LINES = 60
const LONGEST_LOG_LINE = 1_200

export type PortalRole = 'web' | 'worker'

const COMMANDS = { web: 'start', worker: 'worker' } as const
const READY = { web: '"msg":"serving"', worker: '"msg":"taking jobs"' } as const

export class PortalProcess {
  private child: ChildProcessWithoutNullStreams | null = null
  /** Has loaded its code and waits to be told to start. */
  private spare: ChildProcessWithoutNullStreams | null = null
  private isReady = Promise.resolve()
  private readonly expectedToEnd = new Set<ChildProcessWithoutNullStreams>()
  /** Warnings and errors it wrote, of all its lives. */
  readonly log: string[] = []
  /** Exit codes and signals of those that ended without being told to. */
  readonly unexpectedEnds: string[] = []

  constructor(
    readonly role: PortalRole,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  /** Starts the process. Does not wait until it is ready. */
  launch(): void {
    if (this.child) throw new Error(`${this.role} is alive`)
    const child = this.spare ?? this.load()
    this.spare = null
    this.child = child
    this.isReady = this.watchStart(child)
    this.isReady.catch(() => undefined)
    child.stdin.write('start\n')
  }

  /** Waits until the launched process serves, or takes jobs; one that ends by itself is started again. */
  async serve(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (!this.child) this.launch()
      try {
        await this.isReady
        this.spare ??= this.load()
        return
      } catch (error) {
        if (attempt === 5) throw error
        this.child = null
      }
    }
  }

  /** Ends the process as a power cut would, and waits until it is gone. */
  async kill(): Promise<void> {
    const { child } = this
    this.child = null
    if (child) await this.endNow(child)
  }

  /** For an exit handler, which cannot wait. */
  killNow(): void {
    this.child?.kill('SIGKILL')
    this.spare?.kill('SIGKILL')
  }

  /** Asks it to end, and returns its exit code. */
  async stop(): Promise<number | null> {
    const { child } = this
    if (!child) return null
    this.expectedToEnd.add(child)
    const gone = hasEnded(child) ? null : once(child, 'exit')
    child.kill('SIGTERM')
    await Promise.race([gone, rejectAfter(LONGEST_STOP_MS, `${this.role} did not stop`)])
    this.child = null
    return child.exitCode
  }

  /** Leaves no process behind. */
  async close(): Promise<void> {
    const { spare } = this
    this.spare = null
    if (spare) await this.endNow(spare)
    await this.kill()
  }

  private load(): ChildProcessWithoutNullStreams {
    // Nothing of our own environment reaches it: no database and no provider that somebody has configured.
    const command = ['tests/faults/portal/load-portal.mjs', COMMANDS[this.role]]
    const child = spawn(process.execPath, command, { env: this.environment, stdio: ['pipe', 'pipe', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.log.push(
        ...text
          .split('\n')
          .filter(isTelling)
          .map((line) => `${this.role}: ${line.slice(0, LONGEST_LOG_LINE)}`),
      )
      this.log.splice(0, this.log.length - KEPT_LOG_LINES)
    })
    child.once('exit', (code, signal) => {
      if (!this.expectedToEnd.has(child)) this.unexpectedEnds.push(String(code ?? signal))
    })
    // Written to when it had just been killed.
    child.stdin.on('error', () => undefined)
    return child
  }

  private async watchStart(child: ChildProcessWithoutNullStreams): Promise<void> {
    const ready = new Promise<void>((resolve) => {
      const look = (text: string) => {
        if (!text.includes(READY[this.role])) return
        child.stderr.off('data', look)
        resolve()
      }
      child.stderr.on('data', look)
    })
    const ended = once(child, 'exit').then(([code, signal]) => {
      throw new Error(`${this.role} ended (${String(code ?? signal)}):\n${this.log.join('\n')}`)
    })
    ended.catch(() => undefined)
    await Promise.race([ready, ended, rejectAfter(LONGEST_START_MS, `${this.role} did not start`)])
  }

  private async endNow(child: ChildProcessWithoutNullStreams): Promise<void> {
    this.expectedToEnd.add(child)
    const gone = hasEnded(child) ? null : once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
}

/** Warnings and worse; a line that is no record is an error's. */
function isTelling(line: string): boolean {
  if (line === '' || /^\{"level":[123]0,/.test(line)) return false
  // While PostgreSQL is stopped everybody says so, several times a second.
  return !/ECONNREFUSED|ECONNRESET|Connection terminated|terminating connection|server closed/.test(line)
}

function hasEnded(child: ChildProcessWithoutNullStreams): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

function rejectAfter(milliseconds: number, message: string): Promise<never> {
  return new Promise((_, reject) =>
    setTimeout(() => {
      reject(new Error(message))
    }, milliseconds).unref(),
  )
}
