/** The demo's data is made by the same use cases as real data, so it has to hold together like real data. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { seedDemo } from '~/cli/seed-demo'
import { createSeeder } from '~/composition/seeding.server'
import { createDocumentReader } from '~/ingest/document-reader.server'
import { parseEnvironment } from '~/platform/env.server'
import type { Clock } from '~/use-cases/ports/clock'
import { useTestDatabase } from '../setup/database'
import { photographTables, useImports } from '../setup/import-harness'

const test = await useTestDatabase()
const { fileStore } = await useImports(test)
const dataDirectory = await mkdtemp(path.join(tmpdir(), 'quittance-demo-'))
afterAll(() => rm(dataDirectory, { recursive: true, force: true }))

const parts = {
  env: parseEnvironment({ DATA_DIR: dataDirectory }),
  database: test.database,
  ids: test.ids,
  publicOrigin: 'http://127.0.0.1:3000',
  documentReader: createDocumentReader(),
  fileStore,
}
const app = { clock: test.clock, createSeeder: (clock: Clock) => createSeeder(parts, clock) }

describe('the demo', { timeout: 180_000 }, () => {
  it('has three creditors, twelve debtors, one of them with 5,000 invoices, and balances that add up', async () => {
    await seedDemo(app, dataDirectory)

    expect(await test.inspect('select slug from creditor order by slug')).toHaveLength(3)
    expect(await test.inspect('select id from debtor')).toHaveLength(12)
    expect(await test.inspect('select distinct role from console_user order by role')).toHaveLength(3)
    const [largest] = await test.inspect<{ count: number }>(
      'select count(*)::int as count from invoice group by debtor_id order by 1 desc limit 1',
    )
    expect(largest?.count).toBeGreaterThanOrEqual(5_000)
    expect(
      await test.inspect(
        `select number, payable_minor, open_minor from invoice where kind = 'invoice' and payable_minor - open_minor <>
           coalesce((select sum(amount_minor) from allocation where invoice_id = invoice.id), 0)`,
      ),
    ).toEqual([])
    expect(
      await test.inspect(
        `select number from invoice where pending_minor <> coalesce((select sum(amount_minor) from payment_intent
           where invoice_id = invoice.id and reserved), 0)`,
      ),
    ).toEqual([])
  })

  it('shows payments of every kind, credits used and left, and links that expired or were revoked', async () => {
    const statuses = await test.inspect<{ status: string }>('select distinct status from payment order by 1')
    expect(statuses.map(({ status }) => status)).toEqual([
      'canceled',
      'expired',
      'failed',
      'pending',
      'processing',
      'succeeded',
    ])
    expect(await test.inspect(`select 1 from allocation where kind = 'credit_note'`)).not.toEqual([])
    expect(await test.inspect('select 1 from unapplied_credit where open_minor > 0')).not.toEqual([])
    const now = [test.clock.now()]
    expect(await test.inspect('select status from dispute order by opened_at')).toEqual([
      { status: 'accepted' },
      { status: 'open' },
    ])
    expect(await test.inspect('select 1 from access_link where revoked_at is not null')).not.toEqual([])
    expect(await test.inspect('select 1 from access_link where expires_at < $1', now)).not.toEqual([])
    expect(await test.inspect('select 1 from outcome_event where occurred_at > $1', now)).toEqual([])
    expect(await test.listWaitingJobs('send-mail')).toEqual([])
  })

  it('is made once; interrupted, it goes on without doing anything twice', async () => {
    const links = [
      'access_link',
      'access_log_entry',
      'debtor_session',
      'outcome_event',
      'outcome_log_head',
      'import_run',
    ]
    const before = await photographTables(test, links)
    test.clock.advance({ days: 2 })
    await seedDemo(app, dataDirectory)
    expect(await photographTables(test, links)).toEqual(before)

    const stateFile = path.join(dataDirectory, 'demo.json')
    const state = JSON.parse(await readFile(stateFile, 'utf8')) as object
    await writeFile(stateFile, JSON.stringify({ ...state, finished: false }))
    await seedDemo(app, dataDirectory)
    expect(await photographTables(test, links)).toEqual(before)
  })
})
