import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Takes back a link that stands below the visitor's own, with all below it, and ends their sessions at once. False when
 * there is none such: no link above or beside the visitor's can be taken back by it.
 */
export async function revokeForwardedLink(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: {
    creditorId: CreditorId
    debtorId: DebtorId
    /** By which the visitor is here. */
    linkId: AccessLinkId
    target: AccessLinkId
    clientHint: string | null
  },
): Promise<boolean> {
  const { creditorId, debtorId, linkId } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async ({ access, outcomeLog }) => {
    const at = clock.now()
    const link = await access.findLinkById(creditorId, input.target)
    if (link?.debtorId !== debtorId || !link.delegation?.ancestorIds.includes(linkId)) return false
    if (link.revokedAt !== null) return true
    await access.revokeLink(creditorId, link.id, at, `link:${linkId}`)
    const { clientHint } = input
    await access.appendLog({
      id: ids.uuid(),
      ...{ creditorId, debtorId, linkId, at, clientHint },
      action: 'revoked',
      subject: link.recipientName,
    })
    await outcomeLog.append({
      ...{ creditorId, debtorId },
      type: 'link.revoked',
      occurredAt: at,
      data: {
        link: {
          id: link.id,
          scope: link.scope,
          ...(link.recipientName === null ? {} : { recipientName: link.recipientName }),
        },
      },
    })
    return true
  })
}
