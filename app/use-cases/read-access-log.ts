import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { AccessLogEntry } from './ports/access-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

/** What a page about something else shows of the log; the page of access has all of it. */
const SHOWN_VISITS = 20

/** A visit or a change of a link, and whose link it was. */
export interface AccessLogLine extends Pick<AccessLogEntry, 'id' | 'action' | 'at' | 'clientHint'> {
  recipientName: string | null
  subject: string | null
}

/**
 * Who has been in the account, newest first: to the debtor the same as to the creditor. Whoever visits by a forwarded
 * link sees the visits by it and by those below it.
 */
export async function readAccessLog(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId, linkId }: { creditorId: CreditorId; debtorId: DebtorId; linkId: AccessLinkId },
): Promise<AccessLogLine[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    listAccessLog(transaction, creditorId, debtorId, { linkId }),
  )
}

/** The same inside a transaction that is open already, from `offset` on; without a link, all there is. */
export async function listAccessLog(
  { access }: Transaction,
  creditorId: CreditorId,
  debtorId: DebtorId,
  { linkId, offset = 0, limit = SHOWN_VISITS }: { linkId?: AccessLinkId; offset?: number; limit?: number } = {},
): Promise<AccessLogLine[]> {
  const own = linkId === undefined ? null : await access.findLinkById(creditorId, linkId)
  const below = own?.delegation ? own.id : undefined
  const entries = await access.listLog(creditorId, debtorId, { offset, limit, below })
  return entries.map(({ id, action, at, clientHint, recipientName, subject = null }) => {
    return { id, action, at, clientHint, subject, recipientName }
  })
}
