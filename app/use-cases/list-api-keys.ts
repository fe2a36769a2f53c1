import type { CreditorId } from '~/domain/ids'
import type { ApiKey } from './ports/api-key-repository'
import type { UnitOfWork } from './ports/unit-of-work'

/** The creditor's keys of the API: those that are valid first, then those that were revoked; the newest of each first. */
export function listApiKeys(
  { unitOfWork }: { unitOfWork: UnitOfWork },
  { creditorId }: { creditorId: CreditorId },
): Promise<ApiKey[]> {
  return unitOfWork.run({ kind: 'creditor', creditorId }, ({ apiKeys }) => apiKeys.list(creditorId))
}
