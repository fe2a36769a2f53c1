/** The life of a payment intent: each step changes the objects together and makes the events of it. */
import type { StripeAccount } from './account'
import { createCharge, settleCharge } from './charges'
import type { Decline } from './charges'
import type { Charge, Mandate, PaymentIntent, PaymentMethod } from './contract'
import { AUTHENTICATION_FAILED } from './declines'
import { openDispute } from './disputes'
import { createId } from './ids'
import { attachPaymentMethod, createMandate, createPaymentMethod } from './payment-methods'
import type { MethodType } from './payment-method-types'

interface NewIntent {
  amount: number
  currency: string
  customer: string | null
  description: string | null
  metadata: Readonly<Record<string, string>>
  methodTypes: readonly MethodType[]
  receiptEmail: string | null
  setupFutureUsage: 'off_session' | 'on_session' | null
  statementDescriptor: string | null
  statementDescriptorSuffix: string | null
  allowedTypes: PaymentIntent['allowed_payment_method_types']
  excludedTypes: PaymentIntent['excluded_payment_method_types']
}

export function createIntent(account: StripeAccount, terms: NewIntent): PaymentIntent {
  const id = createId('pi')
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    allowed_payment_method_types: terms.allowedTypes,
    amount: terms.amount,
    amount_capturable: 0,
    amount_details: { tip: {} },
    amount_received: 0,
    application: null,
    application_fee_amount: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    canceled_at: null,
    cancellation_reason: null,
    capture_method: 'automatic_async',
    client_secret: `${id}_${createId('secret')}`,
    confirmation_method: 'automatic',
    created: account.clock(),
    currency: terms.currency,
    customer: terms.customer,
    customer_account: null,
    description: terms.description,
    excluded_payment_method_types: terms.excludedTypes,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    managed_payments: null,
    metadata: { ...terms.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...terms.methodTypes],
    payment_record: null,
    processing: null,
    receipt_email: terms.receiptEmail,
    review: null,
    setup_future_usage: terms.setupFutureUsage,
    shipping: null,
    source: null,
    statement_descriptor: terms.statementDescriptor,
    statement_descriptor_suffix: terms.statementDescriptorSuffix,
    status: 'requires_payment_method',
    transfer_data: null,
    transfer_group: null,
  }
  account.put('payment_intent', intent)
  account.emit('payment_intent.created', intent)
  return intent
}

/** The money is there: a card was charged, or the payer's bank confirmed. */
export function completePayment(account: StripeAccount, intent: PaymentIntent, method: PaymentMethod): Charge {
  const charge = createCharge(account, intent, method, { status: 'succeeded' }, null)
  keepMethod(account, intent, method, charge)
  finish(account, intent, method, charge)
  return charge
}

/** A debit is on its way: nothing is certain for days. */
export function startDebit(
  account: StripeAccount,
  intent: PaymentIntent,
  method: PaymentMethod,
  mandate: Mandate,
): Charge {
  const charge = createCharge(account, intent, method, { status: 'pending' }, mandate)
  keepMethod(account, intent, method, charge)
  Object.assign(intent, { status: 'processing', payment_method: method.id, latest_charge: charge.id })
  Object.assign(intent, { last_payment_error: null, next_action: null })
  account.emit('charge.pending', charge)
  account.emit('payment_intent.processing', intent)
  return charge
}

/** The bank paid a debit that was on its way. */
export function completeDebit(account: StripeAccount, intent: PaymentIntent, charge: Charge): void {
  Object.assign(charge, { status: 'succeeded', paid: true, amount_captured: charge.amount })
  charge.receipt_url = `${account.origin}/receipts/${intent.id}`
  finish(account, intent, account.get('payment_method', charge.payment_method ?? ''), charge)
}

/** The bank gave back a debit that was on its way. */
export function failDebit(account: StripeAccount, intent: PaymentIntent, charge: Charge, decline: Decline): void {
  Object.assign(charge, { status: 'failed', captured: false, failure_code: decline.code })
  charge.failure_message = decline.message
  blame(account, intent, account.get('payment_method', charge.payment_method ?? ''), charge, decline)
  account.emit('charge.failed', charge)
  account.emit('payment_intent.payment_failed', intent)
}

/** A charge was tried and refused; the intent waits for another method. */
export function declinePayment(
  account: StripeAccount,
  intent: PaymentIntent,
  method: PaymentMethod,
  decline: Decline,
): Charge {
  const charge = createCharge(account, intent, method, { status: 'failed', decline }, null)
  blame(account, intent, method, charge, decline)
  account.emit('charge.failed', charge)
  account.emit('payment_intent.payment_failed', intent)
  return charge
}

/** The payer must confirm with the bank first. */
export function requireAuthentication(
  account: StripeAccount,
  intent: PaymentIntent,
  method: PaymentMethod,
  returnUrl: string | null,
): void {
  intent.status = 'requires_action'
  intent.payment_method = method.id
  intent.last_payment_error = null
  intent.next_action = {
    type: 'redirect_to_url',
    redirect_to_url: { return_url: returnUrl, url: `${account.origin}/authenticate/${intent.id}` },
  }
  account.emit('payment_intent.requires_action', intent)
}

/** The payer's bank did not confirm. */
export function failAuthentication(account: StripeAccount, intent: PaymentIntent, method: PaymentMethod): void {
  blame(account, intent, method, null, AUTHENTICATION_FAILED)
  account.emit('payment_intent.payment_failed', intent)
}

export function cancelIntent(
  account: StripeAccount,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): void {
  intent.status = 'canceled'
  intent.canceled_at = account.clock()
  intent.cancellation_reason = reason
  intent.next_action = null
  account.emit('payment_intent.canceled', intent)
}

function finish(account: StripeAccount, intent: PaymentIntent, method: PaymentMethod, charge: Charge): void {
  Object.assign(intent, { status: 'succeeded', amount_received: intent.amount, payment_method: method.id })
  Object.assign(intent, { latest_charge: charge.id, last_payment_error: null, next_action: null })
  const { amount, currency } = charge
  account.record('captured', { paymentIntent: intent.id, amount, currency, source: charge.id })
  account.emit('charge.succeeded', charge)
  account.emit('payment_intent.succeeded', intent)
  if (!account.settlement.isDeferred) settleCharge(account, charge)
  const status = account.disputesToCome.get(method.id)
  if (status) openDispute(account, charge, { amount: charge.amount, reason: 'fraudulent', status })
}

function blame(
  account: StripeAccount,
  intent: PaymentIntent,
  method: PaymentMethod,
  charge: Charge | null,
  decline: Decline,
): void {
  Object.assign(intent, { status: 'requires_payment_method', payment_method: null, next_action: null })
  if (charge) intent.latest_charge = charge.id
  intent.last_payment_error = {
    type: method.type === 'card' && charge ? 'card_error' : 'invalid_request_error',
    code: decline.code,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    doc_url: `https://stripe.com/docs/error-codes/${decline.code.replaceAll('_', '-')}`,
    message: decline.message,
    ...(charge ? { charge: charge.id } : {}),
    payment_method: structuredClone(account.get('payment_method', method.id)),
  }
}

/** A method used for later use too stays with the customer; a bank redirect leaves a debit instead of itself. */
function keepMethod(account: StripeAccount, intent: PaymentIntent, method: PaymentMethod, charge: Charge): void {
  if (intent.setup_future_usage === null || intent.customer === null) return
  const details = charge.payment_method_details?.ideal ?? charge.payment_method_details?.bancontact
  if (!details) {
    attachPaymentMethod(account, method, intent.customer)
    return
  }
  const { name, email, address } = method.billing_details
  const country = address?.country ?? 'NL'
  const debit = createPaymentMethod(account, 'sepa_debit', { name: name ?? '', email: email ?? '', country })
  if (debit.sepa_debit) debit.sepa_debit.generated_from = { charge: charge.id, setup_attempt: null }
  const mandate = createMandate(account, debit, { isReusable: true, amount: intent.amount, currency: intent.currency })
  details.generated_sepa_debit = debit.id
  details.generated_sepa_debit_mandate = mandate.id
  attachPaymentMethod(account, debit, intent.customer)
}
