/**
 * The portal is killed at random moments of paying and delivering, and sometimes PostgreSQL with it. After the last kill
 * it has time to recover; then its books, the sandbox provider's, the receiver's and the debtors' must agree to the cent.
 *
 * `CRASH_SEED=n` repeats the choices of a run (not its timing, which no seed can), `CRASH_MOMENTS=n` changes the number
 * of kills.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readBooks, type Books } from './books'
import { runCampaign, type CampaignReport } from './campaign'
import { createChance } from './chance'
import { Inspector } from './inspector'
import { readTamperedBooks, TAMPERINGS } from './tamperings'
import { verifyBooks } from './verify-books'
import { createWorld, type World } from './world'

const seed = Number(process.env['CRASH_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const moments = Number(process.env['CRASH_MOMENTS'] ?? 50)

let world: World | null = null
let inspector: Inspector | null = null
let report: CampaignReport
let books: Books

/** A minute and a half where nothing else runs, some minutes on a busy machine. */
const LONGEST_RUN_MS = 290_000 + moments * 5_000

beforeAll(async () => {
  process.stdout.write(`crash test: CRASH_SEED=${seed} CRASH_MOMENTS=${moments}\n`)
  const chance = createChance(seed)
  world = await createWorld(chance)
  report = await runCampaign(world, chance, moments)
  inspector = new Inspector(world)
  books = await inspector.runInScratch((client) => readBooks(client, report.testimony))
  process.stdout.write(`crash test: ${describeRun(report, books)}\n`)
}, LONGEST_RUN_MS)

afterAll(async () => {
  await inspector?.close()
  await world?.close()
})

describe('a portal that is killed again and again', () => {
  it('loses nothing and applies nothing twice', () => {
    expect(verifyBooks(books), world?.victim.log.join('\n')).toEqual([])
  })

  it('answers every request it was there to answer', () => {
    expect(report.errors).toEqual([])
  })

  it('was killed while there was enough under way to lose', () => {
    expect(report.kills.moments).toBe(moments)
    const captured = books.checkouts.filter(({ status }) => status === 'succeeded')
    expect(captured.length).toBeGreaterThanOrEqual(Math.min(moments, 20))
    expect(books.unappliedCredits.length).toBeGreaterThan(0)
    expect(books.applications.length).toBeGreaterThan(0)
    expect(books.received.length).toBeGreaterThan(books.outcomeEvents.length)
  })
})

describe('the check itself notices', () => {
  it.each(TAMPERINGS)('$what', async (tampering) => {
    const faults = verifyBooks(await readTamperedBooks(inspector!, report.testimony, tampering))
    expect(faults.map(({ rule }) => rule)).toContain(tampering.rule)
  })
})

function describeRun(
  { kills, recoverySeconds }: CampaignReport,
  { payments, checkouts, outcomeEvents, received }: Books,
): string {
  const captured = checkouts.filter(({ status }) => status === 'succeeded').length
  return (
    `${kills.moments} kills (${kills.withPostgres} with PostgreSQL) and ${kills.whileStarting} while starting, ` +
    `${payments.length} payments, ${captured} captured, ${outcomeEvents.length} events received ${received.length} times, ` +
    `at rest after ${recoverySeconds} s`
  )
}
