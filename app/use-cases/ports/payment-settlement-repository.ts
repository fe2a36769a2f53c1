import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { Money } from '~/domain/money'

/** What a provider keeps of a payment and pays out: apart from what the debtor paid. All three in one currency. */
export interface PaymentSettlement {
  creditorId: CreditorId
  debtorId: DebtorId
  paymentId: PaymentId
  gross: Money
  fee: Money
  net: Money
  /** The provider's, from the payment's currency to the settlement's; null where both are one. */
  exchangeRate: string | null
  learnedAt: Date
}

export interface PaymentSettlementRepository {
  findByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<PaymentSettlement | null>
  /** Of those that are known, by payment. */
  listByPayments(
    creditorId: CreditorId,
    paymentIds: readonly PaymentId[],
  ): Promise<ReadonlyMap<PaymentId, PaymentSettlement>>
  /** Adds those of payments of which nothing was known. */
  insertMany(settlements: readonly PaymentSettlement[]): Promise<void>
  /** Adds it, or takes the place of what was known. */
  save(settlement: PaymentSettlement): Promise<void>
}
