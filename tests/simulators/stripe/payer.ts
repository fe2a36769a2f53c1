/** The payer on the hosted page: what they can do there, and what follows from it. */
import type { DeclineCode, StripeAccount } from './account'
import { expireOverdueSessions } from './checkout-sessions'
import type { PaymentIntent, PaymentMethod, Session } from './contract'
import { createCustomer } from './customers'
import { describeDecline } from './declines'
import { attachPaymentMethod, createMandate, createPaymentMethod, isDebit } from './payment-methods'
import type { Payer } from './payment-methods'
import type { DebitType, MethodType, RedirectType } from './payment-method-types'
import { METHODS } from './payment-method-types'
import {
  completePayment,
  createIntent,
  declinePayment,
  failAuthentication,
  requireAuthentication,
  startDebit,
} from './payments'
import { completeSetup, createSetup } from './setup-intents'

/** `session_over`: it was paid, has expired or was ended; nothing happened. */
type PayerResult = 'paid' | 'processing' | 'declined' | 'authentication_required' | 'saved' | 'session_over'

export interface PayerOptions extends Partial<Payer> {
  /** Ticks the box that lets the method be kept, where the page shows one. */
  save?: boolean
}

export interface StripePayer {
  /**
   * @param options.decline The bank refuses; the payer may try again.
   * @param options.authentication `required` leaves the payer at the bank until `authenticate`.
   */
  payByCard(
    sessionId: string,
    options?: PayerOptions & { decline?: DeclineCode; authentication?: 'required' | 'passed' | 'failed' },
  ): PayerResult
  /** A direct debit, which `bank.completeDebit` or `bank.failDebit` ends. */
  payByDebit(sessionId: string, type: DebitType, options?: PayerOptions): PayerResult
  /** iDEAL, Bancontact, Przelewy24: `failed` where the payer turns back at the bank. */
  payByRedirect(sessionId: string, type: RedirectType, result?: 'paid' | 'failed', options?: PayerOptions): PayerResult
  /** Keeps a method in a session of mode `setup`. */
  saveMethod(sessionId: string, type: MethodType, options?: PayerOptions): PayerResult
  /** Answers the bank's question about a payment, in a session or off it. */
  authenticate(paymentIntentId: string, answer: 'confirm' | 'refuse'): PayerResult
}

const PAYER: Payer = { name: 'Anouk Payer', email: 'anouk@example.com', country: 'NL' }

export function createPayer(account: StripeAccount): StripePayer {
  return {
    payByCard(sessionId, options = {}) {
      const visit = openSession(account, sessionId, 'card', 'payment')
      if (!visit) return 'session_over'
      const intent = findOrCreateIntent(account, visit)
      const method = createPaymentMethod(account, 'card', { ...PAYER, ...options })
      if (options.authentication) requireAuthentication(account, intent, method, visit.success_url)
      if (options.authentication === 'required') return 'authentication_required'
      if (options.authentication === 'failed') {
        failAuthentication(account, intent, method)
        return 'declined'
      }
      if (options.decline) {
        declinePayment(account, intent, method, describeDecline(options.decline))
        return 'declined'
      }
      return settle(account, visit, intent, method, options)
    },
    payByDebit(sessionId, type, options = {}) {
      const visit = openSession(account, sessionId, type, 'payment')
      if (!visit) return 'session_over'
      const method = createPaymentMethod(account, type, { ...PAYER, ...options })
      return settle(account, visit, findOrCreateIntent(account, visit), method, options)
    },
    payByRedirect(sessionId, type, result = 'paid', options = {}) {
      const visit = openSession(account, sessionId, type, 'payment')
      if (!visit) return 'session_over'
      const intent = findOrCreateIntent(account, visit)
      const method = createPaymentMethod(account, type, { ...PAYER, ...options })
      requireAuthentication(account, intent, method, visit.success_url)
      if (result === 'paid') return settle(account, visit, intent, method, options)
      failAuthentication(account, intent, method)
      return 'declined'
    },
    saveMethod(sessionId, type, options = {}) {
      const visit = openSession(account, sessionId, type, 'setup')
      if (!visit) return 'session_over'
      completeDetails(account, visit, options, true)
      const terms = account.sessionTerms.get(visit.id)
      const setup = createSetup(account, {
        customer: visit.customer,
        description: terms?.description ?? null,
        metadata: terms?.metadata ?? {},
        methodTypes: [type],
        usage: 'off_session',
      })
      const method = createPaymentMethod(account, type, { ...PAYER, ...options })
      const mandate = isDebit(method)
        ? createMandate(account, method, { isReusable: true, amount: 0, currency: visit.currency ?? 'eur' })
        : null
      completeSetup(account, setup, method, mandate)
      visit.setup_intent = setup.id
      completeSession(account, visit, 'no_payment_required')
      return 'saved'
    },
    authenticate(paymentIntentId, answer) {
      const intent = account.get('payment_intent', paymentIntentId)
      if (intent.status !== 'requires_action' || intent.payment_method === null) return 'session_over'
      const method = account.get('payment_method', intent.payment_method)
      const sessionId = account.sessionOfIntent.get(intent.id)
      const visit = sessionId === undefined ? undefined : account.get('checkout.session', sessionId)
      if (answer === 'refuse') {
        failAuthentication(account, intent, method)
        return 'declined'
      }
      if (visit) return settle(account, visit, intent, method, {})
      completePayment(account, intent, method)
      return 'paid'
    },
  }
}

/** The session, if it can still be paid. @throws Error if the page does not offer this. */
function openSession(account: StripeAccount, id: string, type: MethodType, mode: 'payment' | 'setup'): Session | null {
  expireOverdueSessions(account)
  const session = account.get('checkout.session', id)
  if (session.mode !== mode) throw new Error(`The session is of mode ${session.mode}.`)
  if (!session.payment_method_types.includes(type)) {
    throw new Error(
      `The page of ${id} offers ${session.payment_method_types.join(', ')}, and not ${METHODS[type].label}.`,
    )
  }
  return session.status === 'open' ? session : null
}

/** Stripe makes the intent when the payer first tries, and keeps it for further tries. */
function findOrCreateIntent(account: StripeAccount, session: Session): PaymentIntent {
  if (session.payment_intent !== null) return account.get('payment_intent', session.payment_intent)
  const terms = account.sessionTerms.get(session.id)
  if (!terms || session.amount_total === null || session.currency === null) throw new Error('A session without terms.')
  const intent = createIntent(account, {
    amount: session.amount_total,
    currency: session.currency,
    customer: session.customer,
    description: terms.description,
    metadata: terms.metadata,
    methodTypes: session.payment_method_types.filter((type): type is MethodType => type in METHODS),
    receiptEmail: terms.receiptEmail,
    setupFutureUsage: terms.setupFutureUsage,
    statementDescriptor: terms.statementDescriptor,
    statementDescriptorSuffix: terms.statementDescriptorSuffix,
    allowedTypes: null,
    excludedTypes: null,
  })
  session.payment_intent = intent.id
  account.sessionOfIntent.set(intent.id, session.id)
  return intent
}

function settle(
  account: StripeAccount,
  session: Session,
  intent: PaymentIntent,
  method: PaymentMethod,
  options: PayerOptions,
): 'paid' | 'processing' {
  const terms = account.sessionTerms.get(session.id)
  completeDetails(account, session, options, terms?.setupFutureUsage === 'off_session')
  intent.customer = session.customer
  const mayAsk = session.saved_payment_method_options?.payment_method_save === 'enabled'
  if (options.save === true && !mayAsk) throw new Error('The page does not offer to keep the payment method.')
  const isSaved = options.save === true && session.customer !== null
  if (isSaved) method.allow_redisplay = 'always'
  const isDelayed = isDebit(method)
  if (isDelayed) {
    const isReusable = intent.setup_future_usage === 'off_session' || isSaved
    const { amount, currency } = intent
    startDebit(account, intent, method, createMandate(account, method, { isReusable, amount, currency }))
  } else completePayment(account, intent, method)
  if (isSaved && session.customer !== null) attachPaymentMethod(account, method, session.customer)
  completeSession(account, session, isDelayed ? 'unpaid' : 'paid')
  return isDelayed ? 'processing' : 'paid'
}

/** @param needsCustomer Whether a method is to be kept, which takes a customer. */
function completeDetails(
  account: StripeAccount,
  session: Session,
  options: PayerOptions,
  needsCustomer: boolean,
): void {
  const known = session.customer === null ? null : account.get('customer', session.customer)
  const email = known?.email ?? session.customer_email ?? options.email ?? PAYER.email
  const name = options.name ?? PAYER.name
  if (session.customer === null && (session.customer_creation === 'always' || needsCustomer)) {
    const customer = createCustomer(account, { email, name })
    account.emit('customer.created', customer)
    session.customer = customer.id
  }
  session.customer_details = {
    address: {
      city: null,
      country: options.country ?? PAYER.country,
      line1: null,
      line2: null,
      postal_code: null,
      state: null,
    },
    business_name: null,
    email,
    individual_name: null,
    name,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

function completeSession(account: StripeAccount, session: Session, paymentStatus: Session['payment_status']): void {
  session.status = 'complete'
  session.payment_status = paymentStatus
  session.url = null
  account.emit('checkout.session.completed', session)
}
