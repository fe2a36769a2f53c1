/**
 * How long a month of transfers takes from a camt.053 to the books, on the embedded PostgreSQL, as durable as in
 * production: read, stored, and matched one after the other. Half a month first, to see what grows with the file; then a
 * whole one, loaded twice.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { openDatabase } from '~/data/database.server'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { createDiskFileStore } from '~/data/file-store.server'
import type { JobSender } from '~/data/job-queue.server'
import { applyMigrations } from '~/data/migrations.server'
import { createUnitOfWork } from '~/data/unit-of-work.server'
import { createBankStatementReader } from '~/ingest/bank-statement/bank-statement-reader.server'
import { createIdSource } from '~/platform/ids.server'
import { loadBankStatement, type LoadedStatement } from '~/use-cases/load-bank-statement'
import type { UnitOfWork } from '~/use-cases/ports/unit-of-work'
import { createTransferMonth } from '../factories/transfer-month'
import { writeMonth, type WrittenMonth } from './bank-month'
import { watchMemory } from './memory'

const TRANSFERS = 5_000
const COMMITS_BETWEEN_COLLECTIONS = 10
const SEED = 1

/** A worker would send the webhooks; they are written as jobs and nothing more. */
const NO_JOBS: JobSender = { send: () => Promise.resolve() }

/** Prints one line a run. Throws where anything is matched wrongly, or the second loading changes anything. */
export async function benchBank(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // Run by root, PostgreSQL is another user and has to pass through.
  await chmod(folder, 0o755)
  const embedded = await startEmbeddedPostgres(path.join(folder, 'postgres'))
  try {
    await applyMigrations(embedded.url, path.resolve('prisma/migrations'))
    await loadMonth(embedded.url, folder, TRANSFERS / 2, print)
    await loadMonth(embedded.url, folder, TRANSFERS, print)
  } finally {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

async function loadMonth(
  databaseUrl: string,
  folder: string,
  transfers: number,
  print: (line: string) => void,
): Promise<void> {
  const database = openDatabase(databaseUrl, 4)
  try {
    const ids = createIdSource()
    const fileStore = createDiskFileStore(path.join(folder, 'files'))
    const clock = { now: () => new Date() }
    const unitOfWork = createUnitOfWork(database, NO_JOBS)
    const slug = `month-${transfers}`
    const month = await writeMonth(
      { databaseUrl, unitOfWork, ids, clock, fileStore },
      { slug, month: createTransferMonth(SEED, transfers) },
    )
    const reader = createBankStatementReader()
    const watch = watchMemory(COMMITS_BETWEEN_COLLECTIONS)
    const times: { startedAt: number; readAt: number; storedAt: number | null } = {
      ...{ startedAt: performance.now(), readAt: 0, storedAt: null },
    }
    const load = () =>
      loadBankStatement(
        {
          ...{ clock, ids, fileStore },
          bankStatementReader: {
            ...reader,
            async read(...input) {
              const read = await reader.read(...input)
              times.readAt = performance.now()
              return read
            },
          },
          unitOfWork: countRuns(unitOfWork, () => {
            times.storedAt ??= performance.now()
            watch.note()
          }),
        },
        {
          creditorId: month.creditorId,
          file: { filename: 'month.xml', content: month.content },
          loadedBy: 'user:bench',
        },
      )
    const loaded = await load()
    const endedAt = performance.now()
    const { liveMib, residentMib } = watch.stop()
    if (!loaded.ok) throw new Error(loaded.failure.reason)
    const seconds = (from: number, to: number) => `${((to - from) / 1000).toFixed(1)} s`
    const storedAt = times.storedAt ?? endedAt
    print(
      `${transfers} transfers, ${month.invoiceCount} invoices, ${(month.content.byteLength / 1_048_576).toFixed(1)} MiB: ` +
        `read ${seconds(times.startedAt, times.readAt)}, stored ${seconds(times.readAt, storedAt)}, ` +
        `matched ${seconds(storedAt, endedAt)} (${((endedAt - storedAt) / transfers).toFixed(1)} ms each); ` +
        `at most ${liveMib} MiB live, ${residentMib} MiB resident`,
    )
    print(`  ${describeDecisions(loaded.value, month)}`)
    await loadAgain(databaseUrl, load, print)
  } finally {
    await database.close()
  }
}

/** `after` is told of each transaction that was committed. */
function countRuns(unitOfWork: UnitOfWork, after: () => void): UnitOfWork {
  return {
    async run(scope, work) {
      const value = await unitOfWork.run(scope, work)
      after()
      return value
    },
  }
}

function describeDecisions({ added }: LoadedStatement, { meant }: WrittenMonth): string {
  const matched = added.filter(({ status }) => status === 'matched')
  const wrong = matched.filter(
    ({ transaction, debtorId }) => meant.get(transaction.references.bankReference ?? '') !== debtorId,
  )
  if (wrong.length > 0) throw new Error(`${wrong.length} transfers were matched with another debtor`)
  const open = added.filter(({ status }) => status === 'open').length
  return `${added.length} new: ${matched.length} matched, ${open} left to a person, ${wrong.length} matched with another debtor`
}

async function loadAgain(
  databaseUrl: string,
  load: () => ReturnType<typeof loadBankStatement>,
  print: (line: string) => void,
): Promise<void> {
  const before = await photograph(databaseUrl)
  const startedAt = performance.now()
  const again = await load()
  const milliseconds = performance.now() - startedAt
  if (!again.ok || again.value.isNew || again.value.added.length > 0) throw new Error('it was taken a second time')
  if ((await photograph(databaseUrl)) !== before) throw new Error('the second loading changed something')
  print(`  again: nothing changed, ${(milliseconds / 1000).toFixed(1)} s`)
}

/** A digest of every row that money is kept in. */
async function photograph(databaseUrl: string): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query(`select set_config('quittance.creditor', '*', false)`)
    const digests: string[] = []
    for (const table of ['bank_transaction', 'bank_statement_file', 'invoice', 'payment', 'allocation']) {
      const { rows } = await client.query<{ digest: string }>(
        `select count(*) || ' ' || coalesce(sum(hashtextextended(row::text, 0)::numeric), 0) as digest from "${table}" as row`,
      )
      digests.push(rows[0]?.digest ?? '')
    }
    return digests.join('\n')
  } finally {
    await client.end()
  }
}
