import type { AccessLinkId, CreditorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** Takes a link back and ends its sessions at once. Revoking it again changes nothing. False when there is none. */
export async function revokeAccessLink(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { creditorId: CreditorId; linkId: AccessLinkId; by: string },
): Promise<boolean> {
  const now = clock.now()
  return unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, async ({ access }) => {
    const link = await access.findLinkById(input.creditorId, input.linkId)
    if (!link) return false
    if (link.revokedAt !== null) return true
    await access.revokeLink(input.creditorId, link.id, now, input.by)
    await access.appendLog({
      id: ids.uuid(),
      creditorId: link.creditorId,
      debtorId: link.debtorId,
      linkId: link.id,
      action: 'revoked',
      at: now,
      clientHint: null,
    })
    return true
  })
}
