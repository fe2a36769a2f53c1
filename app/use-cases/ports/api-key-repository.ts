import type { CreditorId } from '~/domain/ids'

export interface ApiKey {
  id: string
  creditorId: CreditorId
  label: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export interface ApiKeyRepository {
  insert(key: ApiKey, keySha256: Uint8Array): Promise<void>
  /** The key with that hash, unless revoked; notes its use, to the minute. */
  use(keySha256: Uint8Array, now: Date): Promise<ApiKey | null>
  /** Those that are valid first, then those that were revoked; the newest of each first. */
  list(creditorId: CreditorId): Promise<ApiKey[]>
  /** False when the creditor has no such key that is valid. */
  revoke(creditorId: CreditorId, id: string, at: Date): Promise<boolean>
}
