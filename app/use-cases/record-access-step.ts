import type { AccessLinkId, CreditorId, DebtorId } from '~/domain/ids'
import type { AccessAction } from './ports/access-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

export interface AccessStep {
  creditorId: CreditorId
  debtorId: DebtorId
  linkId: AccessLinkId
  action: AccessAction
  /** What it was about: a reference, the name of a file. */
  subject: string | null
  clientHint?: string | null
}

/** Writes a step that changes nothing into the account's log: what somebody took away. */
export async function recordAccessStep(
  services: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  step: AccessStep,
): Promise<void> {
  const { creditorId, debtorId } = step
  await services.unitOfWork.run({ kind: 'debtor', creditorId, debtorId }, (transaction) =>
    logAccessStep(services, transaction, step),
  )
}

/** The same of a step that changes something, in the transaction that does. */
export function logAccessStep(
  { clock, ids }: { clock: Clock; ids: IdSource },
  { access }: Transaction,
  { creditorId, debtorId, linkId, action, subject, clientHint = null }: AccessStep,
): Promise<void> {
  return access.appendLog({
    ...{ id: ids.uuid(), creditorId, debtorId, linkId, action, at: clock.now() },
    ...{ subject, clientHint },
  })
}
