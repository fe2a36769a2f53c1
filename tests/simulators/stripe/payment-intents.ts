/** Requests about payment intents. */
import type { OffSessionOutcome, StripeAccount } from './account'
import { checkCharge, readCurrency } from './amounts'
import type { Decline } from './charges'
import type { Charge, Mandate, PaymentIntent, PaymentMethod, Requests } from './contract'
import { AUTHENTICATION_REQUIRED, describeDecline } from './declines'
import { refuse, refuseUnsimulated, StripeFailure } from './failures'
import { checkLength, checkStatementDescriptor, checkUrl, mergeMetadata } from './metadata'
import { chooseMethodTypes } from './payment-method-types'
import { createMandate, findReusableMandate, isDebit, readPaymentMethod } from './payment-methods'
import {
  cancelIntent,
  completePayment,
  createIntent,
  declinePayment,
  requireAuthentication,
  startDebit,
} from './payments'

/** Members of a confirmation, which may come with the creation. */
type Confirmation = Pick<
  Requests['payment_intents.confirm'],
  'payment_method' | 'mandate' | 'mandate_data' | 'return_url' | 'error_on_requires_action' | 'off_session'
>

const UNSIMULATED = [
  'payment_method_data',
  'confirmation_token',
  'application_fee_amount',
  'on_behalf_of',
  'hooks',
] as const

export const paymentIntentHandlers = {
  create: (account: StripeAccount, parameters: Requests['payment_intents.create']): PaymentIntent => {
    for (const name of UNSIMULATED) if (parameters[name] !== undefined) throw refuseUnsimulated(name)
    if (parameters.transfer_data) throw refuseUnsimulated('transfer_data')
    if (parameters.capture_method === 'manual') throw refuseUnsimulated('manual capture')
    const currency = readCurrency(parameters.currency)
    checkCharge(parameters.amount, currency, 'amount')
    checkLength(parameters.description, 1000, 'description')
    checkStatementDescriptor(parameters.statement_descriptor, 'statement_descriptor')
    checkStatementDescriptor(parameters.statement_descriptor_suffix, 'statement_descriptor_suffix')
    checkUrl(parameters.return_url, 'return_url')
    const metadata = mergeMetadata(parameters.metadata)
    if (parameters.customer) account.get('customer', parameters.customer, 'customer')
    if (parameters.confirm !== true) {
      for (const name of ['off_session', 'return_url', 'mandate_data', 'error_on_requires_action'] as const) {
        if (parameters[name]) throw refuse(`You can only set ${name} when confirm is true.`, { param: name })
      }
    }
    const methodTypes = chooseMethodTypes({
      enabled: account.methods,
      currency,
      allowed: parameters.allowed_payment_method_types,
      excluded: parameters.excluded_payment_method_types,
      mustBeReusable: parameters.setup_future_usage !== undefined,
    })
    if (methodTypes.length === 0) throw refuse('No valid payment method types for this PaymentIntent.')
    const mayRedirect = parameters.automatic_payment_methods?.allow_redirects !== 'never'
    if (parameters.confirm === true && mayRedirect) requireReturnUrl(account, parameters)
    const customer = parameters.customer ?? null
    const prepared =
      parameters.confirm === true || parameters.payment_method
        ? prepareMethod(account, parameters, { customer, methodTypes, amount: parameters.amount, currency })
        : null

    const intent = createIntent(account, {
      amount: parameters.amount,
      currency,
      customer,
      description: parameters.description ?? null,
      metadata,
      methodTypes,
      receiptEmail: parameters.receipt_email ?? null,
      setupFutureUsage: readFutureUsage(parameters.setup_future_usage),
      statementDescriptor: parameters.statement_descriptor ?? null,
      statementDescriptorSuffix: parameters.statement_descriptor_suffix ?? null,
      allowedTypes: parameters.allowed_payment_method_types ?? null,
      excludedTypes: parameters.excluded_payment_method_types ?? null,
    })
    if (prepared && parameters.confirm !== true) {
      intent.payment_method = prepared.method.id
      intent.status = 'requires_confirmation'
    }
    if (prepared && parameters.confirm === true) confirm(account, intent, prepared, parameters)
    return intent
  },

  confirm: (account: StripeAccount, parameters: Requests['payment_intents.confirm'], id: string): PaymentIntent => {
    const intent = account.get('payment_intent', id)
    if (parameters.payment_method_data !== undefined) throw refuseUnsimulated('payment_method_data')
    if (account.sessionOfIntent.has(id)) {
      throw refuse('You cannot confirm a PaymentIntent created by Checkout.', unexpectedState)
    }
    requireStatus(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'confirm')
    checkUrl(parameters.return_url, 'return_url')
    requireReturnUrl(account, parameters)
    const prepared = prepareMethod(
      account,
      { ...parameters, payment_method: parameters.payment_method ?? intent.payment_method ?? '' },
      { ...intent, methodTypes: intent.payment_method_types },
    )
    confirm(account, intent, prepared, parameters)
    return intent
  },

  cancel: (account: StripeAccount, parameters: Requests['payment_intents.cancel'], id: string): PaymentIntent => {
    const intent = account.get('payment_intent', id)
    if (account.sessionOfIntent.has(id)) {
      throw refuse(
        'You cannot cancel a PaymentIntent created by Checkout. Expire the Checkout Session instead.',
        unexpectedState,
      )
    }
    requireStatus(intent, ['requires_payment_method', 'requires_confirmation', 'requires_action'], 'cancel')
    cancelIntent(account, intent, parameters.cancellation_reason ?? null)
    return intent
  },
}

const unexpectedState = { code: 'payment_intent_unexpected_state' }

function requireStatus(intent: PaymentIntent, allowed: readonly PaymentIntent['status'][], verb: string): void {
  if (allowed.includes(intent.status)) return
  throw new StripeFailure(400, {
    type: 'invalid_request_error',
    code: 'payment_intent_unexpected_state',
    message: `You cannot ${verb} this PaymentIntent because it has a status of ${intent.status}.`,
    payment_intent: structuredClone(intent),
  })
}

/** A payer who is there may be sent to a bank and must be able to come back. */
function requireReturnUrl(account: StripeAccount, { off_session, return_url }: Confirmation): void {
  if (!account.isStrict || return_url !== undefined || (off_session !== undefined && off_session !== false)) return
  throw refuse(
    'This PaymentIntent accepts payment methods that might redirect your customer: you must provide a `return_url`.',
    {
      param: 'return_url',
      code: 'parameter_missing',
    },
  )
}

export function readFutureUsage(usage: string | null | undefined): 'off_session' | 'on_session' | null {
  return usage === 'off_session' || usage === 'on_session' ? usage : null
}

/**
 * The method to charge and the mandate it needs.
 * @throws StripeFailure (400) before anything is changed.
 */
function prepareMethod(
  account: StripeAccount,
  confirmation: Confirmation,
  payment: { customer: string | null; methodTypes: readonly string[]; amount: number; currency: string },
): { method: PaymentMethod; mandate: Mandate | null } {
  if (!confirmation.payment_method) {
    throw refuse('You must provide a payment_method to confirm this PaymentIntent.', {
      param: 'payment_method',
      code: 'parameter_missing',
    })
  }
  const method = readPaymentMethod(account, confirmation.payment_method)
  if (!payment.methodTypes.includes(method.type)) {
    throw refuse(`The PaymentMethod provided (${method.type}) is not allowed for this PaymentIntent.`, {
      param: 'payment_method',
    })
  }
  if (method.customer !== payment.customer && method.customer !== null) {
    throw refuse(
      `The payment method you provided (${method.id}) belongs to the Customer ${method.customer}. Please include that Customer in the customer parameter.`,
      { param: 'payment_method' },
    )
  }
  if (method.customer === null && account.list('charge').some((charge) => charge.payment_method === method.id)) {
    throw refuse(
      'The provided PaymentMethod was previously used with a PaymentIntent without Customer attachment and may not be used again.',
      { param: 'payment_method' },
    )
  }
  if (!isDebit(method)) return { method, mandate: null }
  const mandate = confirmation.mandate
    ? account.get('mandate', confirmation.mandate, 'mandate')
    : findReusableMandate(account, method.id)
  if (!mandate && confirmation.mandate_data) {
    return { method, mandate: createMandate(account, method, { isReusable: true, ...payment }) }
  }
  if (!mandate) {
    throw refuse('This payment method requires a mandate: give mandate_data.', {
      param: 'mandate_data',
      code: 'parameter_missing',
    })
  }
  if (mandate.status !== 'active' || mandate.payment_method !== method.id || mandate.type !== 'multi_use') {
    throw refuse('The mandate of this payment method cannot be used.', {
      param: 'mandate',
      code: 'payment_intent_mandate_invalid',
    })
  }
  return { method, mandate }
}

/** @throws StripeFailure (402) if the charge is refused. */
function confirm(
  account: StripeAccount,
  intent: PaymentIntent,
  { method, mandate }: { method: PaymentMethod; mandate: Mandate | null },
  parameters: Confirmation,
): void {
  const isOffSession = parameters.off_session !== undefined && parameters.off_session !== false
  const outcome = drawOutcome(account, method)
  if (outcome === 'authentication_required') {
    if (isOffSession || parameters.error_on_requires_action === true) {
      throw reportDecline(
        intent,
        method,
        AUTHENTICATION_REQUIRED,
        declinePayment(account, intent, method, AUTHENTICATION_REQUIRED),
      )
    }
    requireAuthentication(account, intent, method, parameters.return_url ?? null)
  } else if (outcome !== 'succeeded') {
    const decline = describeDecline(outcome)
    throw reportDecline(intent, method, decline, declinePayment(account, intent, method, decline))
  } else if (mandate) startDebit(account, intent, method, mandate)
  else completePayment(account, intent, method)
}

function drawOutcome(account: StripeAccount, method: PaymentMethod): OffSessionOutcome {
  return account.nextOffSessionOutcomes.shift() ?? account.offSessionOutcomes.get(method.id) ?? 'succeeded'
}

function reportDecline(intent: PaymentIntent, method: PaymentMethod, decline: Decline, charge: Charge): StripeFailure {
  return new StripeFailure(402, {
    type: 'card_error',
    code: decline.code,
    ...(decline.declineCode === null ? {} : { decline_code: decline.declineCode }),
    message: decline.message,
    charge: charge.id,
    payment_intent: structuredClone(intent),
    payment_method: structuredClone(method),
  })
}
