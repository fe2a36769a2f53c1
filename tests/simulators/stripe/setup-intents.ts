/** Setup intents: a method is kept for later, and nothing is charged. */
import type { StripeAccount } from './account'
import type { Mandate, PaymentMethod, Requests, SetupIntent } from './contract'
import { refuse, refuseUnsimulated } from './failures'
import { createId } from './ids'
import { checkLength, mergeMetadata } from './metadata'
import { attachPaymentMethod, isDebit, readPaymentMethod } from './payment-methods'
import { chooseMethodTypes } from './payment-method-types'
import type { MethodType } from './payment-method-types'

export const setupIntentHandlers = {
  create: (account: StripeAccount, parameters: Requests['setup_intents.create']): SetupIntent => {
    const method = readMethodToKeep(account, parameters)
    if (parameters.customer) account.get('customer', parameters.customer, 'customer')
    checkLength(parameters.description, 1000, 'description')
    const methodTypes = chooseMethodTypes({
      enabled: account.methods,
      currency: 'eur',
      allowed: parameters.allowed_payment_method_types,
      excluded: parameters.excluded_payment_method_types,
      mustBeReusable: true,
    })
    const intent = createSetup(account, {
      customer: parameters.customer ?? null,
      description: parameters.description ?? null,
      metadata: mergeMetadata(parameters.metadata),
      methodTypes,
      usage: parameters.usage ?? 'off_session',
    })
    if (method) completeSetup(account, intent, method, null)
    return intent
  },

  cancel: (account: StripeAccount, _parameters: Requests['setup_intents.cancel'], id: string): SetupIntent => {
    const intent = account.get('setup_intent', id)
    if (intent.status === 'succeeded' || intent.status === 'canceled') {
      throw refuse(`You cannot cancel this SetupIntent because it has a status of ${intent.status}.`, {
        code: 'setup_intent_unexpected_state',
      })
    }
    cancelSetup(account, intent)
    return intent
  },
}

/** @throws StripeFailure (400) */
function readMethodToKeep(
  account: StripeAccount,
  { confirm, payment_method }: Requests['setup_intents.create'],
): PaymentMethod | null {
  if (confirm !== true) {
    if (payment_method !== undefined) throw refuseUnsimulated('setup intents confirmed later')
    return null
  }
  if (payment_method === undefined) {
    throw refuse('You must provide a payment_method to confirm this SetupIntent.', { param: 'payment_method' })
  }
  const method = readPaymentMethod(account, payment_method)
  if (isDebit(method) || account.offSessionOutcomes.has(method.id))
    throw refuseUnsimulated('this method in a setup intent')
  return method
}

export function createSetup(
  account: StripeAccount,
  terms: {
    customer: string | null
    description: string | null
    metadata: Readonly<Record<string, string>>
    methodTypes: readonly MethodType[]
    usage: string
  },
): SetupIntent {
  const id = createId('seti')
  const intent: SetupIntent = {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: { allow_redirects: 'always', enabled: true },
    cancellation_reason: null,
    client_secret: `${id}_${createId('secret')}`,
    created: account.clock(),
    customer: terms.customer,
    customer_account: null,
    description: terms.description,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: { ...terms.metadata },
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: [...terms.methodTypes],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: terms.usage,
  }
  account.put('setup_intent', intent)
  account.emit('setup_intent.created', intent)
  return intent
}

export function completeSetup(
  account: StripeAccount,
  intent: SetupIntent,
  method: PaymentMethod,
  mandate: Mandate | null,
): void {
  Object.assign(intent, { status: 'succeeded', payment_method: method.id, mandate: mandate?.id ?? null })
  if (intent.customer !== null) attachPaymentMethod(account, method, intent.customer)
  account.emit('setup_intent.succeeded', intent)
}

export function cancelSetup(account: StripeAccount, intent: SetupIntent): void {
  intent.status = 'canceled'
  account.emit('setup_intent.canceled', intent)
}
