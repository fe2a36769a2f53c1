/** Who takes a step on an account, and of which side. */
import { permits, type AccessRight } from './access-scope'
import type { AccessLinkId, CreditorId, DebtorId } from './ids'

/** Somebody with a link. */
export interface DebtorActor {
  readonly side: 'debtor'
  readonly creditorId: CreditorId
  readonly debtorId: DebtorId
  readonly linkId: AccessLinkId
  readonly scope: readonly AccessRight[]
  readonly name: string | null
}

/** Somebody of the creditor. */
export interface CreditorActor {
  readonly side: 'creditor'
  readonly creditorId: CreditorId
  /** 'user:<id>', 'key:<id>' or 'system' */
  readonly author: string
  readonly name: string | null
}

export type Actor = DebtorActor | CreditorActor

/** The name under which records keep whoever acts: 'link:<id>', or the creditor's 'user:<id>', 'key:<id>' or 'system'. */
export function nameAuthor(
  actor: Pick<DebtorActor, 'side' | 'linkId'> | Pick<CreditorActor, 'side' | 'author'>,
): string {
  return actor.side === 'debtor' ? `link:${actor.linkId}` : actor.author
}

/** Who begins something: a promise, an offer. */
export type Initiator =
  | (Pick<DebtorActor, 'side' | 'linkId' | 'scope' | 'name'> & {
      /** It sees a part of the account. */
      readonly isLimited: boolean
      readonly email: string | null
      readonly locale: string
    })
  | Pick<CreditorActor, 'side' | 'author' | 'name'>

/** A debtor's link has to give the right and to open the whole account; what the creditor's people may is their role's. */
export function mayInitiate(initiator: Initiator, right: AccessRight): boolean {
  return initiator.side === 'creditor' || (!initiator.isLimited && permits(initiator.scope, right))
}
