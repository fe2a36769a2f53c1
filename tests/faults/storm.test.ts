/**
 * A small storm: a thousand events of both providers, each delivered four times, shuffled, over sixteen connections.
 * `npm run faults -- --storm` sends ten thousand.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createChance } from './chance'
import { buildPortal, createWorld, type World } from './portal/world'
import { describeStorm, runStorm, type StormReport } from './storm/storm'

const seed = Number(process.env['FAULTS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))
const events = 1_000

let world: World | null = null
let report: StormReport

beforeAll(async () => {
  process.stdout.write(`storm: FAULTS_SEED=${seed}\n`)
  const chance = createChance(seed)
  await buildPortal()
  const size = { debtorsEach: 4, invoicesEach: 6, mostPayableMinor: 90_000_000, areTold: false }
  world = await createWorld(chance, size, { isGated: false })
  report = await runStorm(world, chance, { events, copies: 4, connections: 16 })
  process.stdout.write(`${describeStorm(report)}\n`)
}, 420_000)

afterAll(async () => {
  await world?.close()
})

describe('a storm of webhooks', () => {
  it('is taken without a single refusal', () => {
    expect(report.events).toBeGreaterThanOrEqual(events)
    expect(report.statuses).toEqual({ 200: report.delivered })
  })

  it('ends in exact sums, each event applied once', () => {
    expect(report.faults).toEqual([])
    expect(report.books.inbox.length).toBeGreaterThan(events / 2)
  })
})
