/**
 * Writes a new migration: what leads from the migrations folder to schema.prisma, found on an in-memory PostgreSQL.
 * `npm run migration -- NAME`.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { PrismaPGlite } from 'pglite-prisma-adapter'
import { diffMigrationsToSchema } from '~/data/migrations.server'

const name = process.argv[2]
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('usage: npm run migration -- name_in_lower_case')

const directory = path.resolve('prisma/migrations')
const sql = await diffMigrationsToSchema(
  new PrismaPGlite(new PGlite()),
  directory,
  path.resolve('prisma/schema.prisma'),
)
if (sql === null) {
  process.stdout.write('The migrations agree with the schema.\n')
} else {
  const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  const folder = path.join(directory, `${stamp}_${name}`)
  await mkdir(folder)
  await writeFile(path.join(folder, 'migration.sql'), sql)
  process.stdout.write(`${path.relative('.', folder)}\n`)
}
// The in-memory PostgreSQL leaves its own end as the process's.
process.exitCode = 0
