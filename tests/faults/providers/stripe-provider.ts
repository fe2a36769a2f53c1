import type Stripe from 'stripe'
import { eventSchema, readStripeEvent, STRIPE_EVENT_TYPES } from '~/gateways/stripe/stripe-event'
import { connect } from '../../simulators/stripe/test-client'
import { startStripeSimulator, type StripeSimulator } from '../../simulators/stripe/stripe-simulator'
import { METHODS, isMethodType, type DebitType, type RedirectType } from '../../simulators/stripe/payment-method-types'
import type { Chance } from '../chance'
import { StripeTraces } from './stripe-traces'
import { BY_HAND, BY_HAND_TIMEOUT_MS, Hands } from './by-hand'
import type { PageOutcome, Provider, ProviderBooks } from './provider'

/** Of charges without the payer: where their answers are lost too, nobody could know of them who is not told. */
const ABOUT_CHARGES = /^payment_intent\./

export async function startStripeProvider(): Promise<Provider> {
  const stripe = await startStripeSimulator({
    webhookAttempts: 8,
    webhookRetryDelayMs: 100,
    webhookTypes: STRIPE_EVENT_TYPES,
  })
  const client = connect(stripe, { timeout: BY_HAND_TIMEOUT_MS })
  const hands = new Hands()
  const traces = new StripeTraces(stripe)
  return {
    name: 'stripe',
    origin: stripe.origin,
    describeSettings: (host) => ({
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_WEBHOOK_SECRET: stripe.webhookSecret,
      STRIPE_API_BASE: stripe.origin.replace('127.0.0.1', host),
    }),
    sendWebhooksTo: (portalOrigin) => stripe.webhooks.sendTo(`${portalOrigin}/webhooks/stripe`),
    visitPage: (url, chance) => visitPage(stripe, new URL(url).pathname.split('/').at(-1) ?? '', chance),
    prepareCharge(chance) {
      if (chance.happens(0.2)) stripe.bank.setNextOffSessionOutcome('authentication_required')
      else if (chance.happens(0.15)) stripe.bank.setNextOffSessionOutcome('insufficient_funds')
    },
    actAsBank: (chance) => actAsBank(stripe, traces, chance),
    refundByHand: (chance) => hands.use(() => refundByHand(traces, client, chance)),
    finishAsBank(chance) {
      for (const { id } of listDebitsUnderWay(stripe)) endDebit(stripe, id, chance)
      for (const { id } of listPendingRefunds(stripe)) stripe.bank.completeRefund(id)
    },
    misbehave(seed) {
      if (seed === null) {
        stripe.faults.clear()
        stripe.webhooks.behave(null)
        stripe.bank.setRefundOutcome('default')
        stripe.bank.setNextOffSessionOutcome(null)
        return
      }
      stripe.faults.randomly({
        seed,
        share: 0.12,
        kinds: [
          ...(['timeout_before', 'timeout_after', 'reset_before', 'reset_after', 'server_error_before'] as const),
          ...(['server_error_after', 'server_error_kept', 'conflict', 'rate_limited', 'slow'] as const),
        ],
      })
      stripe.webhooks.behave({ seed, delayMs: [0, 1_500], duplicates: 0.25, losses: 0.08 })
    },
    watchCalls: (watcher) => stripe.watchCalls(hands.lookAway(watcher)),
    async deliverWhatReconciliationCannot() {
      await stripe.webhooks.deliver(listHeard(stripe).filter(({ type }) => ABOUT_CHARGES.test(type)))
    },
    async deliverAgain({ copies, seed, connections }) {
      await stripe.webhooks.deliver(listHeard(stripe), {
        order: 'shuffled',
        seed,
        copies,
        concurrency: connections,
      })
    },
    holdWebhooks: () => stripe.webhooks.hold(),
    listWebhooks: () =>
      listHeard(stripe).map((event) => () => ({ path: '/webhooks/stripe', ...stripe.webhooks.sign(event) })),
    settleWebhooks: () => stripe.webhooks.settle(),
    readBooks: () => readBooks(stripe),
    close: () => stripe.close(),
  }
}

/** Events that the portal's endpoint is registered for. */
function listHeard(stripe: StripeSimulator) {
  return stripe.webhooks.events.filter(({ type }) => STRIPE_EVENT_TYPES.includes(type))
}

function visitPage(stripe: StripeSimulator, sessionId: string, chance: Chance): PageOutcome {
  const session = stripe.read('checkout.session', sessionId)
  if (session.status !== 'open') return 'closed'
  const types = session.payment_method_types.filter(isMethodType)
  const type = chance.happens(0.6) && types.includes('card') ? 'card' : chance.pick(types)
  const drawn = chance.next()
  if (drawn < 0.08) return 'left'
  if (drawn < 0.12) {
    stripe.expireSession(sessionId)
    return 'left'
  }
  // A session that keeps the method keeps it by itself; the payer need not tick anything.
  switch (METHODS[type].flow) {
    case 'card': {
      if (chance.happens(0.15)) stripe.payer.payByCard(sessionId, { decline: 'insufficient_funds' })
      const isAsked = chance.happens(0.2)
      const isConfirmed = chance.happens(0.8)
      const options = isAsked ? { authentication: isConfirmed ? ('passed' as const) : ('failed' as const) } : {}
      return describeOutcome(stripe.payer.payByCard(sessionId, options))
    }
    case 'debit':
      return describeOutcome(stripe.payer.payByDebit(sessionId, type as DebitType))
    case 'redirect':
      return describeOutcome(
        stripe.payer.payByRedirect(sessionId, type as RedirectType, chance.happens(0.9) ? 'paid' : 'failed'),
      )
  }
}

function describeOutcome(result: ReturnType<StripeSimulator['payer']['payByCard']>): PageOutcome {
  if (result === 'paid') return 'paid'
  if (result === 'processing') return 'debit_begun'
  return result === 'session_over' ? 'closed' : 'declined'
}

function actAsBank(stripe: StripeSimulator, traces: StripeTraces, chance: Chance): void {
  stripe.bank.setRefundOutcome(chance.happens(0.3) ? 'pending' : chance.happens(0.1) ? 'failed' : 'default')
  const drawn = chance.next()
  if (drawn < 0.5) {
    const debit = traces.pickDebitUnderWay(chance)
    if (debit) endDebit(stripe, debit.id, chance)
  } else if (drawn < 0.75) {
    const refund = traces.pickRefund(chance, 'pending')
    if (refund && chance.happens(0.75)) stripe.bank.completeRefund(refund.id)
    else if (refund) stripe.bank.failRefund(refund.id)
  } else if (drawn < 0.78) {
    const refund = traces.pickRefund(chance, 'succeeded')
    if (refund) stripe.bank.failRefund(refund.id)
  } else if (drawn < 0.88) {
    const dispute = traces.pickUndecidedDispute(chance)
    if (dispute) stripe.bank.decideDispute(dispute.id, chance.happens(0.6) ? 'won' : 'lost')
  } else if (drawn < 0.92) {
    contest(stripe, traces, chance)
  }
}

/** A card holder disputes a charge; a debit that was good is given back. */
function contest(stripe: StripeSimulator, traces: StripeTraces, chance: Chance): void {
  const charge = traces.pickHeldCharge(chance)
  const intentId = typeof charge?.payment_intent === 'string' ? charge.payment_intent : ''
  const type = charge?.payment_method_details?.type ?? ''
  if (type === 'card') {
    const status = chance.happens(0.15) ? 'warning_needs_response' : 'needs_response'
    stripe.bank.openDispute(intentId, { status })
  } else if (isDebit(type)) {
    stripe.bank.failLate(intentId, { as: chance.happens(0.5) ? 'dispute' : 'failed_charge' })
  }
}

async function refundByHand(traces: StripeTraces, client: Stripe, chance: Chance): Promise<void> {
  const charge = traces.pickHeldCharge(chance)
  if (!charge) return
  const amount = chance.between(1, charge.amount_captured - charge.amount_refunded)
  // Whatever the answer is, a webhook tells what came of it.
  await client.refunds.create({ charge: charge.id, amount, metadata: { [BY_HAND]: 'yes' } }).catch(() => undefined)
}

function isDebit(type: string): boolean {
  return isMethodType(type) && METHODS[type].flow === 'debit'
}

function endDebit(stripe: StripeSimulator, intentId: string, chance: Chance): void {
  if (chance.happens(0.75)) stripe.bank.completeDebit(intentId)
  else stripe.bank.failDebit(intentId)
}

function listDebitsUnderWay(stripe: StripeSimulator) {
  return stripe.readAll('payment_intent').filter(({ status }) => status === 'processing')
}

function listPendingRefunds(stripe: StripeSimulator) {
  return stripe.readAll('refund').filter(({ status }) => status === 'pending')
}

/** In currencies that Stripe counts as ISO 4217 does; others are not paid in here. */
function readBooks(stripe: StripeSimulator): ProviderBooks {
  const gateway = 'stripe'
  const sessions = stripe.readAll('checkout.session')
  const sessionOf = new Map(sessions.map((session) => [session.payment_intent, session.id]))
  return {
    payments: stripe.books().map((book) => ({
      gateway,
      reference: book.paymentIntent,
      checkout: sessionOf.get(book.paymentIntent) ?? null,
      paymentId: book.metadata['paymentId'] ?? null,
      currency: book.currency.toUpperCase(),
      capturedMinor: book.captured,
      refundedMinor: book.refunded,
      chargedBackMinor: book.chargedBack + book.reversed,
    })),
    checkouts: sessions.map(({ id, metadata }) => ({
      gateway,
      reference: id,
      paymentId: metadata?.['paymentId'] ?? null,
    })),
    refunds: stripe.readAll('refund').map(({ id, amount, metadata, status }) => ({
      gateway,
      reference: id,
      reversalId: metadata?.['reversalId'] ?? null,
      isByHand: metadata?.[BY_HAND] === 'yes',
      hasFailed: status === 'failed',
      amountMinor: amount,
    })),
    events: listHeard(stripe).flatMap((event) =>
      readStripeEvent(eventSchema.parse(event)).map(({ eventId }) => ({ gateway, eventId })),
    ),
  }
}
