/** Everything around the portal: its database, the providers, the creditors and their receiver, and the cleaning up. */
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '~/data/embedded-postgres.server'
import { applyMigrations } from '~/data/migrations.server'
import { findFreePort } from '~/platform/free-port.server'
import type { Chance } from '../chance'
import { startFlakyReceiver, type FlakyReceiver } from '../flaky-receiver'
import { startAdyenProvider } from '../providers/adyen-provider'
import type { Provider } from '../providers/provider'
import { startStripeProvider } from '../providers/stripe-provider'
import { DatabaseGate } from './database-gate'
import { populate, type Population, type PopulationSize } from './population'
import { PortalProcess, type PortalRole } from './portal-process'

/** By these names the processes call the providers, which so know who asks. */
export const HOSTS: Readonly<Record<PortalRole, string>> = { web: '127.0.0.1', worker: 'localhost' }

/** A call of a provider is given up after this long: what hangs is to hang for a part of a run only. */
const CALL_TIMEOUT_MS = 1_200

export interface World {
  readonly web: PortalProcess
  readonly worker: PortalProcess
  readonly gates: Readonly<Record<PortalRole, DatabaseGate>>
  readonly origin: string
  /** Settings of a process of the portal. */
  describeProcess(role: PortalRole): Readonly<Record<string, string>>
  readonly providers: readonly Provider[]
  readonly population: Population
  readonly receiver: FlakyReceiver
  readonly mailDirectory: string
  /** Of the database as it runs now; another one after each start of PostgreSQL. */
  readonly postgres: EmbeddedPostgres
  /** Stops PostgreSQL as a power cut would. */
  crashPostgres(): Promise<void>
  startPostgres(): Promise<void>
  /** Ends and removes all that was made. */
  close(): Promise<void>
}

/** Builds the portal where it was not built yet. */
export async function buildPortal(): Promise<void> {
  await promisify(execFile)(process.execPath, ['app/cli/launch.mjs', 'build'])
}

/** `isGated`: the portal reaches PostgreSQL through gates at which commits can be held. */
export async function createWorld(
  chance: Chance,
  size: PopulationSize,
  { isGated = true }: { isGated?: boolean } = {},
): Promise<World> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    const failures: unknown[] = []
    for (const closer of closers.toReversed()) await closer().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended and removed.')
  }
  try {
    const directory = await mkdtemp(path.join(tmpdir(), 'quittance-faults-'))
    closers.push(() => rm(directory, { recursive: true, force: true }))
    // Run by root, PostgreSQL is another user and has to pass through.
    await chmod(directory, 0o755)
    const cluster = path.join(directory, 'postgres')
    let postgres = await startEmbeddedPostgres(cluster, { max_connections: '200' })
    const pidFile = path.join(cluster, 'cluster', 'postmaster.pid')
    closers.push(() => endPostgres(pidFile, 'SIGINT'))
    await applyMigrations(postgres.url, path.resolve('prisma/migrations'))

    const providers = [await startStripeProvider(), await startAdyenProvider()]
    closers.push(...providers.map((provider) => () => provider.close()))
    const receiver = await startFlakyReceiver(chance.fork())
    closers.push(() => receiver.close())
    const population = await populate(postgres.url, receiver.origin, chance.fork(), size)

    const port = await findFreePort()
    const origin = `http://127.0.0.1:${port}`
    const sessionSecret = randomBytes(32).toString('hex')
    const gates = { web: await openGate(postgres), worker: await openGate(postgres) }
    closers.push(
      () => gates.web.close(),
      () => gates.worker.close(),
    )
    const describeProcess = (role: PortalRole) => ({
      NODE_ENV: 'production' as const,
      TZ: process.env['TZ'] ?? 'UTC',
      HOST: '127.0.0.1',
      PORT: String(port),
      APP_URL: origin,
      DATABASE_URL: isGated ? movePort(postgres.url, gates[role].port) : postgres.url,
      SESSION_SECRET: sessionSecret,
      DATA_DIR: path.join(directory, 'data'),
      TRUSTED_PROXIES: '1',
      WEBHOOK_TARGETS: 'any',
      WEBHOOK_RETRY_SCALE: '0.001',
      ECB_RATES: 'off',
      GATEWAY_TIMEOUT_MS: String(CALL_TIMEOUT_MS),
      NODE_COMPILE_CACHE: path.join(directory, 'compiled'),
      ...Object.fromEntries(providers.flatMap((provider) => Object.entries(provider.describeSettings(HOSTS[role])))),
    })
    const web = new PortalProcess('web', describeProcess('web'))
    const worker = new PortalProcess('worker', describeProcess('worker'))
    closers.push(() => Promise.all([web.close(), worker.close()]))
    for (const provider of providers) provider.sendWebhooksTo(origin)
    const cleanUpAtOnce = () => {
      web.killNow()
      worker.killNow()
      signalPostmaster(pidFile, 'SIGQUIT')
    }
    process.once('exit', cleanUpAtOnce)
    closers.push(async () => process.off('exit', cleanUpAtOnce))

    return {
      ...{ web, worker, gates, origin, describeProcess, providers, population, receiver, close },
      mailDirectory: path.join(directory, 'data', 'mail'),
      get postgres() {
        return postgres
      },
      crashPostgres: () => endPostgres(pidFile, 'SIGQUIT'),
      async startPostgres() {
        postgres = await startEmbeddedPostgres(cluster, { max_connections: '200' })
        for (const gate of Object.values(gates)) gate.targetPort = readPort(postgres)
      },
    }
  } catch (error) {
    await close()
    throw error
  }
}

function openGate(postgres: EmbeddedPostgres): Promise<DatabaseGate> {
  return DatabaseGate.open(readPort(postgres))
}

function readPort({ url }: EmbeddedPostgres): number {
  return Number(new URL(url).port)
}

function movePort(url: string, port: number): string {
  const moved = new URL(url)
  moved.port = String(port)
  return moved.href
}

/**
 * SIGQUIT is PostgreSQL's immediate shutdown: nothing is written any more, and the next start recovers from the log.
 * SIGINT ends it in order.
 */
async function endPostgres(pidFile: string, signal: 'SIGQUIT' | 'SIGINT'): Promise<void> {
  const postmaster = signalPostmaster(pidFile, signal)
  while (postmaster !== null && isAlive(postmaster)) await sleep(5)
}

/** Returns the process's id; null when it does not run. */
function signalPostmaster(pidFile: string, signal: 'SIGQUIT' | 'SIGINT'): number | null {
  if (!existsSync(pidFile)) return null
  const pid = Number(readFileSync(pidFile, 'utf8').split('\n')[0])
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return null
  process.kill(pid, signal)
  return pid
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
