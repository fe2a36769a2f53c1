/**
 * A simulated year (tests/year) on the embedded PostgreSQL as durable as in production: what happened, what the clock's own
 * jobs took at the beginning and at the end, and whether the books hold.
 */
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openDatabase } from '~/data/database.server'
import { startEmbeddedPostgres } from '~/data/embedded-postgres.server'
import { createJobRunner } from '~/data/job-queue.server'
import { applyMigrations } from '~/data/migrations.server'
import { simulateYear, type SimulatedYear, type YearSize } from '../year/simulate-year'

/** Throws where the books contradict themselves or an event is missing. */
export async function benchYear(print: (line: string) => void, size: YearSize): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'quittance-bench-'))
  // Run by root, PostgreSQL is another user and has to pass through.
  await chmod(folder, 0o755)
  const embedded = await startEmbeddedPostgres(path.join(folder, 'postgres'))
  try {
    await applyMigrations(embedded.url, path.resolve('prisma/migrations'))
    await createJobTables(embedded.url)
    const startedAt = performance.now()
    const readSeconds = () => ((performance.now() - startedAt) / 1000).toFixed(0)
    const place = { url: embedded.url, folder: path.join(folder, 'files') }
    const year = await simulateYear(place, size, (day) => print(`day ${day}: the books hold, ${readSeconds()} s`))
    const { invoices, plans, days, seed } = size
    print(
      `seed ${seed}: ${invoices} invoices, ${plans} plans, ${days} days in ${readSeconds()} s, ` +
        `the longest day ${(year.longestDayMs / 1000).toFixed(1)} s`,
    )
    printYear(print, year)
    print('the books agree with themselves and with the provider, every log is whole, and nothing is left undone')
  } finally {
    await embedded.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The product writes some of its jobs into them by itself. */
async function createJobTables(url: string): Promise<void> {
  const database = openDatabase(url, 2)
  const errors: unknown[] = []
  const jobs = createJobRunner(database, (error) => errors.push(error))
  await jobs.start()
  await jobs.stop()
  await database.close()
  if (errors.length > 0) throw new AggregateError(errors, 'the job queue failed')
}

function printYear(print: (line: string) => void, { happenings, jobTimes, ends, failedAttempts }: SimulatedYear): void {
  print('\nwhat happened')
  for (const line of happenings.list()) print(`  ${line}`)
  print(`  attempts of jobs that failed: ${failedAttempts}`)
  print('\nwhat it came to')
  for (const { what, count } of ends) print(`  ${what}: ${count.toLocaleString('en')}`)
  print('\nthe clock’s jobs, ms each: the first thirty times, the last thirty, at most')
  for (const [name, days] of jobTimes) {
    const mean = (part: readonly number[]) => part.reduce((sum, ms) => sum + ms, 0) / Math.max(1, part.length)
    const figures = [mean(days.slice(0, 30)), mean(days.slice(-30)), Math.max(0, ...days)]
    print(`  ${name.padEnd(26)} ${figures.map((ms) => ms.toFixed(0).padStart(8)).join('')}`)
  }
  print('')
}
