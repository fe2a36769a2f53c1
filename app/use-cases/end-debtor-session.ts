import type { DebtorVisitRecord } from './ports/access-repository'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** Ends a session before its time; the link stays usable. */
export async function endDebtorSession(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { visit: DebtorVisitRecord; sessionToken: string; clientHint: string | null },
): Promise<void> {
  const creditorId = input.visit.creditor.id
  const debtorId = input.visit.debtor.id
  const at = clock.now()
  await unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ access }) => {
    await access.endSession(hashSecret(input.sessionToken), at)
    await access.appendLog({
      id: ids.uuid(),
      creditorId,
      debtorId,
      linkId: input.visit.linkId,
      action: 'signed_out',
      at,
      clientHint: input.clientHint,
    })
  })
}
