import type { AccessLink } from '~/domain/access-link'
import type { AccessRight } from '~/domain/access-scope'
import type { AccessLinkId, CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import { hashSecret } from './hash-secret'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

export interface IssueAccessLinkInput {
  creditorId: CreditorId
  debtorExternalId: string
  scope: AccessRight[]
  /** Null takes the creditor's usual lifetime. */
  lifetimeHours: number | null
  /** BCP 47 tag; null takes the debtor's. */
  locale: string | null
  recipient: { name: string | null; email: string | null } | null
  issuedBy: AccessLink['issuedBy']
}

export interface IssuedAccessLink {
  link: AccessLink
  /** The one time the address with its secret exists outside its holder's hands. */
  url: string
}

interface Dependencies {
  unitOfWork: UnitOfWork
  clock: Clock
  ids: IdSource
  publicOrigin: string
}

/** Issues a link for a debtor. It does not end earlier ones. Without a recipient it names the debtor's first contact. */
export async function issueAccessLink(
  { unitOfWork, clock, ids, publicOrigin }: Dependencies,
  input: IssueAccessLinkInput,
): Promise<Result<IssuedAccessLink, 'unknown_debtor'>> {
  const token = ids.secret()
  return unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, async (transaction) => {
    const creditor = await transaction.creditors.findById(input.creditorId)
    const debtor = await transaction.debtors.findByExternalId(input.creditorId, input.debtorExternalId)
    if (!creditor || !debtor) return fail('unknown_debtor')
    const [contact] = await transaction.debtors.listContacts(creditor.id, debtor.id)
    const createdAt = clock.now()
    const lifetimeHours = input.lifetimeHours ?? creditor.linkLifetimeDays * 24
    const link: AccessLink = {
      id: ids.uuid() as AccessLinkId,
      creditorId: creditor.id,
      debtorId: debtor.id,
      scope: input.scope,
      recipientName: input.recipient ? input.recipient.name : (contact?.name ?? null),
      recipientEmail: input.recipient ? input.recipient.email : (contact?.email ?? null),
      locale: input.locale ?? contact?.locale ?? debtor.locale,
      createdAt,
      expiresAt: new Date(createdAt.getTime() + lifetimeHours * 3_600_000),
      revokedAt: null,
      issuedBy: input.issuedBy,
      delegation: null,
    }
    await transaction.access.insertLink(link, hashSecret(token))
    return succeed({ link, url: `${publicOrigin}/l/${token}` })
  })
}
