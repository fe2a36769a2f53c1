import type { Creditor } from '~/domain/creditor'
import { hashSecret } from './hash-secret'
import type { ApiKey } from './ports/api-key-repository'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

const API_KEY = /^qk_[A-Za-z0-9_-]{43}$/

/** Whose key it is; null for what is no key, or none of ours, or one that was revoked. */
export async function authenticateApiKey(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  key: string,
): Promise<{ apiKey: ApiKey; creditor: Creditor } | null> {
  if (!API_KEY.test(key)) return null
  return unitOfWork.run({ kind: 'system' }, async ({ apiKeys, creditors }) => {
    const apiKey = await apiKeys.use(hashSecret(key), clock.now())
    const creditor = apiKey && (await creditors.findById(apiKey.creditorId))
    return apiKey && creditor ? { apiKey, creditor } : null
  })
}
