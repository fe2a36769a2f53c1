import type { Ledger, ModificationKind } from './ledger'
import type { Notice, TokenNotice } from './notice'

/** How the next charge of a stored payment method ends. */
export type ChargeOutcome =
  | 'Authorised'
  | 'Refused'
  /** Refused because the payer has to authenticate: a charge without the payer cannot. */
  | 'AuthenticationRequired'
  /** The payer is sent to a page to authenticate, and the result is fetched with /payments/details. */
  | 'RedirectShopper'
  /** A bank answers later: see `bank.authorise` and `bank.refuse`. */
  | 'Pending'

export interface Settings {
  /** What happens to money when it is authorised; a request may say otherwise. */
  capture: 'automatic' | 'manual'
  /** Whether a second capture may take what the first left. Adyen gives the rest back unless asked not to. */
  severalCaptures: boolean
  /** Whether an automatic capture is reported by a webhook. Adyen does not do so by default. */
  reportsAutomaticCapture: boolean
  /** How long the work of a request takes; two requests with one key meet only if it takes any time. */
  workMs: number
  /** Outcome of a charge when none was queued. */
  charge: ChargeOutcome
  /** Whether webhooks call themselves live; nothing else depends on it. */
  isLive: boolean
}

/** What the parts of the simulator share. */
export interface World {
  readonly merchantAccount: string
  readonly ledger: Ledger
  readonly settings: Settings
  readonly chargeOutcomes: ChargeOutcome[]
  /** How many of the next modifications of a kind are declined. */
  readonly declines: Map<ModificationKind, number>
  origin(): string
  now(): Date
  notify(notice: Notice): void
  notifyToken(notice: TokenNotice): void
}
