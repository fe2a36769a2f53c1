import type { CreditorId } from '~/domain/ids'
import { hashSecret } from './hash-secret'
import type { ApiKey } from './ports/api-key-repository'
import type { Clock } from './ports/clock'
import type { IdSource } from './ports/ids'
import type { UnitOfWork } from './ports/unit-of-work'

/** Issues a key of the API. The key itself is in the answer and nowhere else. */
export async function issueApiKey(
  { unitOfWork, clock, ids }: { unitOfWork: UnitOfWork; clock: Clock; ids: IdSource },
  { creditorId, label }: { creditorId: CreditorId; label: string },
): Promise<{ apiKey: ApiKey; key: string }> {
  const key = `qk_${ids.secret()}`
  const apiKey: ApiKey = {
    id: ids.uuid(),
    creditorId,
    label,
    createdAt: clock.now(),
    lastUsedAt: null,
    revokedAt: null,
  }
  await unitOfWork.run({ kind: 'creditor', creditorId }, ({ apiKeys }) => apiKeys.insert(apiKey, hashSecret(key)))
  return { apiKey, key }
}
