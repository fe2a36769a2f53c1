import { readFileSync } from 'node:fs'
import Stripe from 'stripe'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { STRIPE_EVENT_TYPES } from './stripe-event'
import { readStripeWebhook } from './stripe-webhook.server'

const secret = 'whsec_of_tests_alone'
const now = new Date('2026-11-22T10:00:00Z')
const seconds = now.getTime() / 1000
const paymentId = '01900000-0000-7000-8000-000000000001'
const reversalId = '01900000-0000-7000-8000-000000000002'
const EUR = parseCurrencyCode('EUR')!

function write(type: string, object: object, overrides: object = {}): string {
  return JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type,
    created: seconds - 5,
    livemode: false,
    data: { object },
    ...overrides,
  })
}

function sign(payload: string, key = secret, timestamp = seconds): string {
  return Stripe.webhooks.generateTestHeaderString({ payload, secret: key, timestamp })
}

function read(body: string, { header = sign(body), at = now, secrets = [secret], isLive = false } = {}) {
  return readStripeWebhook(body, new Headers({ 'stripe-signature': header }), { secrets, isLive, now: at })
}

function readEvents(type: string, object: object) {
  const answer = read(write(type, object))
  if (!answer.ok) throw new Error(answer.failure.detail)
  return answer.value
}

const metadata = { paymentId, origin: 'checkout' }
const session = {
  id: 'cs_1',
  status: 'complete',
  payment_status: 'paid',
  amount_total: 100_00,
  currency: 'eur',
  created: seconds,
  payment_intent: 'pi_1',
  payment_method_types: ['sepa_debit'],
  metadata,
}
const intent = {
  id: 'pi_1',
  status: 'succeeded',
  amount: 100_00,
  amount_received: 100_00,
  currency: 'eur',
  created: seconds,
  payment_method_types: ['card'],
  metadata: { ...metadata, origin: 'saved_method' },
}
const charge = {
  id: 'ch_1',
  status: 'succeeded',
  amount: 100_00,
  amount_refunded: 0,
  currency: 'eur',
  created: seconds,
  customer: 'cus_1',
  payment_intent: 'pi_1',
  payment_method: 'pm_1',
  payment_method_details: { type: 'card', card: { brand: 'visa', last4: '4242', exp_month: 2, exp_year: 2028 } },
  failure_balance_transaction: null,
  metadata: { ...metadata, keepsMethod: 'yes' },
}
const refund = {
  id: 're_1',
  status: 'succeeded',
  amount: 40_00,
  currency: 'eur',
  created: seconds,
  payment_intent: 'pi_1',
  metadata: { paymentId, reversalId },
}
const dispute = {
  id: 'dp_1',
  status: 'needs_response',
  amount: 100_00,
  currency: 'eur',
  created: seconds,
  reason: 'fraudulent',
  payment_intent: 'pi_1',
}

const shared = { gateway: 'stripe', eventId: 'evt_1', occurredAt: new Date('2026-11-22T09:59:55Z') }
const inCheckout = {
  ...shared,
  paymentId,
  gatewayReference: 'cs_1',
  transactionReference: 'pi_1',
  amount: createMoney(100_00, EUR),
  method: 'sepa_debit',
}

describe('an event of Stripe', () => {
  it.each([
    ['checkout.session.completed', {}, 'payment_succeeded'],
    // A debit was given, which is no money yet.
    ['checkout.session.completed', { payment_status: 'unpaid' }, 'payment_processing'],
    ['checkout.session.async_payment_succeeded', {}, 'payment_succeeded'],
    ['checkout.session.async_payment_failed', { payment_status: 'unpaid' }, 'payment_failed'],
    ['checkout.session.expired', { status: 'expired', payment_status: 'unpaid' }, 'payment_expired'],
  ])('%s %j is %s', (type, overrides, kind) => {
    expect(readEvents(type, { ...session, ...overrides })).toEqual([{ ...inCheckout, kind }])
  })

  it.each([
    ['payment_intent.succeeded', {}, 'payment_succeeded', undefined],
    ['payment_intent.processing', { status: 'processing' }, 'payment_processing', undefined],
    [
      'payment_intent.payment_failed',
      { last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' } },
      'payment_failed',
      'insufficient_funds',
    ],
    ['payment_intent.requires_action', { status: 'requires_action' }, 'payment_failed', 'authentication_required'],
    ['payment_intent.canceled', { status: 'canceled' }, 'payment_canceled', undefined],
  ])('%s without the payer is %s', (type, overrides, kind, failureCode) => {
    const [event, ...rest] = readEvents(type, { ...intent, ...overrides })
    expect(rest).toEqual([])
    expect(event).toMatchObject({ kind, gatewayReference: 'pi_1', transactionReference: 'pi_1', paymentId })
    expect(event?.failureCode).toBe(failureCode)
    // On Stripe's page the attempt can be made again: the checkout says how it ended.
    expect(readEvents(type, { ...intent, ...overrides, metadata })).toEqual([])
  })

  it.each([
    ['refund.created', 'succeeded', 'payment_refunded'],
    ['refund.updated', 'succeeded', 'payment_refunded'],
    ['refund.updated', 'canceled', 'payment_refund_failed'],
    ['refund.failed', 'failed', 'payment_refund_failed'],
    ['refund.created', 'pending', null],
    ['refund.updated', 'requires_action', null],
  ])('%s that is %s is %s', (type, status, kind) => {
    const reversal = { gatewayReference: 're_1', reversalId }
    const event = {
      ...shared,
      kind,
      paymentId,
      transactionReference: 'pi_1',
      amount: createMoney(40_00, EUR),
      reversal,
    }
    expect(readEvents(type, { ...refund, status })).toEqual(kind === null ? [] : [event])
  })

  it('about a refund that was made in the dashboard names the transaction alone', () => {
    const [event] = readEvents('refund.created', { ...refund, metadata: {}, reason: 'duplicate' })
    expect(event).not.toHaveProperty('paymentId')
    expect(event?.reversal).toEqual({ gatewayReference: 're_1', reason: 'duplicate' })
  })

  it.each([
    ['charge.dispute.created', 'needs_response', 'payment_charged_back'],
    ['charge.dispute.created', 'lost', 'payment_charged_back'],
    // An inquiry takes no money.
    ['charge.dispute.created', 'warning_needs_response', null],
    ['charge.dispute.funds_withdrawn', 'needs_response', 'payment_charged_back'],
    ['charge.dispute.funds_reinstated', 'won', 'payment_chargeback_won'],
    ['charge.dispute.closed', 'won', 'payment_chargeback_won'],
    ['charge.dispute.closed', 'lost', 'payment_charged_back'],
    ['charge.dispute.closed', 'warning_closed', null],
    ['charge.dispute.closed', 'prevented', null],
  ])('%s that is %s is %s', (type, status, kind) => {
    const events = readEvents(type, { ...dispute, status })
    expect(events.map((event) => [event.kind, event.reversal])).toEqual(
      kind === null ? [] : [[kind, { gatewayReference: 'dp_1', reason: 'fraudulent' }]],
    )
  })

  it('about a debit that was given back after it had succeeded is a chargeback, however Stripe tells it', () => {
    const back = { status: 'failed', failure_balance_transaction: 'txn_2', amount_refunded: 10_00 }
    expect(readEvents('charge.failed', { ...charge, ...back })).toMatchObject([
      {
        kind: 'payment_charged_back',
        transactionReference: 'pi_1',
        amount: createMoney(90_00, EUR),
        reversal: { gatewayReference: 'ch_1', reason: 'late_failure' },
      },
    ])
    expect(
      readEvents('charge.dispute.created', { ...dispute, reason: 'insufficient_funds', status: 'lost' }),
    ).toMatchObject([{ kind: 'payment_charged_back', reversal: { gatewayReference: 'dp_1', reason: 'late_failure' } }])
    // One that simply failed moved nothing.
    expect(readEvents('charge.failed', { ...charge, status: 'failed' })).toEqual([])
  })

  it('tells which method was kept, where the payer agreed', () => {
    expect(readEvents('charge.succeeded', charge)).toMatchObject([
      {
        kind: 'method_saved',
        paymentId,
        savedMethod: {
          customerReference: 'cus_1',
          methodReference: 'pm_1',
          kind: 'card',
          label: 'Visa •••• 4242',
          expiresOn: '2028-02-29',
        },
      },
    ])
    expect(readEvents('charge.succeeded', { ...charge, metadata })).toEqual([])
    const ideal = { type: 'ideal', ideal: { iban_last4: '3000', generated_sepa_debit: 'pm_2' } }
    expect(readEvents('charge.succeeded', { ...charge, payment_method_details: ideal })).toMatchObject([
      { savedMethod: { methodReference: 'pm_2', kind: 'sepa_debit', label: 'SEPA •••• 3000', expiresOn: null } },
    ])
    // Nothing was kept of it.
    const single = { type: 'ideal', ideal: { iban_last4: '3000', generated_sepa_debit: null } }
    expect(readEvents('charge.succeeded', { ...charge, payment_method_details: single })).toEqual([])
  })

  it('about a mandate that ended takes its method away', () => {
    const mandate = { id: 'mandate_1', payment_method: 'pm_1', payment_method_details: { type: 'bacs_debit' } }
    expect(readEvents('mandate.updated', { ...mandate, status: 'inactive' })).toMatchObject([
      { kind: 'method_removed', savedMethod: { methodReference: 'pm_1', kind: 'bacs_debit' } },
    ])
    expect(readEvents('mandate.updated', { ...mandate, status: 'active' })).toEqual([])
  })

  it('is of no interest when it is of another type, of another shop, or about nothing', () => {
    expect(readEvents('customer.created', { id: 'cus_1' })).toEqual([])
    expect(readEvents('toString', {})).toEqual([])
    expect(readEvents('checkout.session.completed', { ...session, metadata: { order: '7' } })).toEqual([])
    expect(readEvents('checkout.session.completed', { ...session, metadata: null })).toEqual([])
    expect(readEvents('checkout.session.completed', { ...session, amount_total: 0 })).toEqual([])
  })

  it('is refused when it cannot be understood, so that it comes again', () => {
    for (const object of [{ ...session, amount_total: '100' }, { ...session, currency: 'xxx' }, { id: 'cs_1' }]) {
      expect(read(write('checkout.session.completed', object))).toMatchObject({ failure: { kind: 'malformed' } })
    }
    for (const body of ['[]', '{', '{"id":1}']) expect(read(body)).toMatchObject({ failure: { kind: 'malformed' } })
  })
})

describe('an amount that cannot be kept', () => {
  it.each([
    { amount: 50, currency: 'ugx' },
    { amount: 1, currency: 'xyz' },
  ])('names the transaction where it may be another shop’s: $amount $currency', (amount) => {
    for (const [type, object] of [
      ['refund.created', { ...refund, ...amount, metadata: {} }],
      ['charge.dispute.created', { ...dispute, ...amount }],
    ] as const) {
      expect(read(write(type, object))).toMatchObject({
        failure: { kind: 'unreadable_amount', transactionReference: 'pi_1' },
      })
    }
  })

  it('is refused where it is ours', () => {
    expect(read(write('refund.created', { ...refund, currency: 'ugx', amount: 50 }))).toMatchObject({
      failure: { kind: 'malformed' },
    })
  })
})

describe('the events an endpoint is set up for', () => {
  it('are those that are read', () => {
    const [, list = ''] =
      /for these events and no others:\s+```([^`]+)```/.exec(readFileSync('docs/operations.md', 'utf8')) ?? []
    expect(list.trim().split(/\s+/).toSorted()).toEqual(STRIPE_EVENT_TYPES.toSorted())
  })
})

describe('the signature of a webhook', () => {
  const body = write('checkout.session.completed', session)

  it('is of every byte, and of a secret of ours', () => {
    expect(read(body).ok).toBe(true)
    expect(read(body.replace('10000', '10001'), { header: sign(body) })).toMatchObject({
      failure: { kind: 'bad_signature' },
    })
    expect(read(body, { header: sign(body, 'whsec_another') })).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read(body, { header: 't=1,v1=zz' })).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(read(body, { header: 'nothing' })).toMatchObject({ failure: { kind: 'bad_signature' } })
    expect(readStripeWebhook(body, new Headers(), { secrets: [secret], isLive: false, now })).toMatchObject({
      failure: { kind: 'malformed' },
    })
  })

  it('may be of either secret while one replaces the other', () => {
    const secrets = ['whsec_new', secret]
    expect(read(body, { secrets }).ok).toBe(true)
    expect(read(body, { secrets, header: sign(body, 'whsec_new') }).ok).toBe(true)
  })

  it('is good for five minutes', () => {
    expect(read(body, { at: new Date('2026-11-22T10:05:00Z') }).ok).toBe(true)
    expect(read(body, { at: new Date('2026-11-22T10:05:01Z') })).toMatchObject({ failure: { kind: 'stale' } })
  })

  it('does not help an event of the other mode', () => {
    expect(read(body, { isLive: true })).toMatchObject({ failure: { kind: 'malformed' } })
    const live = write('checkout.session.completed', session, { livemode: true })
    expect(read(live)).toMatchObject({ failure: { kind: 'malformed' } })
    expect(read(live, { isLive: true }).ok).toBe(true)
  })
})
