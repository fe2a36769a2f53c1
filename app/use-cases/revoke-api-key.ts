import type { CreditorId } from '~/domain/ids'
import { fail, succeed, type Result } from '~/domain/result'
import type { Clock } from './ports/clock'
import type { UnitOfWork } from './ports/unit-of-work'

/** Ends a key of the API: the next request with it is refused, in every process. */
export async function revokeApiKey(
  { unitOfWork, clock }: { unitOfWork: UnitOfWork; clock: Clock },
  { creditorId, apiKeyId }: { creditorId: CreditorId; apiKeyId: string },
): Promise<Result<null, 'unknown_key'>> {
  const isRevoked = await unitOfWork.run({ kind: 'creditor', creditorId }, ({ apiKeys }) =>
    apiKeys.revoke(creditorId, apiKeyId, clock.now()),
  )
  return isRevoked ? succeed(null) : fail('unknown_key')
}
