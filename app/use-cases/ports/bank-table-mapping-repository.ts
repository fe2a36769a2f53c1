import type { BankTableMapping } from '~/domain/bank-table'
import type { CreditorId } from '~/domain/ids'

/** How a creditor reads the exports of one of its banks. */
export interface SavedBankMapping {
  /** Chosen by the creditor; unique within it. */
  name: string
  mapping: BankTableMapping
  savedAt: Date
  /** 'user:<id>' or 'key:<id>' */
  savedBy: string
}

export interface BankTableMappingRepository {
  /** Last saved first. */
  list(creditorId: CreditorId): Promise<SavedBankMapping[]>
  find(creditorId: CreditorId, name: string): Promise<SavedBankMapping | null>
  /** In the place of one with the same name. */
  save(creditorId: CreditorId, mapping: SavedBankMapping): Promise<void>
  /** False where there is none. */
  remove(creditorId: CreditorId, name: string): Promise<boolean>
}
