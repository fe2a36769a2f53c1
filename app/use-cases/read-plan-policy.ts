import type { CreditorId } from '~/domain/ids'
import { DEFAULT_PLAN_POLICY, type PlanPolicy } from '~/domain/plan-policy'
import type { Transaction } from './ports/unit-of-work'

/** What a creditor permits of plans, and by which version; 0 while it has said nothing. */
export interface PlanPolicyInForce {
  policy: PlanPolicy
  version: number
}

/** The plan policy that counts at an instant, within a transaction. */
export async function readPlanPolicy(
  { planPolicies }: Pick<Transaction, 'planPolicies'>,
  creditorId: CreditorId,
  at: Date,
): Promise<PlanPolicyInForce> {
  const inForce = await planPolicies.findInForce(creditorId, at)
  return inForce === null
    ? { policy: DEFAULT_PLAN_POLICY, version: 0 }
    : { policy: inForce.body, version: inForce.version }
}
