import type { CreditorId, DebtorId } from '~/domain/ids'
import type { AccessLogEntry } from './ports/access-repository'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

/** What the log shows at most; older visits stay in the database. */
export const SHOWN_VISITS = 20

/** A visit or a change of a link, and whose link it was. */
export interface AccessLogLine extends Pick<AccessLogEntry, 'id' | 'action' | 'at' | 'clientHint'> {
  recipientName: string | null
}

/** Who has been in the account, newest first: the same to the debtor and to the creditor. */
export async function readAccessLog(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, debtorId }: { creditorId: CreditorId; debtorId: DebtorId },
): Promise<AccessLogLine[]> {
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    listAccessLog(transaction, creditorId, debtorId),
  )
}

/** The same inside a transaction that is open already. */
export async function listAccessLog(
  { access }: Transaction,
  creditorId: CreditorId,
  debtorId: DebtorId,
): Promise<AccessLogLine[]> {
  const links = new Map((await access.listLinks(creditorId, debtorId)).map((link) => [link.id, link]))
  const entries = await access.listLog(creditorId, debtorId, SHOWN_VISITS)
  return entries.map(({ id, linkId, action, at, clientHint }) => ({
    id,
    action,
    at,
    clientHint,
    recipientName: links.get(linkId)?.recipientName ?? null,
  }))
}
