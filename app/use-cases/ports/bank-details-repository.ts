import type { BankDetailsVersion } from '~/domain/bank-details'
import type { CreditorId } from '~/domain/ids'

/** The history of creditors' bank accounts. Versions are added, never changed. */
export interface BankDetailsRepository {
  /** The oldest first; empty where none was ever recorded. */
  list(creditorId: CreditorId): Promise<BankDetailsVersion[]>
  append(creditorId: CreditorId, version: BankDetailsVersion): Promise<void>
}
