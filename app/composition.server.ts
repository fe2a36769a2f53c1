/** The one place where adapters are wired to the use cases. Everything a route or a command can do is on Application. */
import path from 'node:path'
import { openDatabase, type Database } from './data/database.server'
import { startEmbeddedPostgres, type EmbeddedPostgres } from './data/embedded-postgres.server'
import { createJobRunner, type JobHandlers } from './data/job-queue.server'
import { applyMigrations, findPendingMigrations } from './data/migrations.server'
import { createUnitOfWork } from './data/unit-of-work.server'
import type { Environment } from './platform/env.server'
import { createIdSource } from './platform/ids.server'
import type { Logger } from './platform/logger.server'
import type { Clock } from './use-cases/ports/clock'

export interface Application {
  readonly env: Environment
  readonly logger: Logger
  readonly clock: Clock
  /** Scheme, host and port under which debtors reach the portal. */
  readonly publicOrigin: string
  /** Origins of the providers' pages a payment may lead to. */
  readonly checkoutOrigins: readonly string[]
  /** What is wrong, or an empty list when every part can work. */
  checkReadiness(): Promise<string[]>
  /** Begins to take jobs. Called by the worker, and by the demo. */
  startWorker(): Promise<void>
  close(): Promise<void>
}

const MIGRATIONS_DIRECTORY = path.resolve('prisma/migrations')

/** Finds the database (DATABASE_URL, else the embedded one), brings it up to date and wires everything. */
export async function createApplication(env: Environment, logger: Logger): Promise<Application> {
  const embedded =
    env.DATABASE_URL === undefined ? await startEmbeddedPostgres(path.join(env.DATA_DIR, 'postgres')) : null
  try {
    return await wireApplication(env, logger, embedded?.url ?? env.DATABASE_URL ?? '', embedded)
  } catch (error) {
    await embedded?.stop()
    throw error
  }
}

async function wireApplication(
  env: Environment,
  logger: Logger,
  databaseUrl: string,
  embedded: EmbeddedPostgres | null,
): Promise<Application> {
  const applied = await applyMigrations(databaseUrl, MIGRATIONS_DIRECTORY)
  if (applied.length > 0) logger.info({ applied }, 'migrated')
  const database = openDatabase(databaseUrl, env.DATABASE_POOL_SIZE)
  const jobs = createJobRunner(database, (error) => logger.error({ err: error }, 'job queue'))
  await jobs.start()

  const clock: Clock = { now: () => new Date() }
  const ids = createIdSource()
  const unitOfWork = createUnitOfWork(database, jobs)
  void unitOfWork
  void ids

  const handlers: JobHandlers = {}

  return {
    env,
    logger,
    clock,
    publicOrigin: env.APP_URL ? new URL(env.APP_URL).origin : `http://${env.HOST}:${env.PORT}`,
    checkoutOrigins: [],
    checkReadiness: () => checkReadiness(database, jobs.isReady),
    startWorker: () => jobs.work(handlers),
    async close() {
      await jobs.stop()
      await database.close()
      if (embedded?.startedHere) await embedded.stop()
    },
  }
}

async function checkReadiness(database: Database, areJobsReady: () => boolean): Promise<string[]> {
  const problems: string[] = []
  try {
    const pending = await findPendingMigrations(database.pool, MIGRATIONS_DIRECTORY)
    if (pending.length > 0) problems.push(`migrations pending: ${pending.join(', ')}`)
  } catch {
    problems.push('database not reachable')
  }
  if (!areJobsReady()) problems.push('job queue not started')
  return problems
}
