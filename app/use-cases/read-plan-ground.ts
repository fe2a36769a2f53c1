import { dayOfInstant } from '~/domain/calendar-day'
import type { Creditor } from '~/domain/creditor'
import type { DebtorId } from '~/domain/ids'
import { groupPlannable, type PlanGround } from '~/domain/plan-ground'
import type { Transaction } from './ports/unit-of-work'
import { readPlanPolicy } from './read-plan-policy'

/** What a debtor may plan at an instant, by the policy that counts then. */
export async function readPlanGround(
  transaction: Transaction,
  creditor: Creditor,
  { debtorId, at }: { debtorId: DebtorId; at: Date },
): Promise<PlanGround> {
  const debtor = await transaction.debtors.findById(creditor.id, debtorId)
  if (!debtor) throw new Error(`no debtor ${debtorId}`)
  const { policy, version } = await readPlanPolicy(transaction, creditor.id, at)
  const isOffered = policy.bands.length > 0
  const open = isOffered ? await transaction.invoices.listOpen(creditor.id, debtorId, 'invoice') : []
  return {
    debtor: debtor.externalId,
    startOn: dayOfInstant(at, creditor.timeZone),
    policy,
    policyVersion: version,
    currencies: groupPlannable(policy, debtor.externalId, open),
    extended: null,
  }
}
