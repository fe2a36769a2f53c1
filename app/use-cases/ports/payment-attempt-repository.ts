import type { AttemptOutcome } from '~/domain/payment-attempt'
import type { CreditorId, DebtorId, PaymentId } from '~/domain/ids'
import type { CheckoutRequest, SavedMethodCharge } from './payment-gateway'
import type { PaymentAddress } from './payment-repository'

/** One request to a provider for a payment, written before it is sent. */
export type PaymentAttempt = {
  id: string
  creditorId: CreditorId
  debtorId: DebtorId
  paymentId: PaymentId
  gateway: string
  /** Null until there is an answer. */
  outcome: AttemptOutcome | null
  gatewayReference: string | null
  /** The provider's own words. */
  detail: string | null
  askedAt: Date
  answeredAt: Date | null
} & ({ kind: 'checkout'; request: CheckoutRequest } | { kind: 'charge'; request: SavedMethodCharge })

export interface AttemptAnswer {
  outcome: AttemptOutcome
  gatewayReference?: string
  detail?: string
  at: Date
}

export interface PaymentAttemptRepository {
  insert(attempt: PaymentAttempt): Promise<void>
  /** Oldest first. */
  listByPayment(creditorId: CreditorId, paymentId: PaymentId): Promise<PaymentAttempt[]>
  /** In system scope: the payment of an attempt whose answer named one of these. */
  locate(gateway: string, references: readonly string[]): Promise<PaymentAddress | null>
  answer(creditorId: CreditorId, id: string, answer: AttemptAnswer): Promise<void>
}
