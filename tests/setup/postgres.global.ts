/**
 * One PostgreSQL for a test run, with one migrated database that every test file copies. TEST_DATABASE_URL names
 * another server instead; its role must be a superuser's, because the tests create a role and databases.
 */
import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { openDatabase } from '~/data/database.server'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { createJobRunner } from '~/data/job-queue.server'
import { applyMigrations } from '~/data/migrations.server'

interface TestServer {
  /** Of a superuser, for creating databases and for cleaning what the application may not. */
  superuserUrl: string
  /** Of the application's own role: no superuser, so that row-level security applies. */
  applicationUrl: string
  templateDatabase: string
}

declare module 'vitest' {
  interface ProvidedContext {
    postgres: TestServer
  }
}

/** The data lives for one run, so nothing is waited for until it is on the disk. */
const THROWAWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await openServer()
  try {
    const templateDatabase = await createTemplate(server)
    project.provide('postgres', {
      superuserUrl: server.superuserUrl,
      applicationUrl: server.applicationUrl,
      templateDatabase,
    })
  } catch (error) {
    await server.close()
    throw error
  }
  return () => server.close()
}

interface Server {
  superuserUrl: string
  applicationUrl: string
  close(): Promise<void>
}

async function openServer(): Promise<Server> {
  const external = process.env['TEST_DATABASE_URL']
  if (external !== undefined && external !== '') return openExternalServer(external)
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-test-'))
  const remove = () => rm(directory, { recursive: true, force: true })
  try {
    // Run by root, PostgreSQL is another user and has to pass through.
    await chmod(directory, 0o755)
    const embedded = await startEmbeddedPostgres(directory, THROWAWAY)
    return {
      superuserUrl: embedded.superuserUrl,
      applicationUrl: embedded.url,
      async close() {
        await embedded.stop()
        await remove()
      },
    }
  } catch (error) {
    await remove()
    throw error
  }
}

async function openExternalServer(superuserUrl: string): Promise<Server> {
  const role = `quittance_test_${randomBytes(4).toString('hex')}`
  const password = randomBytes(16).toString('hex')
  await execute(superuserUrl, `create role ${role} login nosuperuser createdb password '${password}'`)
  const applicationUrl = new URL(superuserUrl)
  applicationUrl.username = role
  applicationUrl.password = password
  return {
    superuserUrl,
    applicationUrl: applicationUrl.href,
    async close() {
      const owned = await execute(
        superuserUrl,
        `select datname from pg_database join pg_roles on pg_roles.oid = datdba where rolname = '${role}'`,
      )
      for (const row of owned) await execute(superuserUrl, `drop database "${String(row['datname'])}" with (force)`)
      await execute(superuserUrl, `drop role ${role}`)
    },
  }
}

/** Migrated, and with the job queue's own tables, so that a test file only copies it. */
async function createTemplate(server: Server): Promise<string> {
  const name = `quittance_template_${randomBytes(4).toString('hex')}`
  const role = new URL(server.applicationUrl).username
  await execute(server.superuserUrl, `create database ${name} owner ${role}`)
  const url = nameDatabase(server.applicationUrl, name)
  await applyMigrations(url, path.resolve('prisma/migrations'))
  const database = openDatabase(url, 2)
  const jobs = createJobRunner(database, (error) => {
    throw error
  })
  await jobs.start()
  await jobs.stop()
  await database.close()
  // A database with open connections cannot be copied; "false" also keeps new ones out.
  await execute(server.superuserUrl, `alter database ${name} with allow_connections false`)
  await execute(server.superuserUrl, `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
  return name
}

export function nameDatabase(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.href
}

/** Runs one statement on a connection of its own. */
export async function execute(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}
