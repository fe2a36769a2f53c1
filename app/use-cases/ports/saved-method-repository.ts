import type { InvalidReason } from '~/domain/final-refusal'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { MethodConsent, SavedMethod } from '~/domain/saved-method'

/** A debtor's account with a provider, to which kept methods belong. */
export interface GatewayCustomer {
  creditorId: CreditorId
  debtorId: DebtorId
  gateway: string
  customerReference: string
  createdAt: Date
}

/** Methods kept at providers, the consent to it, and the debtor's accounts there. */
export interface SavedMethodRepository {
  /** Those that have not ended, newest first. */
  listActive(creditorId: CreditorId, debtorId: DebtorId): Promise<SavedMethod[]>
  findById(creditorId: CreditorId, id: string): Promise<SavedMethod | null>
  /** By the provider's id of it, whoever's it is; for an event that names no tenant, in system scope. */
  findByReference(gateway: string, methodReference: string): Promise<SavedMethod | null>
  /** False when that method is known already. */
  insert(method: SavedMethod): Promise<boolean>
  /** Those that are active or invalid, newest first: what their owner can still remove. */
  listShown(creditorId: CreditorId, debtorId: DebtorId): Promise<SavedMethod[]>
  /** Ends a method, valid or not; false when it was removed before. */
  remove(creditorId: CreditorId, id: string, at: Date): Promise<boolean>
  /** Has an active method not be charged again; false when it was not active. */
  invalidate(creditorId: CreditorId, id: string, because: InvalidReason, at: Date): Promise<boolean>
  insertConsent(
    payment: { creditorId: CreditorId; debtorId: DebtorId; id: PaymentId },
    consent: MethodConsent,
  ): Promise<void>
  findConsent(creditorId: CreditorId, paymentId: PaymentId): Promise<MethodConsent | null>
  findCustomer(creditorId: CreditorId, debtorId: DebtorId, gateway: string): Promise<GatewayCustomer | null>
  /** Keeps the first there is. */
  insertCustomer(customer: GatewayCustomer): Promise<void>
}
