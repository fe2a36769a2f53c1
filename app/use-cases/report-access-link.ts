import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/**
 * Tells the creditor of a link to the account that nobody there knows. It stays as it is until the creditor decides: one
 * visitor cannot lock another out. False when the visitor's link does not let it see that one.
 */
export async function reportAccessLink(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: {
    creditorId: CreditorId
    debtorId: DebtorId
    linkId: AccessLinkId
    target: AccessLinkId
    clientHint: string | null
  },
): Promise<boolean> {
  const { creditorId, debtorId, linkId, clientHint } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const { access } = transaction
    const at = clock.now()
    const own = await access.findLinkById(creditorId, linkId)
    const link = await access.findLinkById(creditorId, input.target)
    if (!own || link?.debtorId !== debtorId || link.id === own.id) return false
    if (own.delegation !== null && !link.delegation?.ancestorIds.includes(own.id)) return false
    const creditor = await transaction.creditors.findById(creditorId)
    if (!creditor) throw new Error(`no creditor ${creditorId}`)
    await access.appendLog({
      id: ids.uuid(),
      ...{ creditorId, debtorId, linkId, at, clientHint },
      action: 'reported',
      subject: link.recipientName,
    })
    await transaction.outcomeLog.append({
      ...{ creditorId, debtorId },
      type: 'link.reported',
      occurredAt: at,
      data: {
        link: {
          id: link.id,
          scope: link.scope,
          ...(link.recipientName === null ? {} : { recipientName: link.recipientName }),
          ...(own.recipientName === null ? {} : { reportedBy: own.recipientName }),
        },
      },
    })
    await transaction.jobs.enqueue('send-mail', {
      kind: 'link-reported',
      ...{ creditorId, debtorId },
      linkId: link.id,
      reportedBy: own.recipientName ?? own.recipientEmail ?? '',
      to: creditor.supportEmail,
      locale: creditor.defaultLocale,
    })
    return true
  })
}
