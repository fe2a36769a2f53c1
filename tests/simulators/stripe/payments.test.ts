/** Payments on the double from both ends: what the payer and the banks do, and what the API and the books then say. */
import type Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { PayerOptions } from './payer'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { catchRefusal, connect, describeLine, describeSession } from './test-client'

let simulator: StripeSimulator
let stripe: Stripe
let now: Date

beforeEach(async () => {
  now = new Date('2026-11-22T09:00:00Z')
  simulator = await startStripeSimulator({ now: () => now })
  stripe = connect(simulator)
})

afterEach(() => simulator.close())

const KEEP = { payment_intent_data: { setup_future_usage: 'off_session' as const, metadata: { payment: 'pay_1' } } }

async function openSession(overrides: Stripe.Checkout.SessionCreateParams = {}): Promise<string> {
  return (await stripe.checkout.sessions.create(describeSession(overrides))).id
}

/** Types of the events since the last call. */
let seen = 0
beforeEach(() => (seen = 0))
function takeEvents(): string[] {
  const fresh = simulator.webhooks.events.slice(seen).map((event) => event.type)
  seen += fresh.length
  return fresh
}

function readIntent(sessionId: string) {
  return simulator.read('payment_intent', simulator.read('checkout.session', sessionId).payment_intent ?? '')
}

/** A customer with a method that may be charged again. */
async function keepMethod(pay: (sessionId: string) => unknown, overrides: Stripe.Checkout.SessionCreateParams = {}) {
  const customer = await stripe.customers.create({ email: 'clerk@debtor.example' })
  const id = await openSession({ ...KEEP, customer: customer.id, ...overrides })
  pay(id)
  const { data } = await stripe.customers.listPaymentMethods(customer.id)
  return { customer: customer.id, paymentMethod: data[0]?.id ?? '', sessionId: id }
}

describe('a card', () => {
  it('pays at once', async () => {
    const id = await openSession()
    expect(simulator.payer.payByCard(id)).toBe('paid')
    expect(takeEvents()).toEqual([
      ...['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated'],
      'checkout.session.completed',
    ])
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({
      status: 'complete',
      payment_status: 'paid',
      url: null,
      customer_details: { email: 'anouk@example.com' },
    })
    const intent = readIntent(id)
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 11_900, metadata: { payment: 'pay_1' } })
    expect(simulator.books()).toEqual([
      {
        paymentIntent: intent.id,
        currency: 'eur',
        metadata: { payment: 'pay_1' },
        ...{ captured: 11_900, refunded: 0, chargedBack: 0, reversed: 0, held: 11_900 },
      },
    ])
    expect(simulator.payer.payByCard(id)).toBe('session_over')
    expect(simulator.books()).toHaveLength(1)
  })

  it('is declined, and another tried in the same session', async () => {
    const id = await openSession()
    expect(simulator.payer.payByCard(id, { decline: 'insufficient_funds' })).toBe('declined')
    expect(takeEvents()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed'])
    const { id: intentId, last_payment_error } = readIntent(id)
    expect(last_payment_error).toMatchObject({ code: 'card_declined', decline_code: 'insufficient_funds' })
    expect(simulator.payer.payByCard(id)).toBe('paid')
    expect(readIntent(id)).toMatchObject({ id: intentId, status: 'succeeded', last_payment_error: null })
    expect(simulator.books()).toMatchObject([{ captured: 11_900 }])
  })

  it('asks the bank, which confirms or does not', async () => {
    const id = await openSession()
    expect(simulator.payer.payByCard(id, { authentication: 'required' })).toBe('authentication_required')
    const { id: intentId, status } = readIntent(id)
    expect(status).toBe('requires_action')
    expect(simulator.payer.authenticate(intentId, 'refuse')).toBe('declined')
    expect(simulator.payer.authenticate(intentId, 'confirm')).toBe('session_over')
    simulator.payer.payByCard(id, { authentication: 'required' })
    expect(simulator.payer.authenticate(intentId, 'confirm')).toBe('paid')
    expect(takeEvents()).toEqual([
      ...['payment_intent.created', 'payment_intent.requires_action', 'payment_intent.payment_failed'],
      ...['payment_intent.requires_action', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated'],
      'checkout.session.completed',
    ])
  })

  it('cannot pay a session whose time is over', async () => {
    const id = await openSession()
    simulator.payer.payByCard(id, { decline: 'do_not_honor' })
    now = new Date(now.getTime() + 24 * 3_600_000)
    expect(simulator.payer.payByCard(id)).toBe('session_over')
    expect(takeEvents().slice(-2)).toEqual(['payment_intent.canceled', 'checkout.session.expired'])
    expect(await stripe.checkout.sessions.retrieve(id)).toMatchObject({ status: 'expired', payment_status: 'unpaid' })
    expect(simulator.books()).toMatchObject([{ captured: 0 }])
  })
})

describe('a direct debit', () => {
  it.each([
    ['sepa_debit', 'eur'],
    ['bacs_debit', 'gbp'],
    ['us_bank_account', 'usd'],
  ] as const)('%s is paid days later', async (type, currency) => {
    const id = await openSession({ line_items: [describeLine(11_900, currency)] })
    expect(simulator.payer.payByDebit(id, type)).toBe('processing')
    expect(takeEvents()).toEqual([
      ...['payment_intent.created', 'charge.pending', 'payment_intent.processing', 'checkout.session.completed'],
    ])
    expect(simulator.read('checkout.session', id)).toMatchObject({ status: 'complete', payment_status: 'unpaid' })
    expect(simulator.books()).toMatchObject([{ captured: 0 }])
    simulator.bank.completeDebit(readIntent(id).id)
    expect(takeEvents()).toEqual([
      ...['charge.succeeded', 'payment_intent.succeeded', 'charge.updated', 'checkout.session.async_payment_succeeded'],
    ])
    expect(simulator.read('checkout.session', id).payment_status).toBe('paid')
    expect(simulator.books()).toMatchObject([{ captured: 11_900, currency }])
  })

  it('is given back before it was paid', async () => {
    const id = await openSession()
    simulator.payer.payByDebit(id, 'sepa_debit')
    takeEvents()
    simulator.bank.failDebit(readIntent(id).id, 'account_closed')
    expect(takeEvents()).toEqual([
      ...['charge.failed', 'payment_intent.payment_failed', 'checkout.session.async_payment_failed'],
    ])
    expect(readIntent(id).last_payment_error?.code).toBe('account_closed')
    expect(simulator.books()).toMatchObject([{ captured: 0, held: 0 }])
  })

  it.each([
    ['dispute', ['charge.dispute.created', 'charge.dispute.funds_withdrawn', 'charge.dispute.closed'], 'chargedBack'],
    ['failed_charge', ['charge.failed', 'payment_intent.payment_failed'], 'reversed'],
  ] as const)('is given back after it was paid, told as a %s', async (as, events, column) => {
    const id = await openSession()
    simulator.payer.payByDebit(id, 'sepa_debit')
    const intentId = readIntent(id).id
    simulator.bank.completeDebit(intentId)
    takeEvents()
    simulator.bank.failLate(intentId, { as })
    expect(takeEvents()).toEqual(events)
    expect(simulator.books()).toMatchObject([{ captured: 11_900, [column]: 11_900, held: 0 }])
  })

  it('leaves a mandate, of which the bank has news', async () => {
    const { paymentMethod } = await keepMethod((id) => simulator.payer.payByDebit(id, 'bacs_debit'), {
      line_items: [describeLine(11_900, 'gbp')],
    })
    const [mandate] = simulator.readAll('mandate')
    expect(await stripe.mandates.retrieve(mandate!.id)).toMatchObject({
      payment_method: paymentMethod,
      status: 'active',
    })
    simulator.bank.updateMandate(mandate!.id, 'inactive')
    expect(simulator.webhooks.events.at(-1)).toMatchObject({
      type: 'mandate.updated',
      data: { object: { status: 'inactive' }, previous_attributes: { status: 'active' } },
    })
  })
})

describe('a bank redirect', () => {
  it.each(['ideal', 'bancontact', 'p24'] as const)('%s is paid once the bank says so', async (type) => {
    const id = await openSession()
    expect(simulator.payer.payByRedirect(id, type, 'failed')).toBe('declined')
    expect(simulator.payer.payByRedirect(id, type)).toBe('paid')
    const charge = simulator.read('charge', readIntent(id).latest_charge ?? '')
    expect(charge.payment_method_details).toMatchObject({ type, [type]: {} })
  })

  it('leaves a debit where the method may be used again', async () => {
    const { paymentMethod } = await keepMethod((id) => simulator.payer.payByRedirect(id, 'ideal'))
    expect(simulator.read('payment_method', paymentMethod).type).toBe('sepa_debit')
  })
})

describe('keeping a method', () => {
  it('takes the consent that the page asks for', async () => {
    const saved: PayerOptions = { save: true }
    const customer = (await stripe.customers.create({ email: 'clerk@debtor.example' })).id
    const asks = { customer, saved_payment_method_options: { payment_method_save: 'enabled' as const } }
    simulator.payer.payByCard(await openSession(asks))
    expect((await stripe.customers.listPaymentMethods(customer)).data).toEqual([])
    simulator.payer.payByCard(await openSession(asks), saved)
    expect((await stripe.customers.listPaymentMethods(customer)).data).toMatchObject([{ allow_redisplay: 'always' }])
    const silent = await openSession({ customer })
    expect(() => simulator.payer.payByCard(silent, saved)).toThrow('does not offer')
  })

  it('can do without a payment', async () => {
    const customer = (await stripe.customers.create()).id
    const { id } = await stripe.checkout.sessions.create({
      ...{ mode: 'setup', currency: 'eur', customer, success_url: 'https://portal.example/kept' },
    })
    expect(simulator.payer.saveMethod(id, 'sepa_debit')).toBe('saved')
    expect(takeEvents().slice(-4)).toEqual([
      ...['setup_intent.created', 'payment_method.attached', 'setup_intent.succeeded', 'checkout.session.completed'],
    ])
    expect(await stripe.checkout.sessions.retrieve(id, { expand: ['setup_intent.mandate'] })).toMatchObject({
      payment_status: 'no_payment_required',
      setup_intent: { status: 'succeeded', mandate: { type: 'multi_use' } },
    })
  })

  it('ends when it is detached', async () => {
    const { customer, paymentMethod } = await keepMethod((id) => simulator.payer.payByCard(id))
    expect(await stripe.paymentMethods.detach(paymentMethod)).toMatchObject({ customer: null })
    expect((await catchRefusal(stripe.paymentMethods.detach(paymentMethod))).statusCode).toBe(400)
    const refusal = await catchRefusal(chargeOffSession(customer, paymentMethod))
    expect(refusal.message).toContain('may not be used again')
  })
})

function chargeOffSession(customer: string, payment_method: string, options?: Stripe.RequestOptions) {
  return stripe.paymentIntents.create(
    { amount: 5000, currency: 'eur', customer, payment_method, off_session: true, confirm: true },
    options,
  )
}

describe('a charge nobody attends to', () => {
  it('succeeds with a kept card', async () => {
    const { customer, paymentMethod } = await keepMethod((id) => simulator.payer.payByCard(id))
    takeEvents()
    expect(await chargeOffSession(customer, paymentMethod)).toMatchObject({
      status: 'succeeded',
      amount_received: 5000,
    })
    expect(takeEvents()).toEqual([
      ...['payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'charge.updated'],
    ])
    expect(simulator.webhooks.events.at(-1)?.request?.id).toBe(simulator.requests.at(-1)?.id)
  })

  it.each([
    ['authentication_required', 'authentication_required', 'authentication_required'],
    ['insufficient_funds', 'card_declined', 'insufficient_funds'],
    ['expired_card', 'expired_card', ''],
  ] as const)('%s is a 402 with the intent', async (outcome, code, declineCode) => {
    const { customer, paymentMethod } = await keepMethod((id) => simulator.payer.payByCard(id))
    simulator.bank.setNextOffSessionOutcome(outcome)
    const refusal = await catchRefusal(chargeOffSession(customer, paymentMethod))
    expect({ type: refusal.type, status: refusal.statusCode, code: refusal.code }).toEqual({
      ...{ type: 'StripeCardError', status: 402, code },
    })
    expect(refusal.decline_code).toBe(declineCode)
    const intent = refusal.payment_intent!
    expect(intent).toMatchObject({ status: 'requires_payment_method', last_payment_error: { code } })
    expect(simulator.books().find((book) => book.paymentIntent === intent.id)).toMatchObject({ captured: 0 })
    // The payer pays the same intent on the page that the creditor links to.
    const again = await stripe.paymentIntents.confirm(intent.id, {
      ...{ payment_method: paymentMethod, return_url: 'https://portal.example/back' },
    })
    expect(again.status).toBe('succeeded')
  })

  it('takes a debit by its mandate, as long as that holds', async () => {
    const { customer, paymentMethod } = await keepMethod((id) => simulator.payer.payByDebit(id, 'sepa_debit'))
    const intent = await chargeOffSession(customer, paymentMethod)
    expect(intent.status).toBe('processing')
    simulator.bank.completeDebit(intent.id)
    expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe('succeeded')
    simulator.bank.updateMandate(simulator.readAll('mandate')[0]!.id, 'inactive')
    expect((await catchRefusal(chargeOffSession(customer, paymentMethod))).code).toBe('payment_intent_mandate_invalid')
  })

  it('needs the customer that the method belongs to, and a debit a lasting mandate', async () => {
    const { paymentMethod } = await keepMethod((id) => simulator.payer.payByCard(id))
    const other = (await stripe.customers.create()).id
    expect((await catchRefusal(chargeOffSession(other, paymentMethod))).param).toBe('payment_method')
    const id = await openSession({ customer: other })
    simulator.payer.payByDebit(id, 'sepa_debit')
    const used = readIntent(id).payment_method ?? ''
    expect((await catchRefusal(chargeOffSession(other, used))).message).toContain('may not be used again')
    const onceAgain = await keepMethod((sessionId) => simulator.payer.payByDebit(sessionId, 'sepa_debit'), {
      payment_intent_data: { setup_future_usage: 'on_session' },
    })
    const refusal = await catchRefusal(chargeOffSession(onceAgain.customer, onceAgain.paymentMethod))
    expect(refusal.param).toBe('mandate_data')
  })

  it('is off session only where it is confirmed', async () => {
    const refusal = await catchRefusal(
      stripe.paymentIntents.create({ amount: 500, currency: 'eur', off_session: true }),
    )
    expect(refusal.param).toBe('off_session')
  })
})

describe('a payment intent', () => {
  it('is canceled unless it is done or belongs to a session', async () => {
    const intent = await stripe.paymentIntents.create({ amount: 500, currency: 'eur' })
    expect(await stripe.paymentIntents.cancel(intent.id, { cancellation_reason: 'abandoned' })).toMatchObject({
      ...{ status: 'canceled', cancellation_reason: 'abandoned' },
    })
    expect((await catchRefusal(stripe.paymentIntents.cancel(intent.id))).code).toBe('payment_intent_unexpected_state')
    const id = await openSession()
    simulator.payer.payByCard(id, { decline: 'lost_card' })
    expect((await catchRefusal(stripe.paymentIntents.cancel(readIntent(id).id))).message).toContain(
      'created by Checkout',
    )
  })
})

describe('settlement', () => {
  it('is in the currency of the account, with the rate beside it', async () => {
    const { port } = simulator
    expect(port).toBeGreaterThan(0)
    const settling = await startStripeSimulator({
      settlement: { currency: 'eur', rates: { jpy: 0.0061 }, feeBps: 290, feeFixed: 30, isDeferred: true },
    })
    try {
      const client = connect(settling)
      const { id } = await client.checkout.sessions.create(
        describeSession({ line_items: [describeLine(50_000, 'jpy')] }),
      )
      settling.payer.payByCard(id)
      const [charge] = settling.readAll('charge')
      expect(charge?.balance_transaction).toBeNull()
      settling.bank.settleBalance(charge!.id)
      const settled = await client.charges.retrieve(charge!.id, { expand: ['balance_transaction'] })
      // 50,000 JPY at 0.0061 are 305.00 EUR; 2.9 % of it and 0.30 are 9.15 (8.845 rounds up).
      expect(settled.balance_transaction).toMatchObject({
        ...{ amount: 30_500, currency: 'eur', exchange_rate: 0.0061, fee: 915, net: 29_585 },
      })
      expect(settling.webhooks.events.at(-1)?.type).toBe('charge.updated')
    } finally {
      await settling.close()
    }
  })
})
