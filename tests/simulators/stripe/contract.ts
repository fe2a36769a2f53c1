/**
 * The requests and objects the double knows, in the words of the installed SDK. schemas.ts turns the types of
 * `Requests` and `Objects` into JSON schemas, so nothing of Stripe's contract is written down a second time here.
 */
import type Stripe from 'stripe'

/**
 * What stands where an object could hold something that leads on for ever: legacy sources, and the objects an error
 * quotes. The double never fills them.
 */
type LeftOut = 'source' | 'discount' | 'test_clock' | 'setup_intent'

/** Whether any text fits; a type without members would take a number as well. */
type MayBeId<Value> = string extends Value ? (number extends Value ? false : true) : false

/** An object as Stripe answers it unless asked to expand: an id stands where another object could. */
type Unexpanded<Value> = Value extends string | number | boolean | null | undefined
  ? Value
  : Value extends readonly (infer Item)[]
    ? Unexpanded<Item>[]
    : {
        [Key in keyof Value]: MayBeId<Value[Key]> extends true
          ? Extract<Value[Key], string | null | undefined>
          : Key extends LeftOut
            ? null
            : Unexpanded<Value[Key]>
      }

type QuotedError<Failure> = Omit<Failure, 'payment_intent' | 'payment_method' | 'setup_intent' | 'source'> & {
  payment_method?: PaymentMethod
}

export type Session = Unexpanded<
  Omit<Stripe.Checkout.Session, 'line_items' | 'optional_items' | 'currency_conversion'>
> & { optional_items: null; currency_conversion: null }
export type LineItem = Unexpanded<Omit<Stripe.LineItem, 'price' | 'discounts' | 'taxes'>> & { price: Price | null }
export type Price = Unexpanded<
  Omit<Stripe.Price, 'unit_amount_decimal' | 'currency_options' | 'tiers' | 'transform_quantity'>
> & {
  transform_quantity: null
  /** On the wire a Decimal is a string. */
  unit_amount_decimal: string | null
}
export type PaymentMethod = Unexpanded<Stripe.PaymentMethod>
export type PaymentIntent = Unexpanded<Omit<Stripe.PaymentIntent, 'last_payment_error'>> & {
  last_payment_error: QuotedError<Stripe.PaymentIntent.LastPaymentError> | null
}
export type SetupIntent = Unexpanded<Omit<Stripe.SetupIntent, 'last_setup_error'>> & {
  last_setup_error: QuotedError<Stripe.SetupIntent.LastSetupError> | null
}
export type Charge = Unexpanded<Omit<Stripe.Charge, 'refunds' | 'level3'>>
export type Refund = Unexpanded<Stripe.Refund>
export type Dispute = Unexpanded<Stripe.Dispute>
export type BalanceTransaction = Unexpanded<Stripe.BalanceTransaction>
export type Customer = Unexpanded<Omit<Stripe.Customer, 'sources' | 'subscriptions' | 'cash_balance' | 'tax_ids'>>
export type Mandate = Unexpanded<Stripe.Mandate>
export type EventEnvelope = Unexpanded<Omit<Stripe.EventBase, 'data' | 'type'>> & {
  type: Stripe.Event['type']
  data: { object: unknown; previous_attributes?: unknown }
}

/** Objects that are checked before they leave the double. */
export interface Objects {
  'checkout.session': Session
  item: LineItem
  payment_intent: PaymentIntent
  setup_intent: SetupIntent
  payment_method: PaymentMethod
  charge: Charge
  refund: Refund
  dispute: Dispute
  balance_transaction: BalanceTransaction
  customer: Customer
  mandate: Mandate
  event: EventEnvelope
}

/** Parameters of each request the double answers. */
export interface Requests {
  'checkout.sessions.create': Stripe.Checkout.SessionCreateParams
  'checkout.sessions.list': Stripe.Checkout.SessionListParams
  'checkout.sessions.retrieve': Stripe.Checkout.SessionRetrieveParams
  'checkout.sessions.expire': Stripe.Checkout.SessionExpireParams
  'checkout.sessions.line_items': Stripe.Checkout.SessionListLineItemsParams
  'payment_intents.create': Stripe.PaymentIntentCreateParams
  'payment_intents.list': Stripe.PaymentIntentListParams
  'payment_intents.retrieve': Stripe.PaymentIntentRetrieveParams
  'payment_intents.confirm': Stripe.PaymentIntentConfirmParams
  'payment_intents.cancel': Stripe.PaymentIntentCancelParams
  'setup_intents.create': Stripe.SetupIntentCreateParams
  'setup_intents.retrieve': Stripe.SetupIntentRetrieveParams
  'setup_intents.list': Stripe.SetupIntentListParams
  'setup_intents.cancel': Stripe.SetupIntentCancelParams
  'refunds.create': Stripe.RefundCreateParams
  'refunds.list': Stripe.RefundListParams
  'refunds.retrieve': Stripe.RefundRetrieveParams
  'refunds.update': Stripe.RefundUpdateParams
  'charges.list': Stripe.ChargeListParams
  'charges.retrieve': Stripe.ChargeRetrieveParams
  'balance_transactions.list': Stripe.BalanceTransactionListParams
  'balance_transactions.retrieve': Stripe.BalanceTransactionRetrieveParams
  'customers.create': Stripe.CustomerCreateParams
  'customers.list': Stripe.CustomerListParams
  'customers.retrieve': Stripe.CustomerRetrieveParams
  'customers.update': Stripe.CustomerUpdateParams
  'customers.payment_methods': Stripe.CustomerListPaymentMethodsParams
  'payment_methods.list': Stripe.PaymentMethodListParams
  'payment_methods.retrieve': Stripe.PaymentMethodRetrieveParams
  'payment_methods.attach': Stripe.PaymentMethodAttachParams
  'payment_methods.detach': Stripe.PaymentMethodDetachParams
  'mandates.retrieve': Stripe.MandateRetrieveParams
  'disputes.list': Stripe.DisputeListParams
  'disputes.retrieve': Stripe.DisputeRetrieveParams
  'disputes.close': Stripe.DisputeCloseParams
  'events.list': Stripe.EventListParams
  'events.retrieve': Stripe.EventRetrieveParams
}

export type ObjectName = keyof Objects
export type RequestName = keyof Requests
