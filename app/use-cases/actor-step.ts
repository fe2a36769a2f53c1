/** What a step takes of whoever acts: the rows to work with, and a line in the account's log. */
import type { Actor, CreditorActor, DebtorActor } from '~/domain/actor'
import type { CreditorId, DebtorId } from '~/domain/ids'
import type { AccessAction } from './ports/access-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { DataScope, Transaction } from './ports/unit-of-work'
import { logAccessStep } from './record-access-step'

/** The rows that are an actor's to work with. */
export function scopeToActor(actor: Actor): DataScope {
  const { creditorId } = actor
  return actor.side === 'debtor'
    ? { kind: 'debtor', creditorId, debtorId: actor.debtorId }
    : { kind: 'creditor', creditorId }
}

/** What a step is about: a dispute, a plan, a promise, an offer. */
interface Matter {
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly reference: string
}

/** Writes a debtor's step into the account's log, in the transaction that takes it; the creditor's are not kept there. */
export async function logActorStep(
  services: { clock: Clock; ids: IdSource },
  transaction: Transaction,
  actor: Pick<DebtorActor, 'side' | 'linkId'> | Pick<CreditorActor, 'side'>,
  action: AccessAction,
  { creditorId, debtorId, reference }: Matter,
): Promise<void> {
  if (actor.side === 'creditor') return
  const { linkId } = actor
  await logAccessStep(services, transaction, { creditorId, debtorId, linkId, action, subject: reference })
}
