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
}
