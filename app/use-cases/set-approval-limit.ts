import type { AccessRight } from '~/domain/access-scope'
import { permits } from '~/domain/access-scope'
import type { CurrencyCode } from '~/domain/currency'
import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { CodeFault } from '~/domain/one-time-code'
import { fail, succeed, type Result } from '~/domain/result'
import { checkOneTimeCode } from './check-one-time-code'
import type { Clock } from './ports/clock'
import type { CodeHasher } from './ports/code-hasher'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

export interface SetApprovalLimitInput {
  creditorId: CreditorId
  debtorId: DebtorId
  linkId: AccessLinkId
  scope: readonly AccessRight[]
  sessionId: string
  currency: CurrencyCode
  /** Positive; null ends the limit. */
  limitMinor: number | null
  /** As it was typed: the one-time code sent to the contact on file. */
  code: string
  clientHint: string | null
}

/**
 * Says from which sum on a payment needs a second person. It binds everybody in the account, so it takes the code that is
 * mailed to the contact on file; a link for a part of the account, or with a cap, cannot change it.
 */
export async function setApprovalLimit(
  {
    unitOfWork,
    clock,
    ids,
    codeHasher,
  }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource; codeHasher: CodeHasher },
  input: SetApprovalLimitInput,
): Promise<Result<null, 'not_allowed' | CodeFault>> {
  const { creditorId, debtorId, linkId, currency, limitMinor, clientHint } = input
  return unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, async (transaction) => {
    const link = await transaction.access.findLinkById(creditorId, linkId)
    if (!link || !permits(input.scope, 'pay')) return fail('not_allowed')
    const isWhole =
      link.delegation === null || (link.delegation.invoiceIds === null && link.delegation.caps.length === 0)
    if (!isWhole) return fail('not_allowed')
    const now = clock.now()
    const checked = await checkOneTimeCode(
      transaction,
      { codeHasher },
      { creditorId, sessionId: input.sessionId, purpose: 'approval_limit', code: input.code, now },
    )
    if (!checked.ok) return checked
    await transaction.approvals.insertLimit({
      id: ids.uuid(),
      ...{ creditorId, debtorId, linkId, currency, limitMinor, clientHint },
      setAt: now,
      setByName: link.recipientName,
      email: checked.value.sentTo,
      codeId: checked.value.codeId,
    })
    await transaction.access.appendLog({
      id: ids.uuid(),
      ...{ creditorId, debtorId, linkId, clientHint },
      action: 'limit_changed',
      at: now,
      subject: currency,
    })
    await transaction.outcomeLog.append({
      ...{ creditorId, debtorId },
      type: 'approval.limit_changed',
      occurredAt: now,
      data: {
        approval: {
          ...{ currency, limitMinor },
          ...(link.recipientName === null ? {} : { decidedBy: link.recipientName }),
        },
      },
    })
    await transaction.debtors.raiseVersion(creditorId, [debtorId])
    return succeed(null)
  })
}
