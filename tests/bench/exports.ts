/**
 * How long an account of 100,000 lines takes as CSV and as XLSX, from the database to the last byte, and what it keeps in
 * memory; beside it the libraries' own floor: csv-stringify and hucre's streaming writer, given the same cells ready-made.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { stringify } from 'csv-stringify'
import { writeXlsxStream, type CellValue } from 'hucre/xlsx'
import pg from 'pg'
import { createAccountExportReader } from '~/data/account-export-reader.server'
import { openDatabase, type Database } from '~/data/database.server'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { applyMigrations } from '~/data/migrations.server'
import { createStatementReader } from '~/data/statement-reader.server'
import { createAccountFile } from '~/documents/spreadsheet/account-file.server'
import type { DocumentFilter, ExportFormat } from '~/domain/account-export'
import { openAccountExport, type AccountExport } from '~/use-cases/export-account'
import { writeBenchAccounts, type BenchAccount, type BenchAccounts } from './accounts'
import { watchMemory } from './memory'

const ROUNDS = 5
const LINES = 100_000
/** Lines that each of the large account's 5,000 invoices gets beside the three it has. */
const MORE_LINES = 17
const CHUNKS_BETWEEN_COLLECTIONS = 4

type Chunks = () => AsyncIterable<unknown> | Promise<AsyncIterable<unknown>>

interface Taken {
  ms: number
  liveMib: number
  residentMib: number
}

/** Prints a line for each format. */
export async function benchExports(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // Run by root, PostgreSQL is another user and has to pass through.
  await chmod(folder, 0o755)
  const embedded = await startEmbeddedPostgres(path.join(folder, 'postgres'))
  try {
    await applyMigrations(embedded.url, path.resolve('prisma/migrations'))
    const accounts = await writeBenchAccounts(embedded.url)
    await addLines(embedded.url, accounts.large)
    const database = openDatabase(embedded.url, 2)
    try {
      const write = (view: 'lines' | 'open-items', format: ExportFormat): Chunks =>
        openFile(database, accounts, view, format)
      const floors: Readonly<Record<'csv' | 'xlsx', Chunks>> = { csv: writeBareCsv, xlsx: writeBareXlsx }
      const reading = await take(() => openSource(database, accounts).listLines(FILTER))
      print(`${LINES.toLocaleString('en')} lines read and not written: ${describe('portal', reading)}`)
      for (const format of ['csv', 'xlsx'] as const) {
        const [floor, portal] = await takeBoth(floors[format], write('lines', format))
        print(
          `${format}, ${LINES.toLocaleString('en')} lines: ${describe('library', floor)}; ${describe('portal', portal)}; ratio ${(portal.ms / floor.ms).toFixed(2)}`,
        )
        const statement = await take(write('open-items', format))
        print(`${format}, statement of 5,000 invoices: ${describe('portal', statement)}`)
      }
    } finally {
      await database.close()
    }
  } finally {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function describe(name: string, { ms, liveMib, residentMib }: Taken): string {
  return `${name} ${ms} ms, ${liveMib} MiB live, ${residentMib} MiB resident`
}

/** Rounds of both alternate, so that a busy moment of the machine does not favour one. */
async function takeBoth(one: Chunks, other: Chunks): Promise<[Taken, Taken]> {
  const times: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await readThrough(one))
    times[1].push(await readThrough(other))
  }
  return [await describeTaken(one, times[0]), await describeTaken(other, times[1])]
}

async function take(open: Chunks): Promise<Taken> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) times.push(await readThrough(open))
  return describeTaken(open, times)
}

async function readThrough(open: Chunks): Promise<number> {
  const startedAt = performance.now()
  for await (const _chunk of await open());
  return performance.now() - startedAt
}

/** Time is that of the quickest undisturbed round; live memory is measured in one more, which collects rubbish on the way. */
async function describeTaken(open: Chunks, times: readonly number[]): Promise<Taken> {
  const memory = watchMemory(CHUNKS_BETWEEN_COLLECTIONS)
  for await (const _chunk of await open()) memory.note()
  return { ms: Math.round(Math.min(...times)), ...memory.stop() }
}

const FILTER: DocumentFilter = { tab: 'open', search: '', from: null, to: null, currency: null }

function openSource(database: Database, { large, today, timeZone }: BenchAccounts): AccountExport {
  const readers = {
    exportReader: createAccountExportReader(database.reader),
    statementReader: createStatementReader(database.reader),
  }
  return openAccountExport(readers, large, { today, timeZone, defaultCurrency: 'EUR', isLimited: false })
}

function openFile(
  database: Database,
  accounts: BenchAccounts,
  view: 'lines' | 'open-items',
  format: ExportFormat,
): Chunks {
  return async () => {
    const source = openSource(database, accounts)
    const { today } = accounts
    const request = { view, filter: FILTER }
    const file = await createAccountFile(source, request, format, {
      creditor: { name: 'Bench', slug: 'bench' },
      debtor: { name: 'Large', externalId: 'LARGE' },
      ...{ today, writtenAt: new Date(), language: 'en', separatorsOf: null },
    })
    if (!file) throw new Error('a whole account has every view')
    return file.content
  }
}

/** As many cells of the same kinds as a line of the account has. */
function* listBareRows(): Generator<CellValue[]> {
  const day = new Date('2026-10-15T00:00:00Z')
  for (let index = 0; index < LINES; index += 1) {
    yield [
      ...[
        'Invoice',
        `L-${10_000 + (index % 5_000)}`,
        day,
        'PO-4711',
        String(index % 20),
        `Item ${index}`,
        'As agreed',
        'S-1',
      ],
      ...['B-1', 2.5, 'C62', 12.34, 30.85, 19, 'EUR'],
    ]
  }
}

function writeBareCsv(): AsyncIterable<unknown> {
  return Readable.from(listBareRows()).pipe(stringify({ bom: true, record_delimiter: 'windows' }))
}

function writeBareXlsx(): AsyncIterable<unknown> {
  const columns = Array.from({ length: 15 }, (_unused, index) => ({
    header: `Column ${index + 1}`,
    width: 16,
    ...(index === 2 ? { numFmt: 'yyyy-mm-dd' } : index === 12 ? { numFmt: '#,##0.00' } : {}),
  }))
  return Readable.fromWeb(writeXlsxStream(listBareRows(), { name: 'Lines', columns, freezePane: { rows: 1 } }) as never)
}

async function addLines(databaseUrl: string, { creditorId, debtorId }: BenchAccount): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('quittance.creditor', $1, true)`, [creditorId])
    await client.query(
      `insert into invoice_line (creditor_id, invoice_id, position, debtor_id, line_id, name, quantity, unit_code, unit_price,
         net_minor, tax_percent, details)
       select creditor_id, id, 1000 + p, debtor_id, p::text, 'Item ' || p, 2.5, 'C62', 12.34, 3085, 19,
         '{"description": "As agreed", "sellerItemId": "S-1", "buyerItemId": "B-1"}'
       from invoice, generate_series(1, $3::int) p
       where creditor_id = $1 and debtor_id = $2 and number <> 'LONG-700'`,
      [creditorId, debtorId, MORE_LINES],
    )
    await client.query('commit')
  } finally {
    await client.end()
  }
}
