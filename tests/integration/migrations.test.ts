import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { describe, expect, it } from 'vitest'
import { applyMigrations, diffMigrationsToSchema, findPendingMigrations } from '~/data/migrations.server'
import { useTestDatabase } from '../setup/database'

const MIGRATIONS = path.resolve('prisma/migrations')
const test = await useTestDatabase()

describe('migrations', () => {
  it('lead to what the schema says', async () => {
    const scratch = new PGlite()
    try {
      expect(
        await diffMigrationsToSchema(new PrismaPGlite(scratch), MIGRATIONS, path.resolve('prisma/schema.prisma')),
      ).toBe(null)
    } finally {
      await scratch.close()
    }
  })

  it('are applied once, however many processes boot together', async () => {
    expect(await findPendingMigrations(test.database.pool, MIGRATIONS)).toEqual([])
    const applied = await Promise.all([applyMigrations(test.url, MIGRATIONS), applyMigrations(test.url, MIGRATIONS)])
    expect(applied).toEqual([[], []])
  })

  it('are found pending on a database that lacks them', async () => {
    const empty = await mkdtemp(path.join(tmpdir(), 'quittance-migrations-'))
    try {
      expect(await findPendingMigrations(test.database.pool, empty)).toEqual([])
    } finally {
      await rm(empty, { recursive: true })
    }
    const names = await test.inspect<{ migration_name: string }>(
      'select migration_name from _prisma_migrations order by 1',
    )
    const last = names.at(-1)!.migration_name
    await test.inspect('update _prisma_migrations set finished_at = null where migration_name = $1', [last])
    expect(await findPendingMigrations(test.database.pool, MIGRATIONS)).toEqual([last])
    await test.inspect('update _prisma_migrations set finished_at = now() where migration_name = $1', [last])
  })
})
