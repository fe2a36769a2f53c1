/**
 * A payment provider, whichever it is. Amounts are ISO minor units here; each gateway converts to the provider's own.
 */
import type { Money } from '~/domain/money'
import type { PaymentEventKind } from '~/domain/payment'
import type { Result } from '~/domain/result'

export type GatewayName = 'sandbox' | 'stripe' | 'adyen' | 'bank-transfer'

export interface CheckoutRequest {
  paymentId: string
  /** Sent to the provider with every repetition of this request. */
  idempotencyKey: string
  amount: Money
  /** What the payer reads on the provider's page, in `locale`. */
  description: string
  invoices: readonly { number: string; amountMinor: number }[]
  merchantName: string
  locale: string
  /** Where the provider sends the payer back, whatever happened. That page only reads. */
  returnUrl: string
  expiresAt: Date
  payerEmail?: string
}

export interface Checkout {
  /** The provider's id for it. */
  gatewayReference: string
  redirectUrl: string
  /** May be earlier than asked for. */
  expiresAt: Date
}

/** `unavailable`: try again or use another gateway; `rejected`: repeating it cannot help. */
export interface GatewayFailure {
  kind: 'unavailable' | 'rejected'
  /** For the log and the creditor; the payer reads a translated message. */
  detail: string
}

/** What a provider says happened to a payment, in our words. */
export type GatewayEventKind = PaymentEventKind

export interface GatewayEvent {
  gateway: GatewayName
  /** The provider's id of the event: the same event never counts twice. */
  eventId: string
  kind: GatewayEventKind
  gatewayReference: string
  /** Our own id of the payment, where the provider echoes it: finds a payment whose checkout is not yet on record. */
  paymentId?: string
  occurredAt: Date
  /** Of the payment; of the refund or chargeback where that is the event. */
  amount: Money
  method?: string
  failureCode?: string
}

export type SignatureFailure = { kind: 'bad_signature' | 'stale' | 'malformed'; detail: string }

export interface PaymentGateway {
  readonly name: GatewayName
  createCheckout(request: CheckoutRequest): Promise<Result<Checkout, GatewayFailure>>
  /** Makes sure the payer can no longer complete it. `already_ended` when the provider has an outcome on its way. */
  cancelCheckout(gatewayReference: string): Promise<Result<'canceled' | 'already_ended', GatewayFailure>>
  /** Verifies the signature over the raw body and parses it. An event of no interest yields an empty list. */
  readWebhook(rawBody: string, headers: Headers): Promise<Result<GatewayEvent[], SignatureFailure>>
}
