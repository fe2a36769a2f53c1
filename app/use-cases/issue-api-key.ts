import type { CreditorId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { ApiKey } from './ports/api-key-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { Transaction, UnitOfWork } from './ports/unit-of-work'

/** Issues a key of the API. The key itself is in the answer and nowhere else. */
export function issueApiKey(
  { unitOfWork, ...sources }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  input: { creditorId: CreditorId; label: string },
): Promise<{ apiKey: ApiKey; key: string }> {
  return unitOfWork.run({ kind: 'creditor', creditorId: input.creditorId }, (transaction) =>
    addApiKey(transaction, sources, input),
  )
}

/** What a key is made of. */
export function createApiKey(ids: IdSource): string {
  return `qk_${ids.secret()}`
}

/** The same as a step of a transaction; `key` may have been made, and shown, before. */
export async function addApiKey(
  { apiKeys }: Transaction,
  { clock, ids }: { clock: Clock; ids: IdSource },
  { creditorId, label, key = createApiKey(ids) }: { creditorId: CreditorId; label: string; key?: string },
): Promise<{ apiKey: ApiKey; key: string }> {
  const apiKey: ApiKey = {
    id: ids.uuid(),
    creditorId,
    label,
    createdAt: clock.now(),
    lastUsedAt: null,
    revokedAt: null,
  }
  await apiKeys.insert(apiKey, hashSecret(key))
  return { apiKey, key }
}
