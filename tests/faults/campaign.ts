/** The course of the fault test: people go on with their doings while the portal dies around them; then it recovers. */
import { readdir } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Portal } from './actors/browser'
import { CreditorAtApi } from './actors/creditor'
import { DebtorAtBrowser } from './actors/debtor'
import type { Chance } from './chance'
import { Inspector } from './inspector'
import { Killer, type Kills } from './killer'
import type { World } from './portal/world'
import { mergeBooks } from './providers/provider'
import { COLLECTION_KEY } from './rules/agreement-books'
import { readBooks, type Books, type Testimony } from './rules/books'
import { verifyMoneyAlone, type Fault } from './rules/verify-books'

/** For agreements a day is no longer than this; each has time to be paid, to be late and to be over. */
const DAYS_PASS_MS = { least: 1_500, most: 4_000 }
const CHARGE_FAILS_SHARE = 0.3
const DAY_AND_MORE_HOURS = 26
const LAST_DAYS = [6, 6, 6, 12, 12, 1]

/** Longer than a dead process's jobs and deliveries stay taken, and then some retries. */
const LONGEST_RECOVERY_MS = 240_000

const LAST_ROUNDS = 2
const CONNECTIONS = 8

export interface CampaignReport {
  testimony: Testimony
  /** Answers nobody should get, given while the database was there; processes that ended by themselves. */
  errors: string[]
  /** What was wrong with the money when webhooks that were lost had been made up for by asking alone. */
  faultsBeforeRedelivery: Fault[]
  kills: Kills
  seconds: number
  recoverySeconds: number
}

/** `noteProgress` is told after each kill how many there were. */
export async function runCampaign(
  world: World,
  chance: Chance,
  count: number,
  noteProgress: (kills: number) => void = () => undefined,
): Promise<CampaignReport> {
  const startedAt = performance.now()
  const errors: string[] = []
  const watch = new DatabaseWatch()
  let reportAnswer = (): void => undefined
  const portal: Portal = {
    origin: world.origin,
    wasDatabaseAwaySince: (moment) => watch.wasAwaySince(moment),
    reportAnswer: () => reportAnswer(),
    reportError: (text) => void errors.push(text),
  }
  const { providers, mailDirectory, population } = world
  const debtors = population.debtors.map(
    (account, index) => new DebtorAtBrowser({ portal, providers, mailDirectory }, account, chance.fork(), index),
  )
  const creditors = population.creditors.map((account) => new CreditorAtApi(portal, account, chance.fork()))
  const banks = providers.map((provider) => ({ provider, chance: chance.fork() }))
  for (const { provider, chance: own } of banks) provider.misbehave(own.between(1, 2 ** 30))

  world.web.launch()
  world.worker.launch()
  await Promise.all([world.web.serve(), world.worker.serve()])

  let isOver = false
  const goOn = async (act: () => Promise<void>) => {
    while (!isOver) await act()
  }
  const doings = [
    ...debtors.map((debtor) => goOn(() => debtor.act())),
    ...creditors.map((creditor) => goOn(() => creditor.act())),
    ...banks.map(({ provider, chance: own }) =>
      goOn(async () => {
        provider.actAsBank(own)
        if (own.happens(0.03)) await provider.refundByHand(own)
        await sleep(own.between(50, 300))
      }),
    ),
  ]
  const calendar = new Inspector(world)
  const days = chance.fork()
  const passing = goOn(async () => {
    await sleep(days.between(DAYS_PASS_MS.least, DAYS_PASS_MS.most))
    if (days.happens(CHARGE_FAILS_SHARE)) days.pick(providers).prepareCharge(days)
    const since = performance.now()
    await calendar.passDays(days.between(1, 3)).catch((error: unknown) => {
      if (!watch.wasAwaySince(since)) throw error
    })
  })
  doings.push(passing)
  // An actor that fails is a bug of the test, which is not to be waited for.
  const failure = Promise.all(doings)
  const killer = new Killer(world, chance.fork(), (isThere) => watch.note(isThere))
  const killing = (async () => {
    while (killer.kills.count < count) {
      const answered = new Promise<void>((resolve) => (reportAnswer = resolve))
      // What has just started spends its first moments on loading: by then nothing is under way yet.
      await Promise.race([answered, sleep(3_000)])
      await killer.kill()
      noteProgress(killer.kills.count)
    }
  })()
  await Promise.race([killing, failure])
  isOver = true
  await Promise.all([killing, failure])
  await calendar.close()

  const recovery = new Recovery(world, { debtors, creditors, banks })
  const { faults, reconciliations, seconds } = await recovery.run()
  for (const role of ['worker', 'web'] as const) {
    const exitCode = await world[role].stop()
    if (exitCode !== 0) errors.push(`asked to end, ${role} ended with ${String(exitCode)}`)
    const { unexpectedEnds } = world[role]
    if (unexpectedEnds.length > 0) errors.push(`${role} ended by itself: ${unexpectedEnds.join(', ')}`)
  }
  return {
    testimony: await recovery.testify(reconciliations),
    errors,
    faultsBeforeRedelivery: faults,
    kills: killer.kills,
    seconds: Math.round((performance.now() - startedAt) / 1000),
    recoverySeconds: seconds,
  }
}

/** When PostgreSQL was away, and a little longer: connections break one after the other. */
class DatabaseWatch {
  private isThere = true
  private backAt = -Infinity

  note(isThere: boolean): void {
    this.isThere = isThere
    if (isThere) this.backAt = performance.now() + 1_000
  }

  wasAwaySince(moment: number): boolean {
    return !this.isThere || this.backAt >= moment
  }
}

interface Actors {
  debtors: readonly DebtorAtBrowser[]
  creditors: readonly CreditorAtApi[]
  banks: readonly { provider: World['providers'][number]; chance: Chance }[]
}

/** After all that the portal works on as if nothing had been, and whatever was left open comes to its end. */
class Recovery {
  private readonly inspector: Inspector

  constructor(
    private readonly world: World,
    private readonly actors: Actors,
  ) {
    this.inspector = new Inspector(world)
  }

  async run(): Promise<{ faults: Fault[]; reconciliations: Testimony['reconciliations']; seconds: number }> {
    const { actors, inspector } = this
    const startedAt = performance.now()
    for (const { provider } of actors.banks) provider.misbehave(null)
    for (let round = 0; round < LAST_ROUNDS; round += 1) {
      await Promise.all(actors.debtors.map((debtor) => debtor.act()))
    }
    await Promise.all(actors.debtors.map((debtor) => debtor.finish()))
    await this.waitForRest()
    await inspector.passDays(1)
    await Promise.all(actors.debtors.map((debtor) => debtor.finishAgreements()))
    await inspector.passTime()
    await Promise.all(actors.creditors.map((creditor) => creditor.finish()))
    await this.endAtBanks()
    for (const { provider } of actors.banks) await provider.deliverWhatReconciliationCannot()
    await this.waitForRest()
    // Whoever was waited for has had two hours by now.
    await inspector.runClockJob('expire-payments')
    await this.waitForRest()
    await this.reconcile()
    await this.endAtBanks()
    await inspector.passTime()
    await inspector.runClockJob('expire-payments')
    await this.waitForRest()
    await this.endAgreements()
    const early = await inspector.runInScratch(async (client) => readBooks(client, await this.testify([])))
    const faults = verifyMoneyAlone(early)
    for (const { provider, chance } of actors.banks) {
      await provider.deliverAgain({ copies: 2, seed: chance.between(1, 2 ** 30), connections: CONNECTIONS })
    }
    await this.waitForRest()
    const reconciliations = await this.reconcile()
    await this.waitForRest()
    await inspector.close()
    return { faults, reconciliations, seconds: Math.round((performance.now() - startedAt) / 1000) }
  }

  async testify(reconciliations: Testimony['reconciliations']): Promise<Testimony> {
    const { world, actors } = this
    return {
      forms: actors.debtors.flatMap(({ forms }) => forms),
      agreements: actors.debtors.flatMap(({ agreements }) => agreements.agreements),
      requests: actors.creditors.flatMap(({ requests }) => requests),
      received: world.receiver.received,
      mails: await readdir(world.mailDirectory).catch(() => []),
      providers: mergeBooks(world.providers),
      reconciliations,
    }
  }

  /** No debit and no refund is under way any more, whoever began it last. */
  private async endAtBanks(): Promise<void> {
    for (let round = 0; round < 2; round += 1) {
      for (const { provider, chance } of this.actors.banks) provider.finishAsBank(chance)
      await this.waitForRest()
    }
  }

  /** So many days pass that every promise and every settlement is decided, and plans are collected or given up. */
  private async endAgreements(): Promise<void> {
    const { inspector, actors } = this
    for (const days of LAST_DAYS) {
      for (const { provider, chance } of actors.banks)
        if (chance.happens(CHARGE_FAILS_SHARE)) provider.prepareCharge(chance)
      await inspector.passDays(days)
      await this.waitForRest()
      await this.endAtBanks()
      for (const { provider } of actors.banks) await provider.deliverWhatReconciliationCannot()
      await this.waitForRest()
      await inspector.passTime(DAY_AND_MORE_HOURS)
      await inspector.runClockJob('expire-payments')
      await this.waitForRest()
    }
  }

  private async reconcile(): Promise<Testimony['reconciliations']> {
    const { creditors } = this.actors
    // Whoever was killed left a comparison behind that its job takes up again.
    await this.waitForRest()
    for (const creditor of creditors) await creditor.startReconciliation()
    await this.waitForRest()
    const outcomes: Testimony['reconciliations'] = []
    for (const creditor of creditors) {
      const outcome = await creditor.readReconciliation()
      if (!outcome) throw new Error('a comparison did not come to its end')
      outcomes.push(outcome)
    }
    return outcomes
  }

  /** Waits until nothing is left to be done, and says what is when that takes too long. */
  private async waitForRest(): Promise<void> {
    const startedAt = performance.now()
    for (;;) {
      for (const { provider } of this.actors.banks) await provider.settleWebhooks()
      await this.inspector.hurry()
      const left = await this.inspector.listUnfinished()
      if (left.length === 0) return
      const waitedMs = performance.now() - startedAt
      if (waitedMs > LONGEST_RECOVERY_MS) {
        const logs = [...this.world.web.log, ...this.world.worker.log]
        throw new Error(`Not at rest after ${waitedMs} ms:\n${left.slice(0, 20).join('\n')}\n${logs.join('\n')}`)
      }
      await sleep(250)
    }
  }
}

export function describeRun({ kills, seconds, recoverySeconds }: CampaignReport, books: Books): string {
  const { payments, providers, outcomeEvents, received, reversals, forms, requests, inbox } = books
  const moments = Object.entries(kills.byMoment).map(([moment, count]) => `${moment.replaceAll('_', ' ')} ${count}`)
  const captured = providers.payments.filter(({ capturedMinor }) => capturedMinor > 0)
  const abroad = payments.filter(({ currency, settledCurrency }) => currency !== settledCurrency).length
  const saved = payments.filter(({ origin }) => origin === 'saved_method').length
  const byHand = providers.refunds.filter(({ isByHand }) => isByHand).length
  const lost = inbox.filter(({ eventId }) => eventId.startsWith('reconciled ')).length
  return [
    `${kills.count} kills (${moments.join(', ')}; ${kills.postgresAlone} of PostgreSQL alone; ${kills.missed} traps missed) and ${kills.whileStarting} while starting, in ${seconds} s`,
    `${forms.length} forms, ${requests.length} requests of creditors, ${payments.length} payments (${abroad} in another currency, ${saved} by a kept method)`,
    describeAgreements(books),
    `${captured.length} captured (${describeShare(captured)}), ${reversals.length} refunds, chargebacks and corrections, ${byHand} of them by hand at the provider`,
    `${providers.events.length} events of providers, ${lost} of them learned by asking; ${outcomeEvents.length} events reported, received ${received.length} times`,
    `at rest ${recoverySeconds} s after the last kill`,
  ].join('\n')
}

function describeAgreements({ promises, offers, plans, payments }: Books): string {
  const count = (rows: readonly { status: string }[], ...statuses: string[]) =>
    rows.filter(({ status }) => statuses.includes(status)).length
  const collected = payments.filter(({ idempotencyKey }) => idempotencyKey.startsWith(COLLECTION_KEY))
  return [
    `${promises.length} promises (${count(promises, 'kept')} kept, ${count(promises, 'broken')} broken)`,
    `${offers.length} settlements (${count(offers, 'fulfilled')} paid, ${count(offers, 'broken')} broken)`,
    `${plans.length} plans (${count(plans, 'completed')} completed, ${count(plans, 'defaulted')} defaulted)`,
    `${collected.length} collections of instalments, ${count(collected, 'failed', 'expired')} of them came to nothing`,
  ].join(', ')
}

function describeShare(captured: readonly { gateway: string }[]): string {
  const counts = new Map<string, number>()
  for (const { gateway } of captured) counts.set(gateway, (counts.get(gateway) ?? 0) + 1)
  return [...counts].map(([gateway, count]) => `${gateway} ${count}`).join(', ')
}
