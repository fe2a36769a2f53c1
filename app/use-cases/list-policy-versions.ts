import type { PolicyKind, PolicyVersion } from '~/domain/creditor-policy'
import type { CreditorId } from '~/domain/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

const MOST_VERSIONS_SHOWN = 50

/** Who made a version; the name is null where there is no such user or key any more. */
export interface PolicyAuthor {
  kind: 'user' | 'key' | 'system'
  name: string | null
}

/** The versions of a policy, newest first, with who made each. */
export async function listPolicyVersions<Kind extends PolicyKind>(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId, kind }: { creditorId: CreditorId; kind: Kind },
): Promise<(PolicyVersion<Kind> & { author: PolicyAuthor })[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, async (transaction) => {
    const versions = await transaction.policies.listVersions(creditorId, kind, MOST_VERSIONS_SHOWN)
    const names = versions.length === 0 ? new Map<string, string>() : await listAuthorNames(transaction, creditorId)
    return versions.map((version) => ({ ...version, author: describeAuthor(version.createdBy, names) }))
  })
}

/** By what `createdBy` says: 'user:<id>' or 'key:<id>'. */
export async function listAuthorNames(
  { consoleUsers, apiKeys }: Transaction,
  creditorId: CreditorId,
): Promise<Map<string, string>> {
  const users = await consoleUsers.listByCreditor(creditorId)
  const keys = await apiKeys.list(creditorId)
  return new Map([
    ...users.map(({ user }) => [`user:${user.id}`, user.name] as const),
    ...keys.map(({ id, label }) => [`key:${id}`, label] as const),
  ])
}

/** Whoever changed a policy, by the names of `listAuthorNames`; `system` for what is neither user nor key. */
export function describeAuthor(createdBy: string, names: ReadonlyMap<string, string>): PolicyAuthor {
  const name = names.get(createdBy) ?? null
  if (createdBy.startsWith('user:')) return { kind: 'user', name }
  return createdBy.startsWith('key:') ? { kind: 'key', name } : { kind: 'system', name: null }
}
