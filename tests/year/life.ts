/** A debtor of a simulated year: who it is to the portal, how it is, and what it means to do. */
import type { AccessLink } from '~/domain/access-link'
import type { Creditor } from '~/domain/creditor'
import type { Debtor } from '~/domain/debtor'
import type { Payer } from '~/domain/payment-order'
import type { Chance } from '../faults/chance'
import type { Happenings } from './happenings'
import type { YearPortal } from './portal'

export interface Life {
  readonly creditor: Creditor
  readonly debtor: Debtor
  readonly link: AccessLink
  readonly payer: Payer
  readonly chance: Chance
  /** Of its browser, in which codes count. */
  readonly sessionId: string
  /** Of what it means to do, how much it does; in [0, 1]. */
  readonly diligence: number
  /** The day of the simulation from which on it wants a plan; null once it asked for one. */
  planDay: number | null
  /** What is done on later days of the simulation, by anybody, about this account. */
  readonly agenda: { readonly day: number; readonly act: () => Promise<void> }[]
}

export interface Year {
  readonly portal: YearPortal
  readonly happenings: Happenings
  readonly lives: readonly Life[]
  /** From 0. */
  day: number
}

export function intend(year: Year, life: Life, days: number, act: () => Promise<void>): void {
  life.agenda.push({ day: year.day + days, act })
}

/** Does what is due by today; what that adds for today too. */
export async function followAgenda(year: Year, life: Life): Promise<void> {
  for (;;) {
    const index = life.agenda.findIndex(({ day }) => day <= year.day)
    const [due] = index < 0 ? [] : life.agenda.splice(index, 1)
    if (!due) return
    await due.act()
  }
}

export function accountOf({ creditor, debtor }: Life) {
  return { creditorId: creditor.id, debtorId: debtor.id }
}

/** What is refused is part of a year; what and why is counted. */
export function noteRefusal(year: Year, what: string, failure: unknown): void {
  const kinds = [failure].flat().map((one) => (isKind(one) ? one.kind : String(one)))
  year.happenings.note(`refused: ${what}, ${[...new Set(kinds)].join(' and ')}`)
}

function isKind(value: unknown): value is { kind: string } {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string'
}
