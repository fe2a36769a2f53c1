/**
 * `npm run bench`: the portal beside a raw Node server on the same database, the same rows and the same HTML.
 *
 * Rounds of both alternate, and the median of each is printed, so that a busy moment of the machine does not favour
 * one. "fresh" asks for a page that was never written before; "unchanged" asks again for a page of a debtor whose
 * account has not changed. With `--lighthouse` the pages are also opened in Chromium. After the pages, webhooks are
 * accepted by both.
 */
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { applyMigrations } from '~/data/migrations.server'
import { writeBenchAccounts, type BenchAccount } from './accounts'
import { auditPages, listPayPages } from './audit'
import { benchBank } from './bank'
import { benchExports } from './exports'
import { benchDocuments } from './documents'
import { benchImport } from './import'
import { benchLedger } from './ledger'
import { benchMatching } from './matching'
import { chooseMedian, measureRound, preparePage, type Measurement } from './measure'
import { writeRawPlan, type BenchPage } from './raw-plan'
import { startServerProcess, type ServerProcess } from './server-process'
import { benchWebhooks } from './webhooks'
import { weighPage } from './weigh'
import { benchYear } from './year'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '4' },
    connections: { type: 'string', default: '8' },
    lighthouse: { type: 'boolean', default: false },
    /** Imports the public ledger instead, where it is beside the checkout. */
    import: { type: 'boolean', default: false },
    /** Matches a synthetic month of bank transfers instead. */
    matching: { type: 'boolean', default: false },
    /** Loads such a month from a bank statement into PostgreSQL instead. */
    bank: { type: 'boolean', default: false },
    /** Compares damaged copies of the public ledger with it instead. */
    ledger: { type: 'boolean', default: false },
    /** Takes a large account away as CSV and XLSX instead. */
    exports: { type: 'boolean', default: false },
    /** Writes statements as PDF instead. */
    documents: { type: 'boolean', default: false },
    /** Accepts webhooks alone. */
    webhooks: { type: 'boolean', default: false },
    /** Takes debts through a year, day by day, instead. */
    year: { type: 'boolean', default: false },
    invoices: { type: 'string', default: '5000' },
    plans: { type: 'string', default: '300' },
    days: { type: 'string', default: '365' },
    seed: { type: 'string', default: '1' },
    /** This page alone, by its name. */
    page: { type: 'string' },
  },
})

const GOALS = { fresh: 0.7, unchanged: 2, compressedHtmlBytes: 20_000, scriptBytes: 90_000 }

const print = (line = '') => process.stdout.write(`${line}\n`)

if (options.matching) benchMatching(print)
else if (options.ledger) benchLedger(print)
else if (options.bank) await benchBank(print)
else if (options.import) await benchImport(print)
else if (options.exports) await benchExports(print)
else if (options.documents) await benchDocuments(print, readRounds())
else if (options.year) {
  await benchYear(print, {
    invoices: Number(options.invoices),
    plans: Number(options.plans),
    days: Number(options.days),
    seed: Number(options.seed),
  })
} else if (options.webhooks) await benchWebhooks(print, readRounds())
else {
  await benchPages()
  if (options.page === undefined) {
    print()
    await benchWebhooks(print, readRounds())
  }
}

function readRounds() {
  return {
    rounds: Number(options.rounds),
    seconds: Number(options.seconds),
    connections: Number(options.connections),
  }
}

async function benchPages(): Promise<void> {
  const directory = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // The embedded PostgreSQL is another user when root runs it, and has to pass through.
  await chmod(directory, 0o755)
  const postgres = await startEmbeddedPostgres(path.join(directory, 'postgres'))
  const servers: ServerProcess[] = []
  // As `npm start` gives it, to both.
  const young = '--max-semi-space-size=64'
  try {
    await applyMigrations(postgres.url, path.resolve('prisma/migrations'))
    const accounts = await writeBenchAccounts(postgres.url)
    const pages: BenchPage[] = [
      { name: 'statement of 100 invoices', path: '/statement', account: accounts.usual, rows: 'statement' as const },
      { name: 'invoice of 5 lines', path: '/invoices/SHORT-5', account: accounts.lines, rows: 'lines' as const },
      { name: 'invoice of 500 lines', path: '/invoices/LONG-500', account: accounts.lines, rows: 'lines' as const },
      { name: 'statement of 5,000 invoices', path: '/statement', account: accounts.large, rows: null },
      { name: 'invoice of 700 lines', path: '/invoices/LONG-700', account: accounts.large, rows: null },
    ].filter(isWanted)

    const variables = {
      DATABASE_URL: postgres.url,
      DATA_DIR: path.join(directory, 'data'),
      LOG_LEVEL: 'silent',
      ECB_RATES: 'off',
      // Without a way to pay there is nothing to review.
      SANDBOX_GATEWAY: 'on',
      SESSION_SECRET: 'of the measurements and nothing else',
    }
    const profile =
      process.env['BENCH_PROFILE'] === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`]
    const portal = await startServerProcess('portal', [...profile, young, 'build/server/start.js'], variables)
    servers.push(portal)
    const planFile = path.join(directory, 'raw-plan.json')
    const plan = await writeRawPlan(postgres.url, accounts, pages, (page) => fetchText(portal, page))
    await writeFile(planFile, JSON.stringify(plan))
    const raw = await startServerProcess('raw', [young, 'tests/bench/raw-server.mjs'], {
      ...variables,
      RAW_PLAN: planFile,
    })
    servers.push(raw)

    print(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
    print(`${options.connections} connections, median of ${options.rounds} rounds of ${options.seconds} s\n`)
    for (const page of pages) await comparePage(page, portal, raw)
    print(`memory after all: portal ${portal.readMemory().toFixed(0)} MB, raw ${raw.readMemory().toFixed(0)} MB\n`)

    for (const page of pages) {
      const weight = await weighPage(`${portal.origin}${page.path}`, writeCookie(page.account))
      print(
        `${page.name}: HTML ${weight.htmlBytes} B (brotli ${weight.brotliBytes}, gzip ${weight.gzipBytes}; ` +
          `goal ${GOALS.compressedHtmlBytes}), JavaScript ${weight.scriptBytes} B compressed (goal ${GOALS.scriptBytes})`,
      )
    }
    if (options.lighthouse) {
      const audited = [...pages, ...listPayPages(accounts).filter(isWanted)]
      await auditPages(portal.origin, audited, writeCookie, print)
    }
  } finally {
    await Promise.all(servers.map((server) => server.stop()))
    await postgres.stop()
    await rm(directory, { recursive: true, force: true })
  }
}

function isWanted({ name }: BenchPage): boolean {
  return options.page === undefined || name === options.page
}

interface Round extends Measurement {
  /** Of the server alone, for each request: says more than the rate where the machine is busy with other things. */
  processorMs: number
}

async function comparePage(page: BenchPage, portal: ServerProcess, raw: ServerProcess): Promise<void> {
  const bytes = (await fetchText(portal, page)).length
  if (page.rows !== null && (await fetchText(raw, page)) !== (await fetchText(portal, page))) {
    throw new Error(`${page.name}: the raw server does not write the same HTML`)
  }
  print(`${page.name} (${bytes} characters${page.rows === null ? '' : ', both servers the same'})`)
  const runs: { label: string; server: ServerProcess; fresh: boolean; rounds: Round[] }[] = [
    ...(page.rows === null ? [] : [{ label: 'raw', server: raw, fresh: true, rounds: [] }]),
    { label: 'portal, fresh', server: portal, fresh: true, rounds: [] },
    { label: 'portal, unchanged', server: portal, fresh: false, rounds: [] },
  ]
  const load = async (server: ServerProcess, fresh: boolean, seconds: number): Promise<Round> => {
    const before = server.readProcessorTime()
    const measured = await measureRound({
      url: `${server.origin}${page.path}`,
      connections: Number(options.connections),
      seconds,
      prepare: preparePage(writeCookie(page.account), fresh),
    })
    const after = server.readProcessorTime()
    return { ...measured, processorMs: before === null || after === null ? NaN : (after - before) / measured.requests }
  }
  for (const { server, fresh } of runs) await load(server, fresh, 2)
  for (let round = 0; round < Number(options.rounds); round += 1) {
    for (const run of runs) run.rounds.push(await load(run.server, run.fresh, Number(options.seconds)))
  }
  const rawRate = page.rows === null ? null : chooseMedian(runs[0]?.rounds ?? []).requestsPerSecond
  for (const { label, server, fresh, rounds } of runs) {
    const { requestsPerSecond, p50, p99, processorMs } = chooseMedian(rounds)
    const share = rawRate === null || server === raw ? '' : describeShare(requestsPerSecond / rawRate, fresh)
    print(
      `  ${label.padEnd(18)} ${requestsPerSecond.toFixed(0).padStart(6)} requests/s  p50 ${String(p50).padStart(3)} ms  ` +
        `p99 ${String(p99).padStart(3)} ms  ${processorMs.toFixed(2).padStart(5)} ms of processor  ${server.readMemory().toFixed(0).padStart(4)} MB${share}`,
    )
  }
  print()
}

function describeShare(share: number, fresh: boolean): string {
  const goal = fresh ? GOALS.fresh : GOALS.unchanged
  return `  ${share.toFixed(2)} of raw (goal ${goal}${share >= goal ? ', met' : ', MISSED'})`
}

function writeCookie(account: BenchAccount): string {
  return `quittance-session=${account.sessionToken}`
}

async function fetchText(server: ServerProcess, page: BenchPage): Promise<string> {
  const response = await fetch(`${server.origin}${page.path}`, {
    headers: { Cookie: writeCookie(page.account), 'Accept-Encoding': 'identity' },
    redirect: 'manual',
  })
  if (response.status !== 200) throw new Error(`${server.name} answered ${response.status} for ${page.path}`)
  return response.text()
}
