/** How a creditor deals with disputes: within how many days each side should answer. */
import { findOutOfRange, type PolicyFault } from './policy-fault'

export interface DisputePolicy {
  /** Days for the creditor to ask or decide, counted from the debtor's last word. */
  readonly creditorDays: number
  /** Days for the debtor to answer what the creditor asked. */
  readonly debtorDays: number
}

export const DEFAULT_DISPUTE_POLICY: DisputePolicy = { creditorDays: 10, debtorDays: 14 }

/** Of either side. */
export const MOST_ANSWER_DAYS = 90

/**
 * What is wrong with the days that each side has to answer a dispute, each at its JSON pointer into the policy; empty
 * where nothing is.
 */
export function findDisputePolicyFaults({ creditorDays, debtorDays }: DisputePolicy): PolicyFault[] {
  return [
    ...findOutOfRange('/creditorDays', creditorDays, 1, MOST_ANSWER_DAYS),
    ...findOutOfRange('/debtorDays', debtorDays, 1, MOST_ANSWER_DAYS),
  ]
}
