/** Whether, and within which bounds, debtors may promise to pay by a day. */
import { findOutOfRange, type PolicyFault } from './policy-fault'

export interface PromisePolicy {
  readonly isOffered: boolean
  /** The day that is promised is at most so many days away. */
  readonly mostDays: number
  /** Of what is due of its invoices, the least that has to be promised, in basis points. */
  readonly leastShareBps: number
  /** Of a debtor in 365 days; those that the creditor canceled, or that lost their object, aside. */
  readonly promisesPerYear: number
  /** A debtor that broke so many in 365 days can make no further one. */
  readonly brokenPerYear: number
  /** Days after the promised one in which the money may still come: a bank takes its time. */
  readonly graceDays: number
  /** Whether its invoices are not chased until then. */
  readonly pausesChasing: boolean
}

/** Off until the creditor turns it on. */
export const DEFAULT_PROMISE_POLICY: PromisePolicy = {
  isOffered: false,
  mostDays: 14,
  leastShareBps: 10_000,
  promisesPerYear: 4,
  brokenPerYear: 2,
  graceDays: 2,
  pausesChasing: true,
}

export const MOST_PROMISE_DAYS = 90
export const MOST_PROMISES = 24
export const MOST_PROMISE_GRACE_DAYS = 14

/**
 * What is left of the bounds where one of the creditor's own people goes beyond them: no promise is for longer than any
 * policy may say.
 */
export function liftPromiseBounds(policy: PromisePolicy): PromisePolicy {
  return {
    ...policy,
    isOffered: true,
    mostDays: MOST_PROMISE_DAYS,
    leastShareBps: 0,
    promisesPerYear: Number.POSITIVE_INFINITY,
    brokenPerYear: Number.POSITIVE_INFINITY,
  }
}

/**
 * What is wrong with which promises debtors may make, each at its JSON pointer into the policy; empty where nothing is.
 */
export function findPromisePolicyFaults(policy: PromisePolicy): PolicyFault[] {
  return [
    ...findOutOfRange('/mostDays', policy.mostDays, 1, MOST_PROMISE_DAYS),
    ...findOutOfRange('/leastShareBps', policy.leastShareBps, 1, 10_000),
    ...findOutOfRange('/promisesPerYear', policy.promisesPerYear, 1, MOST_PROMISES),
    ...findOutOfRange('/brokenPerYear', policy.brokenPerYear, 1, MOST_PROMISES),
    ...findOutOfRange('/graceDays', policy.graceDays, 0, MOST_PROMISE_GRACE_DAYS),
  ]
}
