/**
 * Applies `prisma/migrations` with Prisma's own schema engine compiled to WebAssembly, so no engine binary has to be
 * downloaded. It keeps `_prisma_migrations` as `prisma migrate deploy` does, and the two agree.
 */
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import {
  bindMigrationAwareSqlAdapterFactory,
  type SqlMigrationAwareDriverAdapterFactory,
} from '@prisma/driver-adapter-utils'
import * as engineBindings from '@prisma/schema-engine-wasm/schema_engine_bg'
import pg from 'pg'

/** A key of PostgreSQL's advisory locks, so that processes that boot together migrate one after the other. */
const MIGRATION_LOCK = 7_162_534

const NO_FILTERS = { externalTables: [], externalEnums: [] }

type MigrationList = Parameters<engineBindings.SchemaEngine['applyMigrations']>[0]['migrationsList']

/** Applies what is missing and returns the names of the migrations applied now. Safe to call from many processes. */
export async function applyMigrations(databaseUrl: string, migrationsDirectory: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl })
  await lock.connect()
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 2, allowExitOnIdle: true })
  try {
    await lock.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    // The engine takes a while to load, and keeps a timer for ten seconds after.
    if ((await findPendingMigrations(pool, migrationsDirectory)).length === 0) return []
    const engine = await createSchemaEngine(new PrismaPg(pool))
    const migrationsList = await readMigrations(migrationsDirectory)
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: NO_FILTERS })
    return appliedMigrationNames
  } finally {
    await pool.end()
    await lock.end()
  }
}

/** Names of the migrations in the folder that the database has not finished. For the readiness check. */
export async function findPendingMigrations(pool: pg.Pool, migrationsDirectory: string): Promise<string[]> {
  const known = await listMigrationNames(migrationsDirectory)
  const table = await pool.query<{ present: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as present`,
  )
  if (table.rows[0]?.present !== true) return known
  const applied = await pool.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  )
  const finished = new Set(applied.rows.map((row) => row.name))
  return known.filter((name) => !finished.has(name))
}

/**
 * SQL that leads from the migrations to `schema`, or null when they agree. `scratch` is an adapter to an empty
 * database on which the migrations are replayed.
 */
export async function diffMigrationsToSchema(
  scratch: SqlMigrationAwareDriverAdapterFactory,
  migrationsDirectory: string,
  schemaFile: string,
): Promise<string | null> {
  const content = await readFile(schemaFile, 'utf8')
  const engine = await createSchemaEngine(scratch, [[schemaFile, content]])
  const { stdout } = await engine.diff({
    from: { tag: 'migrations', ...(await readMigrations(migrationsDirectory)) },
    to: { tag: 'schemaDatamodel', files: [{ path: schemaFile, content }] },
    script: true,
    exitCode: null,
    filters: NO_FILTERS,
  })
  return stdout === null || stdout.trim() === '' || stdout.includes('This is an empty migration') ? null : stdout
}

async function listMigrationNames(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true })
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
}

async function readMigrations(directory: string): Promise<MigrationList> {
  const names = await listMigrationNames(directory)
  return {
    baseDir: directory,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(path.join(directory, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(path.join(directory, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  }
}

let wasmReady: Promise<void> | undefined

async function createSchemaEngine(
  adapterFactory: SqlMigrationAwareDriverAdapterFactory,
  datamodels?: [string, string][],
): Promise<engineBindings.SchemaEngine> {
  wasmReady ??= loadWasm()
  await wasmReady
  const adapter = bindMigrationAwareSqlAdapterFactory(adapterFactory)
  return engineBindings.SchemaEngine.new({ datamodels }, () => undefined, adapter)
}

async function loadWasm(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm')
  const module = await WebAssembly.compile(new Uint8Array(await readFile(file)))
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': { ...engineBindings } })
  engineBindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports['__wbindgen_start']
  if (isCallable(start)) start()
}

function isCallable(value: unknown): value is () => void {
  return typeof value === 'function'
}
