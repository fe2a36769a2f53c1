/** A database of its own for each test file, and what use cases need beside it. */
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'
import { openDatabase, type Database } from '~/data/database.server'
import { createJobRunner, type JobRunner } from '~/data/job-queue.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { createCodeHasher } from '~/platform/code-hasher.server'
import { createIdSource } from '~/platform/ids.server'
import type { CodeHasher } from '~/use-cases/ports/code-hasher'
import type { IdSource } from '~/use-cases/ports/ids'
import type { JobName, JobPayloads } from '~/use-cases/ports/jobs'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { FakeClock } from './fake-clock'
import { execute, nameDatabase } from './postgres.global'

/** When tests begin, unless they say otherwise: a Saturday, in winter time. */
export const TEST_NOW = '2026-11-21T10:00:00Z'

const POOL_SIZE = 10

export interface TestDatabase {
  /** Connection string of the application's role, for a process that is started against this database. */
  readonly url: string
  readonly database: Database
  readonly unitOfWork: UnitOfWork
  /** The job queue, started and taking no jobs; `jobs.work(handlers)` makes it take them. */
  readonly jobs: JobRunner
  /** Stands at TEST_NOW until a test sets it. */
  readonly clock: FakeClock
  readonly ids: IdSource
  readonly codeHasher: CodeHasher
  /** Empties every table, the append-only ones and the job queue too, and sets the clock back. */
  reset(): Promise<void>
  /** Payloads of the jobs of that name that wait to be taken, oldest first. */
  listWaitingJobs<Name extends JobName>(name: Name): Promise<JobPayloads[Name][]>
  /** Runs a query as superuser: past row-level security, for looking at what was written. */
  inspect<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/**
 * Copies the migrated template for this test file and drops the copy after it. Call once, at the top of the file:
 * `const test = await useTestDatabase()`, and `beforeEach(() => test.reset())` where tests write.
 */
export async function useTestDatabase(): Promise<TestDatabase> {
  const { superuserUrl, applicationUrl, templateDatabase } = inject('postgres')
  const name = `quittance_test_${randomBytes(6).toString('hex')}`
  const owner = new URL(applicationUrl).username
  await execute(superuserUrl, `create database ${name} template ${templateDatabase} owner ${owner}`)

  const url = nameDatabase(applicationUrl, name)
  const database = openDatabase(url, POOL_SIZE)
  const superuser = new pg.Pool({ connectionString: nameDatabase(superuserUrl, name), max: 2 })
  // The database is dropped at the end with whatever connection is still closing.
  superuser.on('error', () => undefined)
  superuser.on('connect', (client) => client.on('error', () => undefined))
  const failures: unknown[] = []
  const jobs = createJobRunner(database, (error) => failures.push(error), { pollingSeconds: 0.5 })
  await jobs.start()
  const clock = new FakeClock(TEST_NOW)
  const emptyTables = await writeEmptyTables(superuser)

  afterAll(async () => {
    await jobs.stop()
    await database.close()
    await superuser.end()
    await execute(superuserUrl, `drop database ${name} with (force)`)
    if (failures.length > 0) throw new AggregateError(failures, 'The job queue failed.')
  })

  return {
    url,
    database,
    unitOfWork: createUnitOfWork(database, jobs),
    jobs,
    clock,
    ids: createIdSource(),
    codeHasher: createCodeHasher(() => Promise.resolve('a secret for tests alone')),
    async reset() {
      await superuser.query(emptyTables)
      clock.set(TEST_NOW)
    },
    async listWaitingJobs<Waiting extends JobName>(waiting: Waiting) {
      const rows = await superuser.query<{ data: JobPayloads[Waiting] }>(
        `select data from pgboss.job where name = $1 and state = 'created' order by created_on, id`,
        [waiting],
      )
      return rows.rows.map((row) => row.data)
    },
    async inspect<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []) {
      return (await superuser.query<Row>(text, [...values])).rows
    },
  }
}

/** Deleting from a few small tables is far quicker than truncating them, and the replica role spares the key checks. */
async function writeEmptyTables(superuser: pg.Pool): Promise<string> {
  const { rows } = await superuser.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  )
  const statements = [...rows.map((row) => `delete from ${row.name}`), 'delete from pgboss.job']
  return ["set session_replication_role = 'replica'", ...statements, 'reset session_replication_role'].join('; ')
}
