/** What a creditor permits those who write to it, and how long a new bank account waits. */
import { findOutOfRange, type PolicyFault } from './policy-fault'

/** Whether reminders can be asked to stand still: at once inside the bounds, after the creditor's own decision, or not. */
export const PAUSE_MODES = ['at_once', 'by_creditor', 'off'] as const
export type PauseMode = (typeof PAUSE_MODES)[number]

export function isPauseMode(text: string): text is PauseMode {
  return PAUSE_MODES.some((mode) => mode === text)
}

export interface ContactPolicy {
  readonly pauses: PauseMode
  /** A longer pause is for the creditor to decide. */
  readonly mostPauseDays: number
  /** Of the pauses of a debtor that began in the last 365 days; what goes beyond is for the creditor to decide. */
  readonly pausesPerYear: number
  /** Days that transfers are still asked to the old account when another takes its place. */
  readonly accountCoolingDays: number
}

export const DEFAULT_CONTACT_POLICY: ContactPolicy = {
  pauses: 'at_once',
  mostPauseDays: 14,
  pausesPerYear: 2,
  accountCoolingDays: 7,
}

export const MOST_PAUSE_DAYS = 180
export const MOST_PAUSES = 12
export const MOST_COOLING_DAYS = 60

/**
 * What is wrong with the bounds of pauses and of new bank accounts, each at its JSON pointer into the policy; empty
 * where nothing is.
 */
export function findContactPolicyFaults(policy: ContactPolicy): PolicyFault[] {
  return [
    ...findOutOfRange('/mostPauseDays', policy.mostPauseDays, 1, MOST_PAUSE_DAYS),
    ...findOutOfRange('/pausesPerYear', policy.pausesPerYear, 0, MOST_PAUSES),
    ...findOutOfRange('/accountCoolingDays', policy.accountCoolingDays, 0, MOST_COOLING_DAYS),
  ]
}
