/** Payment methods: made on the hosted page, kept with a customer, charged again. */
import type { OffSessionOutcome, OpenDisputeStatus, StripeAccount } from './account'
import type { Charge, Mandate, PaymentMethod, Requests } from './contract'
import { refuse } from './failures'
import { createId } from './ids'
import { METHODS } from './payment-method-types'
import type { MethodType } from './payment-method-types'

export interface Payer {
  name: string
  email: string
  /** ISO 3166 of the card or the bank. */
  country: string
}

const NOWHERE = { city: null, country: null, line1: null, line2: null, postal_code: null, state: null }

/** Stripe's own names of test cards, and what they lead to. https://docs.stripe.com/testing */
const TEST_CARDS: Readonly<Record<string, { outcome?: OffSessionOutcome; dispute?: OpenDisputeStatus }>> = {
  pm_card_visa: {},
  pm_card_mastercard: {},
  pm_card_authenticationRequired: { outcome: 'authentication_required' },
  pm_card_threeDSecure2Required: { outcome: 'authentication_required' },
  pm_card_chargeDeclined: { outcome: 'generic_decline' },
  pm_card_visa_chargeDeclined: { outcome: 'generic_decline' },
  pm_card_visa_chargeDeclinedInsufficientFunds: { outcome: 'insufficient_funds' },
  pm_card_chargeCustomerFail: { outcome: 'generic_decline' },
  pm_card_createDispute: { dispute: 'needs_response' },
  pm_card_createDisputeInquiry: { dispute: 'warning_needs_response' },
}

export function createPaymentMethod(account: StripeAccount, type: MethodType, payer: Payer): PaymentMethod {
  const method: PaymentMethod = {
    id: createId('pm'),
    object: 'payment_method',
    allow_redisplay: 'limited',
    billing_details: {
      address: { ...NOWHERE, country: payer.country },
      email: payer.email,
      name: payer.name,
      phone: null,
      tax_id: null,
    },
    created: account.clock(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    type,
    ...describeMethod(type, payer),
  }
  account.put('payment_method', method)
  return method
}

function describeMethod(type: MethodType, payer: Payer): Partial<PaymentMethod> {
  const fingerprint = createId('fp', 16).slice(3)
  switch (type) {
    case 'card':
      return {
        card: {
          brand: 'visa',
          checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
          country: payer.country,
          display_brand: 'visa',
          exp_month: 8,
          exp_year: 2030,
          fingerprint,
          funding: 'credit',
          generated_from: null,
          last4: '4242',
          networks: { available: ['visa'], preferred: null },
          regulated_status: 'unregulated',
          three_d_secure_usage: { supported: true },
          wallet: null,
        },
      }
    case 'sepa_debit':
      return {
        sepa_debit: {
          bank_code: '37040044',
          branch_code: '',
          country: payer.country,
          fingerprint,
          generated_from: { charge: null, setup_attempt: null },
          last4: '3000',
        },
      }
    case 'bacs_debit':
      return { bacs_debit: { fingerprint, last4: '2345', sort_code: '108800' } }
    case 'us_bank_account':
      return {
        us_bank_account: {
          account_holder_type: 'company',
          account_type: 'checking',
          bank_name: 'STRIPE TEST BANK',
          financial_connections_account: null,
          fingerprint,
          last4: '6789',
          networks: { preferred: 'ach', supported: ['ach'] },
          routing_number: '110000000',
          status_details: {},
        },
      }
    case 'ideal':
      return { ideal: { bank: 'ing', bic: 'INGBNL2A' } }
    case 'bancontact':
      return { bancontact: {} }
    case 'p24':
      return { p24: { bank: 'ing' } }
  }
}

/** How a charge says what it was paid with. */
export function describeForCharge(
  method: PaymentMethod,
  mandate: Mandate | null,
): Extract<Charge['payment_method_details'], object> {
  const { card, sepa_debit, bacs_debit, us_bank_account, ideal } = method
  const mandateId = mandate?.id ?? null
  const iban = { iban_last4: '3000', verified_name: method.billing_details.name }
  const generated = { generated_sepa_debit: null, generated_sepa_debit_mandate: null }
  const { type } = method
  if (card) {
    return {
      type,
      card: {
        amount_authorized: null,
        authorization_code: '000000',
        brand: card.brand,
        checks: card.checks,
        country: card.country,
        electronic_commerce_indicator: null,
        exp_month: card.exp_month,
        exp_year: card.exp_year,
        fingerprint: card.fingerprint ?? null,
        funding: card.funding,
        installments: null,
        last4: card.last4,
        mandate: null,
        network: 'visa',
        network_transaction_id: null,
        regulated_status: card.regulated_status,
        three_d_secure: null,
        transaction_link_id: null,
        wallet: null,
      },
    }
  }
  if (sepa_debit) {
    const { bank_code, branch_code, country, fingerprint, last4 } = sepa_debit
    return { type, sepa_debit: { bank_code, branch_code, country, fingerprint, last4, mandate: mandateId } }
  }
  if (bacs_debit) return { type, bacs_debit: { ...bacs_debit, mandate: mandateId } }
  if (us_bank_account) {
    const { account_holder_type, account_type, bank_name, fingerprint, last4, routing_number } = us_bank_account
    return {
      type,
      us_bank_account: {
        ...{ account_holder_type, account_type, bank_name, fingerprint, last4, routing_number },
        payment_reference: null,
        ...(mandateId === null ? {} : { mandate: mandateId }),
      },
    }
  }
  if (ideal) return { type, ideal: { ...ideal, ...iban, ...generated, transaction_id: createId('tr', 12) } }
  if (method.bancontact) {
    const bank = { bank_code: 'VAPE', bank_name: 'VAN DE PUT & CO', bic: 'VAPEBE22', preferred_language: null }
    return { type, bancontact: { ...bank, ...iban, ...generated } }
  }
  return { type, p24: { bank: 'ing', reference: null, verified_name: iban.verified_name } }
}

/** The mandate a debit needs. Only one for several uses lets the creditor charge again. */
export function createMandate(
  account: StripeAccount,
  method: PaymentMethod,
  terms: { isReusable: boolean; amount: number; currency: string },
): Mandate {
  const reference = createId('ref', 12).slice(4).toUpperCase()
  const url = `${account.origin}/mandates/${reference}`
  const mandate: Mandate = {
    id: createId('mandate'),
    object: 'mandate',
    customer_acceptance: {
      accepted_at: account.clock(),
      online: { ip_address: '127.0.0.1', user_agent: 'payer' },
      type: 'online',
    },
    livemode: false,
    payment_method: method.id,
    payment_method_details: {
      type: method.type,
      ...(method.sepa_debit ? { sepa_debit: { reference, url } } : {}),
      ...(method.bacs_debit
        ? {
            bacs_debit: {
              display_name: null,
              network_status: 'accepted' as const,
              reference,
              revocation_reason: null,
              service_user_number: null,
              url,
            },
          }
        : {}),
      ...(method.us_bank_account ? { us_bank_account: {} } : {}),
    },
    status: 'active',
    ...(terms.isReusable
      ? { type: 'multi_use' as const, multi_use: {} }
      : { type: 'single_use' as const, single_use: { amount: terms.amount, currency: terms.currency } }),
  }
  account.put('mandate', mandate)
  return mandate
}

/** The mandate under which a saved debit may be charged again. */
export function findReusableMandate(account: StripeAccount, methodId: string): Mandate | null {
  return (
    account
      .list('mandate')
      .findLast(({ payment_method, type }) => payment_method === methodId && type === 'multi_use') ?? null
  )
}

/**
 * A method named in a request, which may be one of Stripe's test cards.
 * @throws StripeFailure (400) if there is none.
 */
export function readPaymentMethod(account: StripeAccount, id: string): PaymentMethod {
  const card = TEST_CARDS[id]
  if (!card) return account.get('payment_method', id, 'payment_method')
  const method = createPaymentMethod(account, 'card', { name: 'Test Card', email: 'payer@example.com', country: 'US' })
  if (card.outcome) account.offSessionOutcomes.set(method.id, card.outcome)
  if (card.dispute) account.disputesToCome.set(method.id, card.dispute)
  return method
}

export function attachPaymentMethod(account: StripeAccount, method: PaymentMethod, customer: string): void {
  if (method.customer === customer) return
  method.customer = customer
  account.emit('payment_method.attached', method)
}

export const paymentMethodHandlers = {
  attach: (account: StripeAccount, parameters: Requests['payment_methods.attach'], id: string): PaymentMethod => {
    const method = readPaymentMethod(account, id)
    if (!parameters.customer)
      throw refuse('Missing required param: customer.', { param: 'customer', code: 'parameter_missing' })
    account.get('customer', parameters.customer, 'customer')
    if (method.customer !== null && method.customer !== parameters.customer) {
      throw refuse('This PaymentMethod is attached to another Customer. You must detach it first.')
    }
    attachPaymentMethod(account, method, parameters.customer)
    return method
  },
  detach: (account: StripeAccount, _parameters: Requests['payment_methods.detach'], id: string): PaymentMethod => {
    const method = account.get('payment_method', id)
    if (method.customer === null) {
      throw refuse('The payment method you provided is not attached to a customer so detachment is impossible.', {
        param: 'payment_method',
      })
    }
    const customer = method.customer
    method.customer = null
    account.emit('payment_method.detached', method, { customer })
    return method
  },
}

/** True where the money is certain only days later. */
export function isDebit(method: PaymentMethod): boolean {
  return Object.entries(METHODS).some(([type, { flow }]) => type === method.type && flow === 'debit')
}
