/**
 * A payment provider, whichever it is. Amounts are ISO minor units here; each gateway converts to the provider's own.
 */
import type { CalendarDay } from '~/domain/calendar-day'
import type { CurrencyCode } from '~/domain/currency'
import type { GatewayName } from '~/domain/gateway-name'
import type { Money } from '~/domain/money'
import type { PaymentEventKind } from '~/domain/payment'
import type { PaymentMethodKind } from '~/domain/payment-method'
import type { Result } from '~/domain/result'

export { GATEWAY_NAMES, type GatewayName } from '~/domain/gateway-name'

/** What a payment is taken for: decides which methods can be offered. */
export interface MethodContext {
  currency: CurrencyCode
  /** Of the debtor, ISO 3166-1 alpha-2; null when it is not known. */
  countryCode: string | null
}

/** For whom it is taken decides too where the money goes to the creditor's own accounts. */
export interface OfferContext extends MethodContext {
  /** The currencies in which the creditor has a bank account that takes transfers. */
  accountCurrencies: readonly CurrencyCode[]
}

export interface CheckoutRequest {
  paymentId: string
  /** Sent to the provider with every repetition of this request. */
  idempotencyKey: string
  amount: Money
  /** What the payer reads on the provider's page, in `locale`. */
  description: string
  /** What is settled, in the invoices' own currency, which `amount` need not have. */
  invoices: readonly { number: string; amount: Money }[]
  merchantName: string
  locale: string
  countryCode: string | null
  /** The methods to offer; empty leaves the choice to the provider's page. */
  methods: readonly PaymentMethodKind[]
  /** The provider is to keep the method for later payments, as the payer agreed. */
  customer: { customerReference: string | null; keepMethod: boolean; debtorId: string } | null
  /** Where the provider sends the payer back, whatever happened. That page only reads. */
  returnUrl: string
  expiresAt: Date
  payerEmail?: string
  /** The payer is not here: the page is led to from a mail, and must be one that can be ended. */
  isMailed?: true
}

export interface Checkout {
  /** The provider's id for it. */
  gatewayReference: string
  redirectUrl: string
  /** May be earlier than asked for. */
  expiresAt: Date
  /** The provider's id of the debtor, where one was made or used. */
  customerReference?: string
}

/**
 * `unavailable`: try again or use another gateway; `rejected`: repeating it cannot help. `uncertain`: the provider may
 * have done it, so it may be repeated only with the same idempotency key, and never through another gateway.
 */
export interface GatewayFailure {
  kind: 'unavailable' | 'rejected' | 'uncertain'
  /** For the log and the creditor; the payer reads a translated message. */
  detail: string
}

export interface SavedMethodDetails {
  customerReference: string
  methodReference: string
  kind: PaymentMethodKind
  /** What its owner recognises it by: "Visa •••• 4242". */
  label: string
  expiresOn: CalendarDay | null
}

/** A charge on a method kept earlier, without the payer being there. */
export interface SavedMethodCharge {
  paymentId: string
  idempotencyKey: string
  amount: Money
  description: string
  invoices: readonly { number: string; amount: Money }[]
  merchantName: string
  customerReference: string
  methodReference: string
  methodKind: PaymentMethodKind
}

export interface SavedMethodOutcome {
  /** `authentication_required`: the bank wants the payer; send a link to pay on the provider's page. */
  status: 'succeeded' | 'processing' | 'authentication_required' | 'declined'
  /** The provider's id of the payment, which its webhooks name. */
  gatewayReference: string
  transactionReference?: string
  failureCode?: string
}

export interface RefundRequest {
  paymentId: string
  /** Our own id of the refund, echoed by the provider where it can. */
  reversalId: string
  idempotencyKey: string
  gatewayReference: string
  transactionReference: string | null
  amount: Money
  reason: string
}

/** Money that was authorised is to be taken, all of it. */
export interface CaptureRequest {
  paymentId: string
  idempotencyKey: string
  transactionReference: string
  amount: Money
}

/** What a provider says happened to a payment, in our words. */
export type GatewayEventKind = PaymentEventKind | 'method_saved' | 'method_removed'

/** Which refund or chargeback an event is about: the same one never counts twice. */
export interface GatewayReversal {
  /** The provider's id of it. A chargeback that is fought and lost again is another one. */
  gatewayReference: string
  /** Our own id, where the provider echoes it. */
  reversalId?: string
  reason?: string
}

export interface GatewayEvent {
  gateway: GatewayName
  /** The provider's id of the event: the same event never counts twice. */
  eventId: string
  kind: GatewayEventKind
  /** The checkout; absent where the provider names only the transaction. */
  gatewayReference?: string
  /** The movement of money within the checkout; what refunds and chargebacks name. */
  transactionReference?: string
  /** Our own id of the payment, where the provider echoes it: finds a payment whose checkout is not yet on record. */
  paymentId?: string
  occurredAt: Date
  /** Of the payment; of the refund or chargeback where that is the event. Always positive. */
  amount: Money
  method?: string
  failureCode?: string
  /**
   * Of `payment_failed`: one attempt failed on a page where there can be another. It ends the payment only where the
   * provider had said of this attempt that it was under way.
   */
  isAttempt?: true
  /** Of `payment_processing`: the money is authorised, and comes once `capture` was asked for. */
  needsCapture?: true
  /** Of every refund and chargeback. */
  reversal?: GatewayReversal
  /** Of `method_saved`; of `method_removed` the references alone count. */
  savedMethod?: SavedMethodDetails
}

/** A webhook that cannot be taken in. */
export type SignatureFailure =
  | { kind: 'bad_signature' | 'stale' | 'malformed'; detail: string }
  /** Signed, and about an amount that cannot be kept of a transaction that may be another shop's. */
  | { kind: 'unreadable_amount'; detail: string; transactionReference: string }

/** A payment as the provider's own books have it now. */
export interface GatewayPaymentState {
  status: 'pending' | 'processing' | 'succeeded' | 'failed' | 'canceled' | 'expired'
  transactionReference?: string
  method?: string
  failureCode?: string
  /** What came in; null until it succeeded. */
  received: Money | null
  occurredAt: Date
  reversals: readonly {
    kind: 'refund' | 'chargeback'
    status: 'pending' | 'taken' | 'returned'
    reversal: GatewayReversal
    amount: Money
    occurredAt: Date
  }[]
  /** What the provider pays out of it; null until it is known. All three of one currency. */
  settlement: { gross: Money; fee: Money; net: Money; exchangeRate: string | null } | null
  /** The method it was paid with, where it was kept. */
  savedMethod: SavedMethodDetails | null
}

export interface PaymentGateway {
  readonly name: GatewayName
  /** Origins of the pages that a checkout leads to, for the policy of the page that sends the payer there. */
  readonly checkoutOrigins: readonly string[]
  /** The methods it can take for this, in order of preference; empty when it cannot take it at all. */
  listMethods(context: OfferContext): readonly PaymentMethodKind[]
  /** What an amount of this currency must be a multiple of, in ISO minor units. Absent: any amount will do. */
  getChargeStep?(currency: CurrencyCode): number
  createCheckout(request: CheckoutRequest): Promise<Result<Checkout, GatewayFailure>>
  /** Makes sure the payer can no longer complete it. `already_ended` when the provider has an outcome on its way. */
  cancelCheckout(gatewayReference: string): Promise<Result<'canceled' | 'already_ended', GatewayFailure>>
  /** Verifies the signature over the raw body and parses it. An event of no interest yields an empty list. */
  readWebhook(rawBody: string, headers: Headers): Promise<Result<GatewayEvent[], SignatureFailure>>
  /** Asks for money to go back. Whether it did comes as an event, and is in the answer where the provider knows it. */
  refund(request: RefundRequest): Promise<Result<{ gatewayReference: string }, GatewayFailure>>
  /** Absent where no event ever asks for it. Whether the money came is told by an event. */
  capture?(request: CaptureRequest): Promise<Result<'asked', GatewayFailure>>
  /** Absent where the provider keeps no methods. */
  chargeSavedMethod?(charge: SavedMethodCharge): Promise<Result<SavedMethodOutcome, GatewayFailure>>
  /**
   * What became of a charge that was first asked for at `askedAt` and was never answered, found without its idempotency
   * key; null when none was made. Absent where the provider keeps keys for longer than a payment stays open.
   */
  findCharge?(charge: SavedMethodCharge, askedAt: Date): Promise<Result<SavedMethodOutcome | null, GatewayFailure>>
  /** Forgets a method at the provider; succeeds when it is not there any more. */
  removeSavedMethod?(method: {
    customerReference: string
    methodReference: string
  }): Promise<Result<'removed', GatewayFailure>>
  /** What its books say of a payment; absent where the provider cannot be asked. Null when it knows none. */
  readPayment?(payment: {
    paymentId: string
    gatewayReference: string
    transactionReference: string | null
  }): Promise<Result<GatewayPaymentState | null, GatewayFailure>>
}
