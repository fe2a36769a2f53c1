/**
 * The portal as it is shipped is killed at random moments while people pay, money goes back and webhooks are lost; then
 * its books, the providers', the receiver's and everybody's own notes must agree to the cent. `npm run faults` is the
 * same with hundreds of kills.
 *
 * `FAULTS_SEED=n` repeats the choices of a run (not its timing, which no seed can), `FAULTS_COUNT=n` changes the number
 * of kills.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeRun, runCampaign, type CampaignReport } from './campaign'
import { createChance } from './chance'
import { Inspector } from './inspector'
import { buildPortal, createWorld, type World } from './portal/world'
import { readCollection } from './rules/agreement-books'
import { readBooks, type Books } from './rules/books'
import { readTamperedBooks, TAMPERINGS } from './rules/tamperings'
import { verifyBooks, type Fault } from './rules/verify-books'

const seed = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const count = Number(process.env['FAULTS_COUNT'] ?? 50)

let world: World | null = null
let inspector: Inspector | null = null
let report: CampaignReport
let books: Books

/** Two minutes or three where nothing else runs, many beside other tests on a busy machine. */
const LONGEST_RUN_MS = 600_000 + count * 20_000

beforeAll(async () => {
  process.stdout.write(`faults: FAULTS_SEED=${seed} FAULTS_COUNT=${count}\n`)
  const chance = createChance(seed)
  await buildPortal()
  world = await createWorld(chance, { debtorsEach: 4, invoicesEach: 16, mostPayableMinor: 900_000, areTold: true })
  report = await runCampaign(world, chance, count)
  inspector = new Inspector(world)
  books = await inspector.runInScratch((client) => readBooks(client, report.testimony))
  process.stdout.write(`${describeRun(report, books)}\n`)
}, LONGEST_RUN_MS)

afterAll(async () => {
  await inspector?.close()
  await world?.close()
})

describe('a portal that is killed again and again', () => {
  it('loses nothing and applies nothing twice', () => {
    expectNone(verifyBooks(books).map(describeFault))
  })

  it('makes up by asking for webhooks that never came', () => {
    expectNone(report.faultsBeforeRedelivery.map(describeFault))
  })

  it('answers every request it was there to answer', () => {
    expectNone(report.errors)
  })

  it('was killed while there was enough under way to lose', () => {
    expect(report.kills.count).toBe(count)
    const captured = books.providers.payments.filter(({ capturedMinor }) => capturedMinor > 0)
    expect(captured.length).toBeGreaterThanOrEqual(Math.min(count, 20))
    expect(books.unappliedCredits.length).toBeGreaterThan(0)
    expect(books.applications.length).toBeGreaterThan(0)
    expect(books.reversals.length).toBeGreaterThan(0)
    expect(books.promises.length).toBeGreaterThan(0)
    expect(books.offers.some(({ status }) => status === 'fulfilled')).toBe(true)
    expect(books.payments.some((payment) => readCollection(payment) && payment.status === 'succeeded')).toBe(true)
    expect(books.received.length).toBeGreaterThan(books.outcomeEvents.length)
  })
})

/** What is wrong comes before what the portal logged, of which a report may keep the beginning alone. */
function expectNone(found: readonly string[]): void {
  const logs = [...(world?.web.log ?? []), ...(world?.worker.log ?? [])]
  expect(found.length, [...found, '', 'Logged:', ...logs].join('\n')).toBe(0)
}

function describeFault({ rule, about }: Fault): string {
  return `${rule}: ${about}`
}

describe('the check itself notices', () => {
  it.each(TAMPERINGS)('$what', async (tampering) => {
    const faults = verifyBooks(await readTamperedBooks(inspector!, report.testimony, tampering))
    expect(faults.map(({ rule }) => rule)).toContain(tampering.rule)
  })
})
