import type { Contact, Debtor } from '~/domain/debtor'
import type { CreditorId, DebtorId } from '~/domain/ids'

export interface DebtorRepository {
  findById(creditorId: CreditorId, id: DebtorId): Promise<Debtor | null>
  findByExternalId(creditorId: CreditorId, externalId: string): Promise<Debtor | null>
  /** Adds a debtor together with its page version. */
  insert(debtor: Debtor, contacts: readonly Contact[]): Promise<void>
  /** Adds a contact, or gives the one of that id these data; `isPrimary` takes the place of whichever was. */
  saveContact(creditorId: CreditorId, id: DebtorId, contact: Contact): Promise<void>
  removeContact(creditorId: CreditorId, id: DebtorId, contactId: string): Promise<void>
  listContacts(creditorId: CreditorId, id: DebtorId): Promise<Contact[]>
  /**
   * Says that something a page of these debtors shows has changed. Called by every use case that writes, in the same
   * transaction; pages kept by version are then stale.
   */
  raiseVersion(creditorId: CreditorId, ids: readonly DebtorId[]): Promise<void>
  /** The same for every debtor of the creditor: what all their pages show has changed. */
  raiseEveryVersion(creditorId: CreditorId): Promise<void>
}
