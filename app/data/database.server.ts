/**
 * The connections to PostgreSQL: Prisma for writing and ordinary reading, and a pool for the pages
 * debtors open most, which asks in one message. Both state in each transaction whom it acts for.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { takeClaim } from '~/platform/session-claim.server'
import { readSessionLimit } from '~/platform/session-limit.server'
import type { DataScope } from '~/use-cases/ports/unit-of-work'
import { PrismaClient, type Prisma } from './generated/client'
import { runScoped, writeScope, type ScopeSettings } from './scoped-query.server'
import { createStatementNames } from './statement-names'
import { describeConfirmation, readConfirmation } from './visit-confirmation'

/** What repositories are given: Prisma inside a transaction whose scope is set. */
export type PrismaTransaction = Prisma.TransactionClient

/** Runs what must know the whole account in a transaction whose scope may be limited to a part of it. */
export type UnlimitedRun = <Value>(work: () => Promise<Value>) => Promise<Value>

export interface Database {
  readonly prisma: PrismaClient
  /** Statement-at-a-time pool for tables without row-level security. Prisma's transactions are made on it too. */
  readonly pool: pg.Pool
  /**
   * pg-boss's own connections. A transaction that adds a job makes pg-boss look its queue up; were it to wait for a
   * connection that only other waiting transactions can give back, nobody would ever go on.
   */
  readonly jobPool: pg.Pool
  /** Reads in one round trip: the scope and the query travel together. */
  readonly reader: ScopedReader
  close(): Promise<void>
}

export interface ScopedReader {
  /** Runs one read-only query for `scope`. `name` makes it a prepared statement of the connection. */
  read<Row extends pg.QueryResultRow>(scope: DataScope, query: ReadQuery): Promise<Row[]>
  /** Runs one query on tables that row-level security leaves open. */
  readUnscoped<Row extends pg.QueryResultRow>(query: ReadQuery): Promise<Row[]>
}

export interface ReadQuery {
  name: string
  text: string
  values: readonly unknown[]
}

const JOB_POOL_SIZE = 2

export function openDatabase(databaseUrl: string, poolSize: number): Database {
  const pool = createPool(databaseUrl, poolSize)
  // Each prepared query has one shape. Left to choose, PostgreSQL plans the statement anew at every execution, which
  // takes longer than running it.
  const readPool = createPool(databaseUrl, poolSize, '-c plan_cache_mode=force_generic_plan')
  const jobPool = createPool(databaseUrl, JOB_POOL_SIZE)
  const statementNameGenerator = createStatementNames()
  const prisma = new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: false, statementNameGenerator }),
  })
  return {
    prisma,
    pool,
    jobPool,
    reader: createScopedReader(readPool),
    async close() {
      await prisma.$disconnect()
      await Promise.all([pool.end(), readPool.end(), jobPool.end()])
    },
  }
}

/** Whether the role is one that row-level security does not bind: a superuser, or one that was excused. */
export async function passesRowLevelSecurity({ pool }: Pick<Database, 'pool'>): Promise<boolean> {
  const { rowCount } = await pool.query(
    'select from pg_roles where rolname = current_user and (rolsuper or rolbypassrls)',
  )
  return rowCount !== 0
}

/** The settings that row-level security reads. To be asked while the request is known, before anything is awaited. */
export function describeScope(scope: DataScope): ScopeSettings {
  switch (scope.kind) {
    case 'system':
      return { creditor: '*', debtor: '', limit: '' }
    case 'creditor':
      return { creditor: scope.creditorId, debtor: '', limit: '' }
    case 'debtor':
      return { creditor: scope.creditorId, debtor: scope.debtorId, limit: scope.limitedBy ?? readSessionLimit() ?? '' }
  }
}

function createPool(connectionString: string, max: number, options?: string): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    ...(options === undefined ? {} : { options }),
    application_name: 'quittance',
    // Timers of ended pools would hold a finished command for ten seconds.
    allowExitOnIdle: true,
  })
  // An idle connection that breaks is replaced by the pool on next use; without a listener it would end the process.
  pool.on('error', () => undefined)
  // So would one that breaks while it is in use or being closed: whatever runs on it fails with the error anyway.
  pool.on('connect', (client) => client.on('error', () => undefined))
  return pool
}

function createScopedReader(pool: pg.Pool): ScopedReader {
  return {
    async read<Row extends pg.QueryResultRow>(scope: DataScope, query: ReadQuery) {
      const settings = describeScope(scope)
      const claim = takeClaim()
      const client = await pool.connect()
      let failure: unknown
      try {
        const [opening = [], rows = []] = await runScoped(client, [
          writeScope(settings, claim && describeConfirmation(claim)),
          query,
        ])
        claim?.settle(readConfirmation(opening))
        // Whoever asks says what the query answers, as with the driver's own.
        return rows as Row[]
      } catch (error) {
        failure = error
        throw error
      } finally {
        // A connection that failed may be out of step with what was sent: it is not used again.
        client.release(failure instanceof Error ? failure : failure !== undefined)
      }
    },
    async readUnscoped<Row extends pg.QueryResultRow>(query: ReadQuery) {
      const result = await pool.query<Row>({ name: query.name, text: query.text, values: [...query.values] })
      return result.rows
    },
  }
}
