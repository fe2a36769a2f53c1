/** Everything around the victim: its database with creditors and debtors, the creditors' receiver, and the cleaning up. */
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { existsSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '~/data/database.server'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '~/data/embedded-postgres.server'
import { createJobRunner } from '~/data/job-queue.server'
import { applyMigrations } from '~/data/migrations.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import type { Debtor } from '~/domain/debtor'
import { findFreePort } from '~/platform/free-port.server'
import { createIdSource } from '~/platform/ids.server'
import { createWebhookSender } from '~/reporting/webhook-sender.server'
import { issueAccessLink } from '~/use-cases/issue-access-link'
import { registerWebhookEndpoint } from '~/use-cases/register-webhook-endpoint'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import type { Chance } from './chance'
import { startFlakyReceiver, type FlakyReceiver } from './flaky-receiver'
import { buildVictim, Victim } from './victim-process'

const CREDITOR_COUNT = 2
const DEBTORS_EACH = 4
const INVOICES_EACH = 14
const CREDIT_NOTES_EACH = 3

export interface World {
  readonly victim: Victim
  readonly origin: string
  /** Tokens of the debtors' links. */
  readonly linkTokens: readonly string[]
  readonly receiver: FlakyReceiver
  readonly mailDirectory: string
  /**
   * Connection string of the superuser, whom row-level security and revoked rights do not bind, to the victim's
   * database. Another one after each start of PostgreSQL.
   */
  findInspectorUrl(): Promise<string>
  /** Stops PostgreSQL as a power cut would. The victim that starts next starts it again. */
  crashPostgres(): Promise<void>
  /** Ends and removes all that was made. */
  close(): Promise<void>
}

export async function createWorld(chance: Chance): Promise<World> {
  const closers: (() => Promise<unknown>)[] = []
  const close = async () => {
    const failures: unknown[] = []
    for (const closer of closers.toReversed()) await closer().catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be ended and removed.')
  }
  try {
    const dataDirectory = await mkdtemp(path.join(tmpdir(), 'quittance-crash-'))
    closers.push(() => rm(dataDirectory, { recursive: true, force: true }))
    // Run by root, PostgreSQL is another user and has to pass through.
    await chmod(dataDirectory, 0o755)
    const postgresDirectory = path.join(dataDirectory, 'postgres')
    const postgres = await startEmbeddedPostgres(postgresDirectory)
    const pidFile = path.join(postgresDirectory, 'cluster', 'postmaster.pid')
    // Whoever started it last, and even when it is recovering.
    closers.push(() => endPostgres(pidFile, 'SIGINT'))
    const receiver = await startFlakyReceiver(chance.fork())
    closers.push(() => receiver.close())
    await applyMigrations(postgres.url, path.resolve('prisma/migrations'))
    const linkTokens = await populate(postgres, receiver, chance.fork())

    const bundle = await buildVictim()
    closers.push(() => bundle.remove())
    const port = await findFreePort()
    const victim = new Victim(bundle.file, {
      NODE_ENV: 'production',
      TZ: process.env['TZ'] ?? 'UTC',
      HOST: '127.0.0.1',
      PORT: String(port),
      DATA_DIR: dataDirectory,
      LOG_LEVEL: 'warn',
      SANDBOX_DEBIT_DELAY_MS: '700',
      ECB_RATES: 'off',
      WEBHOOK_RETRY_SCALE: '0.001',
      NODE_COMPILE_CACHE: path.join(bundle.directory, 'compiled'),
    })
    closers.push(() => victim.close())
    const cleanUpAtOnce = () => {
      victim.killNow()
      signalPostmaster(pidFile, 'SIGQUIT')
    }
    process.once('exit', cleanUpAtOnce)
    closers.push(async () => process.off('exit', cleanUpAtOnce))

    return {
      victim,
      origin: `http://127.0.0.1:${port}`,
      linkTokens,
      receiver,
      mailDirectory: path.join(dataDirectory, 'mail'),
      async findInspectorUrl() {
        const url = new URL(postgres.superuserUrl)
        url.pathname = new URL(postgres.url).pathname
        url.port = (await readFile(pidFile, 'utf8')).split('\n')[3] ?? ''
        return url.href
      },
      crashPostgres: () => endPostgres(pidFile, 'SIGQUIT'),
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** Creditors, each with an endpoint; debtors, each with a link, invoices enough for the whole test, and credit notes. */
async function populate(postgres: EmbeddedPostgres, receiver: FlakyReceiver, chance: Chance): Promise<string[]> {
  const database = openDatabase(postgres.url, 2)
  const jobs = createJobRunner(database, (error) => {
    throw error
  })
  try {
    await jobs.start()
    const ids = createIdSource()
    const unitOfWork = createUnitOfWork(database, jobs)
    const clock = { now: () => new Date() }
    const setup = { database, unitOfWork, clock, ids }
    const webhookSender = createWebhookSender({ targets: 'any' })
    const tokens: string[] = []
    for (let count = 0; count < CREDITOR_COUNT; count += 1) {
      const creditor = await createCreditor(setup)
      const url = `${receiver.origin}/${creditor.slug}`
      const endpoint = await registerWebhookEndpoint({ ...setup, webhookSender }, { creditorId: creditor.id, url })
      if (!endpoint.ok) throw new Error(endpoint.failure)
      for (let index = 0; index < DEBTORS_EACH; index += 1) {
        const debtor = await createDebtor(setup, creditor)
        await createDocuments(setup, debtor, chance)
        const link = await issueAccessLink(
          { ...setup, publicOrigin: 'http://127.0.0.1' },
          {
            creditorId: creditor.id,
            debtorExternalId: debtor.externalId,
            scope: ['view', 'pay'],
            lifetimeHours: null,
            locale: null,
            recipient: null,
            issuedBy: 'cli',
          },
        )
        if (!link.ok) throw new Error(link.failure)
        tokens.push(link.value.url.split('/').at(-1) ?? '')
      }
    }
    return tokens
  } finally {
    await jobs.stop()
    await database.close()
  }
}

async function createDocuments(
  setup: Parameters<typeof createInvoice>[0],
  debtor: Debtor,
  chance: Chance,
): Promise<void> {
  for (let index = 0; index < INVOICES_EACH; index += 1) {
    const month = String(chance.between(1, 9)).padStart(2, '0')
    const days = { issueOn: `2026-${month}-01`, dueOn: `2026-${month}-28` }
    await createInvoice(setup, debtor, { ...days, payableMinor: chance.between(5_000, 9_000_000) })
  }
  for (let index = 0; index < CREDIT_NOTES_EACH; index += 1) {
    await createInvoice(setup, debtor, { kind: 'credit_note', payableMinor: chance.between(5_000, 500_000) })
  }
}

async function endPostgres(pidFile: string, signal: PostmasterSignal): Promise<void> {
  const postmaster = signalPostmaster(pidFile, signal)
  while (postmaster !== null && isAlive(postmaster)) await sleep(5)
}

/**
 * SIGQUIT is PostgreSQL's immediate shutdown: nothing is written any more, and the next start recovers from the log.
 * SIGINT ends it in order.
 */
type PostmasterSignal = 'SIGQUIT' | 'SIGINT'

/** Returns the process's id; null when it does not run. */
function signalPostmaster(pidFile: string, signal: PostmasterSignal): number | null {
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
