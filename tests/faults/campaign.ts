/** The course of the crash test: bursts of debtors' doings, each cut off by a kill, and at the end time to recover. */
import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Chance } from './chance'
import { DebtorAtBrowser, type Portal, type SentForm } from './debtor'
import type { ReceivedEvent } from './flaky-receiver'
import { Inspector } from './inspector'
import type { World } from './world'

/** Longer than a dead process's jobs and deliveries stay taken, and then some retries. */
const LONGEST_RECOVERY_MS = 120_000

/** Of all kills: in this share PostgreSQL is stopped at the same time, and in this share the next start is killed too. */
const POSTGRES_SHARE = 0.08
const START_SHARE = 0.1

const LAST_ROUNDS = 3

/** What is known from outside the database. */
export interface Testimony {
  forms: SentForm[]
  received: ReceivedEvent[]
  /** Names of the files in the folder of mails. */
  mails: string[]
}

export interface CampaignReport {
  testimony: Testimony
  /** Answers no debtor should get, given while the database was there. */
  errors: string[]
  kills: { moments: number; withPostgres: number; whileStarting: number }
  recoverySeconds: number
}

export async function runCampaign(world: World, chance: Chance, moments: number): Promise<CampaignReport> {
  const inspector = new Inspector(world)
  const errors: string[] = []
  let isPostgresDown = false
  let reportAnswer = (): void => undefined
  const portal: Portal = {
    origin: world.origin,
    inflateCheckout: (checkoutId, byMinor) => inspector.inflateCheckout(checkoutId, byMinor),
    reportAnswer: () => reportAnswer(),
    reportError: (text) => {
      if (!isPostgresDown) errors.push(text)
    },
  }
  const debtors = world.linkTokens.map((token) => new DebtorAtBrowser(portal, token, chance.fork()))
  const kills = { moments: 0, withPostgres: 0, whileStarting: 0 }
  const { victim } = world

  victim.launch()
  await victim.serve()
  while (kills.moments < moments) {
    let isOver = false
    const firstAnswer = new Promise<void>((resolve) => (reportAnswer = resolve))
    const burst = Array.from({ length: chance.between(4, 8) }, async () => {
      while (!isOver) await chance.pick(debtors).act()
    })
    // A process that has just started spends its first moments on loading: by then nothing is under way yet.
    await firstAnswer
    await sleep(chance.happens(0.75) ? chance.between(5, 400) : chance.between(400, 1_000))
    kills.moments += 1
    isOver = true
    if (chance.happens(POSTGRES_SHARE)) {
      kills.withPostgres += 1
      isPostgresDown = true
      await inspector.close()
      const portalFirst = chance.happens(0.5)
      if (portalFirst) await victim.kill()
      await world.crashPostgres()
    }
    await victim.kill()
    await Promise.all(burst)
    isPostgresDown = false
    victim.launch()
    if (chance.happens(START_SHARE)) {
      await sleep(chance.between(5, 500))
      await victim.kill()
      kills.whileStarting += 1
      victim.launch()
    }
    await victim.serve()
  }

  // After all that it works on as if nothing had been.
  for (let round = 0; round < LAST_ROUNDS; round += 1) await Promise.all(debtors.map((debtor) => debtor.act()))
  await Promise.all(debtors.map((debtor) => debtor.finish()))
  const recoverySeconds = await waitForRest(inspector)
  const exitCode = await victim.stop()
  if (exitCode !== 0) errors.push(`asked to end, the portal ended with ${String(exitCode)}`)
  await inspector.close()
  const mails = await readdir(world.mailDirectory).catch(() => [])
  const forms = debtors.flatMap((debtor) => debtor.forms)
  return { testimony: { forms, received: world.receiver.received, mails }, errors, kills, recoverySeconds }
}

/** Waits until nothing is left to be done, and says what is when that takes too long. Returns how long it took. */
async function waitForRest(inspector: Inspector): Promise<number> {
  const startedAt = performance.now()
  for (;;) {
    const left = await inspector.listUnfinished()
    const waitedMs = performance.now() - startedAt
    if (left.length === 0) return Math.round(waitedMs / 1000)
    if (waitedMs > LONGEST_RECOVERY_MS) throw new Error(`Not recovered after ${waitedMs} ms:\n${left.join('\n')}`)
    await sleep(250)
  }
}
