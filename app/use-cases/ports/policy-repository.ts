import type { PolicyBodies, PolicyKind, PolicyVersion } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'

/** What creditors permit. Append-only: the database refuses changes to it. Debtors' transactions may read it. */
export interface PolicyRepository {
  /** What counts now: the newest version's body, or the default where there is none. */
  read<Kind extends PolicyKind>(creditorId: CreditorId, kind: Kind): Promise<PolicyBodies[Kind]>
  /** The newest version; null while the creditor has said nothing. */
  findNewest<Kind extends PolicyKind>(creditorId: CreditorId, kind: Kind): Promise<PolicyVersion<Kind> | null>
  /** Newest first. */
  listVersions<Kind extends PolicyKind>(
    creditorId: CreditorId,
    kind: Kind,
    limit: number,
  ): Promise<PolicyVersion<Kind>[]>
  /** False when there is a version of that number already: somebody else was first. */
  append<Kind extends PolicyKind>(version: PolicyVersion<Kind>): Promise<boolean>
}
