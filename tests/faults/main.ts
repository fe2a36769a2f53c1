/**
 * `npm run faults`: kills the portal as it is shipped at hundreds of random points and proves that no money was lost or
 * counted twice. `--count N` kills; `--seed N` or `--replay N` repeats the choices of a run (when each of them comes to
 * pass, no seed can say); `--storm` sends a flood of webhooks instead, `--events N` of them.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { describeRun, runCampaign } from './campaign'
import { createChance } from './chance'
import { Inspector } from './inspector'
import { createWorld } from './portal/world'
import { readBooks } from './rules/books'
import { verifyBooks } from './rules/verify-books'
import { describeStorm, runStorm } from './storm/storm'

const { values: options } = parseArgs({
  options: {
    count: { type: 'string', default: '300' },
    seed: { type: 'string' },
    replay: { type: 'string' },
    storm: { type: 'boolean', default: false },
    events: { type: 'string', default: '10000' },
  },
})

const count = Number(options.count)
const seed = Number(options.replay ?? options.seed ?? Math.floor(Math.random() * 2 ** 31))
const print = (line: string) => process.stdout.write(`${line}\n`)

const PROGRESS_EACH = 25

/** Of each kind, as many are shown. */
const SHOWN = 20

if (options.storm) await flood()
else await runFaults()

async function runFaults(): Promise<void> {
  print(`faults: --count ${count} --seed ${seed}`)
  const chance = createChance(seed)
  const size = { debtorsEach: 5, invoicesEach: 16 + Math.ceil(count / 3), mostPayableMinor: 900_000, areTold: true }
  const world = await createWorld(chance, size)
  try {
    const report = await runCampaign(world, chance, count, (kills) => {
      if (kills % PROGRESS_EACH === 0) print(`${kills} of ${count} kills`)
    })
    const inspector = new Inspector(world)
    const books = await inspector.runInScratch((client) => readBooks(client, report.testimony))
    await inspector.close()
    print(describeRun(report, books))
    const faults = verifyBooks(books)
    const isWhole = faults.length + report.errors.length + report.faultsBeforeRedelivery.length === 0
    print(isWhole ? 'every rule holds' : `FAILED: replay with npm run faults -- --count ${count} --replay ${seed}`)
    if (isWhole) return
    for (const { rule, about } of faults.slice(0, SHOWN)) print(`${rule}: ${about}`)
    for (const { rule, about } of report.faultsBeforeRedelivery.slice(0, SHOWN))
      print(`before redelivery, ${rule}: ${about}`)
    for (const error of report.errors.slice(0, SHOWN)) print(`answered: ${error}`)
    const file = path.join('test-results', `faults-${seed}.json`)
    await mkdir('test-results', { recursive: true })
    const logs = [...world.web.log, ...world.worker.log]
    await writeFile(file, JSON.stringify({ seed, count, faults, report, logs, books }, null, 1))
    print(`all of it: ${file}`)
    process.exitCode = 1
  } finally {
    await world.close()
  }
}

async function flood(): Promise<void> {
  const events = Number(options.events)
  print(`storm: --events ${events} --seed ${seed}`)
  const chance = createChance(seed)
  const size = { debtorsEach: 6, invoicesEach: 10, mostPayableMinor: 90_000_000, areTold: false }
  const world = await createWorld(chance, size, { isGated: false })
  try {
    const report = await runStorm(world, chance, { events, copies: 4, connections: 16 })
    print(describeStorm(report))
    const isTaken = Object.keys(report.statuses).every((status) => status === '200')
    const isWhole = report.faults.length === 0 && isTaken
    print(isWhole ? 'every sum is exact, and nothing was refused' : `FAILED: --storm --events ${events} --seed ${seed}`)
    for (const { rule, about } of report.faults.slice(0, SHOWN)) print(`${rule}: ${about}`)
    if (!isWhole) process.exitCode = 1
  } finally {
    await world.close()
  }
}
