/** Chooses a moment and a victim, and kills: around a commit, around a call of a provider, or at any time at all. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { WatchedCall } from '../simulators/call-watch'
import type { Chance } from './chance'
import type { PortalRole } from './portal/portal-process'
import { HOSTS, type World } from './portal/world'

/**
 * `any_time`: whatever it was doing. `before_commit`: PostgreSQL never heard of it; `after_commit`: it is committed, and
 * the process never learned it. `before_call`: the provider never got the request; `during_call`: it is gone when the
 * provider does what it asked; `after_call`: it was done, and the answer found nobody.
 */
type Moment = 'any_time' | 'before_commit' | 'after_commit' | 'before_call' | 'during_call' | 'after_call' | 'postgres'

/** A trap that nothing walks into is given up after this long, and the kill comes all the same. */
const LONGEST_WAIT_MS = 2_500

/** A kill hits both processes at once in this share, and the next start too in that. */
const BOTH_SHARE = 0.12
const START_SHARE = 0.1

export interface Kills {
  count: number
  byMoment: Record<Moment, number>
  /** Traps that nothing walked into. */
  missed: number
  /** Of processes that were starting. */
  whileStarting: number
  /** PostgreSQL alone, while the portal lived on. */
  postgresAlone: number
}

export class Killer {
  readonly kills: Kills = {
    count: 0,
    byMoment: {
      any_time: 0,
      before_commit: 0,
      after_commit: 0,
      before_call: 0,
      during_call: 0,
      after_call: 0,
      postgres: 0,
    },
    missed: 0,
    whileStarting: 0,
    postgresAlone: 0,
  }

  constructor(
    private readonly world: World,
    private readonly chance: Chance,
    private readonly noteDatabase: (isThere: boolean) => void,
  ) {}

  async kill(): Promise<void> {
    const { chance, kills } = this
    const role = chance.happens(0.55) ? 'web' : 'worker'
    const moment = this.chooseMoment()
    kills.count += 1
    kills.byMoment[moment] += 1
    const roles: PortalRole[] = chance.happens(BOTH_SHARE) ? ['web', 'worker'] : [role]
    switch (moment) {
      case 'any_time':
        await sleep(chance.happens(0.75) ? chance.between(1, 300) : chance.between(300, 1_000))
        await this.endAll(roles)
        break
      case 'before_commit':
      case 'after_commit': {
        const giveUp = AbortSignal.timeout(LONGEST_WAIT_MS)
        const side = moment === 'before_commit' ? 'before' : 'after'
        if (!(await this.world.gates[role].holdCommit(chance.between(1, 25), side, giveUp))) kills.missed += 1
        await this.endAll(roles)
        break
      }
      case 'postgres':
        await sleep(chance.between(1, 300))
        await this.crashDatabase(roles)
        break
      default:
        await this.killAtCall(moment, role, roles)
    }
    await this.restart(roles)
  }

  private chooseMoment(): Moment {
    const drawn = this.chance.next()
    if (drawn < 0.06) return 'postgres'
    if (drawn < 0.28) return 'any_time'
    if (drawn < 0.46) return 'before_commit'
    if (drawn < 0.64) return 'after_commit'
    return this.chance.pick(['before_call', 'during_call', 'after_call', 'after_call'] as const)
  }

  /** Waits for a call of that process to come by, and kills it while the call is held. */
  private async killAtCall(moment: Moment, role: PortalRole, roles: readonly PortalRole[]): Promise<void> {
    const { world } = this
    let release: (goesOn: boolean) => void = () => undefined
    const held = new Promise<boolean>((resolve) => (release = resolve))
    let left = this.chance.between(1, 4)
    let onReached: () => void = () => undefined
    const reached = new Promise<void>((resolve) => (onReached = resolve))
    const isHit = ({ host }: WatchedCall) => host === HOSTS[role] && (left -= 1) === 0
    for (const provider of world.providers) {
      provider.watchCalls(
        moment === 'after_call'
          ? {
              async after(call) {
                if (!isHit(call)) return
                onReached()
                await held
              },
            }
          : {
              async before(call) {
                if (!isHit(call)) return true
                onReached()
                return held
              },
            },
      )
    }
    const isReached = await Promise.race([reached.then(() => true), sleep(LONGEST_WAIT_MS, false)])
    if (!isReached) this.kills.missed += 1
    await this.endAll(roles)
    for (const provider of world.providers) provider.watchCalls(null)
    release(moment !== 'before_call')
  }

  /** With the portal's processes, before them, or while they live on. */
  private async crashDatabase(roles: PortalRole[]): Promise<void> {
    const { world, chance } = this
    const isAlone = chance.happens(0.4)
    if (isAlone) {
      this.kills.postgresAlone += 1
      roles.length = 0
    } else if (chance.happens(0.5)) await this.endAll(roles)
    this.noteDatabase(false)
    await world.crashPostgres()
    if (!isAlone) await this.endAll(roles)
    await sleep(chance.between(0, 400))
    await world.startPostgres()
    this.noteDatabase(true)
  }

  private async endAll(roles: readonly PortalRole[]): Promise<void> {
    await Promise.all(roles.map((role) => this.world[role].kill()))
  }

  private async restart(roles: readonly PortalRole[]): Promise<void> {
    const { world, chance, kills } = this
    for (const role of roles) world[role].launch()
    if (roles.length > 0 && chance.happens(START_SHARE)) {
      await sleep(chance.between(5, 600))
      await this.endAll(roles)
      kills.whileStarting += 1
      for (const role of roles) world[role].launch()
    }
    await Promise.all(roles.map((role) => world[role].serve()))
  }
}
