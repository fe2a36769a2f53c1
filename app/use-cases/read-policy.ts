import { DEFAULT_POLICIES, type PolicyBodies, type PolicyKind, type PolicyVersion } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'
import type { UnitOfWork } from './ports/unit-of-work'

export interface CurrentPolicy<Kind extends PolicyKind> {
  body: PolicyBodies[Kind]
  /** 0 while the default counts. */
  version: number
  changedAt: Date | null
  /** 'user:<id>' | 'key:<id>' | 'system'; null while the default counts. */
  changedBy: string | null
}

/** What a creditor permits now. Within a transaction call `policies.read` instead. */
export async function readPolicy<Kind extends PolicyKind>(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, kind }: { creditorId: CreditorId; kind: Kind },
): Promise<CurrentPolicy<Kind>> {
  const newest = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ policies }) =>
    policies.findNewest(creditorId, kind),
  )
  return toCurrentPolicy(kind, newest)
}

/** What a policy says: its newest version, or the standard one as version 0 where nobody has changed it. */
export function toCurrentPolicy<Kind extends PolicyKind>(
  kind: Kind,
  newest: PolicyVersion<Kind> | null,
): CurrentPolicy<Kind> {
  if (newest === null) return { body: DEFAULT_POLICIES[kind], version: 0, changedAt: null, changedBy: null }
  return {
    body: newest.body,
    version: newest.version,
    changedAt: newest.createdAt,
    changedBy: newest.createdBy,
  }
}
