/** Whether, and within which bounds, debtors may offer a reduced sum in full and final settlement. */
import { findOutOfRange, type PolicyFault } from './policy-fault'

/** Whether an offer inside the bounds is accepted at once, or the creditor answers each. */
export const OFFER_APPROVALS = ['at_once', 'by_creditor'] as const
export type OfferApproval = (typeof OFFER_APPROVALS)[number]

export interface SettlementOfferPolicy {
  /** Debtors may make offers; the creditor itself always can. */
  readonly isOffered: boolean
  /** Every invoice of an offer is at least so many days past its due date. */
  readonly leastDaysLate: number
  /** Of what is owed, the least that can be offered at all, in basis points. */
  readonly lowestShareBps: number
  /** Of what is owed, from how much on the creditor accepts at once, in basis points. */
  readonly acceptedShareBps: number
  readonly approval: OfferApproval
  /** The sum is to be paid at most so many days away. */
  readonly mostDaysToPay: number
  /** Days for the other side to answer. */
  readonly answerDays: number
  /** Days after the last one in which a transfer that was ordered in time may come. */
  readonly graceDays: number
}

/** Off until the creditor turns it on. */
export const DEFAULT_SETTLEMENT_OFFER_POLICY: SettlementOfferPolicy = {
  isOffered: false,
  leastDaysLate: 90,
  lowestShareBps: 5_000,
  acceptedShareBps: 8_500,
  approval: 'by_creditor',
  mostDaysToPay: 14,
  answerDays: 14,
  graceDays: 3,
}

export const MOST_DAYS_LATE = 1_095
export const MOST_DAYS_TO_PAY = 90
export const MOST_OFFER_ANSWER_DAYS = 60
export const MOST_OFFER_GRACE_DAYS = 14

/**
 * What is wrong with which settlements may be offered, each at its JSON pointer into the policy; empty where nothing
 * is.
 */
export function findSettlementOfferPolicyFaults(policy: SettlementOfferPolicy): PolicyFault[] {
  return [
    ...findOutOfRange('/leastDaysLate', policy.leastDaysLate, 0, MOST_DAYS_LATE),
    ...findOutOfRange('/lowestShareBps', policy.lowestShareBps, 1, 9_999),
    ...findOutOfRange('/acceptedShareBps', policy.acceptedShareBps, 1, 9_999),
    ...(policy.acceptedShareBps < policy.lowestShareBps
      ? [{ pointer: '/acceptedShareBps', code: 'minimum_above_maximum' } as const]
      : []),
    ...findOutOfRange('/mostDaysToPay', policy.mostDaysToPay, 1, MOST_DAYS_TO_PAY),
    ...findOutOfRange('/answerDays', policy.answerDays, 1, MOST_OFFER_ANSWER_DAYS),
    ...findOutOfRange('/graceDays', policy.graceDays, 0, MOST_OFFER_GRACE_DAYS),
  ]
}
