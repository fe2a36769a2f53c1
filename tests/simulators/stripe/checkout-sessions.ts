/** Requests about Checkout Sessions. */
import type { StripeAccount } from './account'
import { readCurrency } from './amounts'
import { cancelIntent } from './payments'
import type { LineItem, Requests, Session } from './contract'
import { refuse, refuseUnsimulated } from './failures'
import { createId } from './ids'
import { readLineItems } from './line-items'
import { checkLength, checkStatementDescriptor, checkUrl, mergeMetadata } from './metadata'
import { chooseMethodTypes } from './payment-method-types'
import { readFutureUsage } from './payment-intents'
import { cancelSetup } from './setup-intents'

const MINUTE = 60
const DAY = 86_400
const UNSIMULATED = [
  ...['after_expiration', 'automatic_tax', 'custom_fields', 'customer_account', 'discounts', 'invoice_creation'],
  ...['managed_payments', 'optional_items', 'permissions', 'return_url', 'shipping_address_collection'],
  ...['shipping_options', 'subscription_data', 'redirect_on_completion', 'payment_method_collection'],
] as const

export const checkoutSessionHandlers = {
  create: (account: StripeAccount, parameters: Requests['checkout.sessions.create']): Session => {
    const given = new Set(Object.keys(parameters))
    for (const name of UNSIMULATED) if (account.isStrict && given.has(name)) throw refuseUnsimulated(name)
    const mode = parameters.mode
    if (!mode) throw refuse('Missing required param: mode.', { param: 'mode', code: 'parameter_missing' })
    if (mode === 'subscription') throw refuseUnsimulated('subscriptions')
    if ((parameters.ui_mode ?? 'hosted_page') !== 'hosted_page')
      throw refuseUnsimulated(`ui_mode ${parameters.ui_mode}`)
    if (parameters.payment_intent_data && mode !== 'payment') {
      throw refuse('You can only specify payment_intent_data in payment mode.', { param: 'payment_intent_data' })
    }
    if (parameters.setup_intent_data && mode !== 'setup') {
      throw refuse('You can only specify setup_intent_data in setup mode.', { param: 'setup_intent_data' })
    }
    if (parameters.success_url === undefined) {
      throw refuse('Missing required param: success_url.', { param: 'success_url', code: 'parameter_missing' })
    }
    checkUrl(parameters.success_url, 'success_url')
    checkUrl(parameters.cancel_url, 'cancel_url')
    checkLength(parameters.client_reference_id, 200, 'client_reference_id')
    const customer = readCustomer(account, parameters)
    const expiresAt = readExpiry(account, parameters.expires_at)
    const items = mode === 'payment' ? readLineItems(account, parameters.line_items, parameters.currency) : null
    if (mode === 'setup' && parameters.line_items)
      throw refuse('`line_items` is not allowed in setup mode.', { param: 'line_items' })
    if (mode === 'setup' && !parameters.currency && !parameters.allowed_payment_method_types) {
      throw refuse('Missing required param: currency.', { param: 'currency', code: 'parameter_missing' })
    }
    const currency = items?.currency ?? (parameters.currency ? readCurrency(parameters.currency) : null)
    const data = parameters.payment_intent_data ?? {}
    if (data.capture_method === 'manual') throw refuseUnsimulated('manual capture')
    if (data.transfer_data ?? data.on_behalf_of ?? data.application_fee_amount) throw refuseUnsimulated('Connect')
    checkLength(data.description, 1000, 'payment_intent_data[description]')
    checkStatementDescriptor(data.statement_descriptor, 'payment_intent_data[statement_descriptor]')
    checkStatementDescriptor(data.statement_descriptor_suffix, 'payment_intent_data[statement_descriptor_suffix]')
    const setupFutureUsage = readFutureUsage(data.setup_future_usage)
    const methodTypes = chooseMethodTypes({
      enabled: account.methods,
      currency: currency ?? 'eur',
      allowed: parameters.allowed_payment_method_types,
      excluded: parameters.excluded_payment_method_types,
      mustBeReusable: setupFutureUsage !== null || mode === 'setup',
    })
    if (methodTypes.length === 0) {
      throw refuse(
        'No valid payment method types for this Checkout Session. Please ensure that you have activated payment methods compatible with your chosen currency in your dashboard.',
      )
    }

    const id = createId('cs_test', 58)
    const session: Session = {
      id,
      object: 'checkout.session',
      adaptive_pricing: { enabled: parameters.adaptive_pricing?.enabled ?? false },
      after_expiration: null,
      allow_promotion_codes: parameters.allow_promotion_codes ?? null,
      allowed_payment_method_types: parameters.allowed_payment_method_types ?? null,
      amount_subtotal: items?.total ?? null,
      amount_total: items?.total ?? null,
      automatic_tax: { enabled: false, liability: null, provider: null, status: null },
      billing_address_collection: parameters.billing_address_collection ?? null,
      cancel_url: parameters.cancel_url ?? null,
      client_reference_id: parameters.client_reference_id ?? null,
      client_secret: null,
      collected_information: null,
      consent: null,
      consent_collection: readConsentCollection(parameters.consent_collection),
      created: account.clock(),
      currency,
      currency_conversion: null,
      custom_fields: [],
      custom_text: {
        after_submit: parameters.custom_text?.after_submit || null,
        shipping_address: parameters.custom_text?.shipping_address || null,
        submit: parameters.custom_text?.submit || null,
        terms_of_service_acceptance: parameters.custom_text?.terms_of_service_acceptance || null,
      },
      customer,
      customer_account: null,
      customer_creation: customer === null ? (parameters.customer_creation ?? 'if_required') : null,
      customer_details: null,
      customer_email: parameters.customer_email ?? null,
      discounts: [],
      ...(parameters.excluded_payment_method_types
        ? { excluded_payment_method_types: parameters.excluded_payment_method_types }
        : {}),
      expires_at: expiresAt,
      integration_identifier: parameters.integration_identifier ?? null,
      invoice: null,
      invoice_creation: null,
      livemode: false,
      locale: parameters.locale ?? null,
      managed_payments: null,
      metadata: mergeMetadata(parameters.metadata),
      mode,
      optional_items: null,
      origin_context: parameters.origin_context ?? null,
      payment_intent: null,
      payment_link: null,
      payment_method_collection: 'if_required',
      payment_method_configuration_details: null,
      payment_method_options: {},
      payment_method_types: methodTypes,
      payment_status: mode === 'payment' ? 'unpaid' : 'no_payment_required',
      permissions: null,
      phone_number_collection: { enabled: parameters.phone_number_collection?.enabled ?? false },
      recovered_from: null,
      saved_payment_method_options: readSavedOptions(parameters),
      setup_intent: null,
      shipping_address_collection: null,
      shipping_cost: null,
      shipping_options: [],
      status: 'open',
      submit_type: parameters.submit_type ?? null,
      subscription: null,
      success_url: parameters.success_url,
      total_details: items ? { amount_discount: 0, amount_shipping: 0, amount_tax: 0 } : null,
      ui_mode: 'hosted_page',
      url: `${account.origin}/c/pay/${id}`,
      wallet_options: null,
    }
    const terms = {
      lineItems: items?.lineItems ?? [],
      metadata: mergeMetadata(mode === 'payment' ? data.metadata : parameters.setup_intent_data?.metadata),
      description: data.description ?? parameters.setup_intent_data?.description ?? null,
      receiptEmail: data.receipt_email ?? null,
      setupFutureUsage,
      statementDescriptor: data.statement_descriptor ?? null,
      statementDescriptorSuffix: data.statement_descriptor_suffix ?? null,
    }
    account.put('checkout.session', session)
    account.sessionTerms.set(id, terms)
    return session
  },

  expire: (account: StripeAccount, _parameters: Requests['checkout.sessions.expire'], id: string): Session => {
    const session = account.get('checkout.session', id)
    if (session.status !== 'open') {
      throw refuse(
        `Only Checkout Sessions with a status in ["open"] can be expired. This Checkout Session has a status of ${session.status}.`,
      )
    }
    expireSession(account, session)
    return session
  },

  listLineItems: (account: StripeAccount, id: string): LineItem[] => {
    account.get('checkout.session', id)
    return [...(account.sessionTerms.get(id)?.lineItems ?? [])]
  },
}

/** Nobody can pay it any more; what was begun is canceled. */
export function expireSession(account: StripeAccount, session: Session): void {
  session.status = 'expired'
  session.url = null
  const intent = session.payment_intent === null ? undefined : account.find('payment_intent', session.payment_intent)
  if (intent && intent.status !== 'canceled') cancelIntent(account, intent, 'expired')
  const setup = session.setup_intent === null ? undefined : account.find('setup_intent', session.setup_intent)
  if (setup) cancelSetup(account, setup)
  account.emit('checkout.session.expired', session)
}

/** What Stripe does by itself when a session's time is over. Looks once a second. */
export function expireOverdueSessions(account: StripeAccount): void {
  if (account.lastExpiry === account.clock()) return
  account.lastExpiry = account.clock()
  for (const session of account.list('checkout.session')) {
    if (session.status === 'open' && session.expires_at <= account.clock()) expireSession(account, session)
  }
}

function readExpiry(account: StripeAccount, given: number | undefined): number {
  const now = account.clock()
  if (given === undefined) return now + DAY
  if (given < now + 30 * MINUTE) {
    throw refuse('The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  if (given > now + DAY) {
    throw refuse('The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.', {
      param: 'expires_at',
    })
  }
  return given
}

function readCustomer(account: StripeAccount, parameters: Requests['checkout.sessions.create']): string | null {
  const { customer, customer_email, customer_creation, customer_update } = parameters
  if (customer === undefined) {
    if (customer_update)
      throw refuse('`customer_update` can only be used with `customer`.', { param: 'customer_update' })
    return null
  }
  if (customer_email !== undefined) {
    throw refuse('You may only specify one of these parameters: customer, customer_email.', { param: 'customer' })
  }
  if (customer_creation !== undefined) {
    throw refuse('`customer_creation` can only be used when `customer` is not given.', { param: 'customer_creation' })
  }
  return account.get('customer', customer, 'customer').id
}

function readSavedOptions(parameters: Requests['checkout.sessions.create']): Session['saved_payment_method_options'] {
  const options = parameters.saved_payment_method_options
  if (!options) return null
  if (!parameters.customer && parameters.customer_creation !== 'always') {
    throw refuse('You must specify `customer` or `customer_creation: always` to use `saved_payment_method_options`.', {
      param: 'saved_payment_method_options',
    })
  }
  return {
    allow_redisplay_filters: options.allow_redisplay_filters ?? null,
    payment_method_remove: options.payment_method_remove ?? null,
    payment_method_save: options.payment_method_save ?? null,
  }
}

function readConsentCollection(
  given: Requests['checkout.sessions.create']['consent_collection'],
): Session['consent_collection'] {
  if (!given) return null
  return {
    payment_method_reuse_agreement: given.payment_method_reuse_agreement ?? null,
    promotions: given.promotions ?? null,
    terms_of_service: given.terms_of_service ?? null,
  }
}
