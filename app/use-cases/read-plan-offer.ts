import type { CreditorId, DebtorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'
import type { PlanGround } from '~/domain/plan-ground'
import { readPlanGround } from './read-plan-ground'

/** What a debtor may plan now. Only reads. */
export async function readPlanOffer(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
): Promise<PlanGround> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    return readPlanGround(transaction, creditor, { debtorId, at: clock.now() })
  })
}
