/** What the double takes and refuses, driven by the SDK that the product uses. */
import fc from 'fast-check'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { catchRefusal, connect, describeLine, describeSession } from './test-client'

let simulator: StripeSimulator
let stripe: Stripe

beforeAll(async () => {
  simulator = await startStripeSimulator()
  stripe = connect(simulator)
})

afterAll(() => simulator.close())

/** Sends parameters that the SDK's types do not admit. */
function createUnchecked(extra: Record<string, unknown>) {
  return stripe.checkout.sessions.create({ ...describeSession(), ...extra })
}

const inMinutes = (minutes: number) => Math.floor(Date.now() / 1000) + minutes * 60

describe('a Checkout Session', () => {
  it('is answered as Stripe does', async () => {
    const session = await stripe.checkout.sessions.create(
      describeSession({
        locale: 'nl',
        client_reference_id: 'pay_1',
        customer_email: 'clerk@debtor.example',
        expires_at: inMinutes(45),
        line_items: [describeLine(11_900, 'eur'), { ...describeLine(250, 'eur'), quantity: 2 }],
      }),
    )
    expect(session).toMatchObject({
      object: 'checkout.session',
      amount_total: 12_400,
      currency: 'eur',
      customer_email: 'clerk@debtor.example',
      livemode: false,
      locale: 'nl',
      metadata: { payment: 'pay_1' },
      payment_intent: null,
      payment_status: 'unpaid',
      status: 'open',
      ui_mode: 'hosted_page',
    })
    expect(session.id).toMatch(/^cs_test_\w{58}$/)
    expect(session.url).toBe(`${simulator.origin}/c/pay/${session.id}`)
    expect(await stripe.checkout.sessions.retrieve(session.id)).toMatchObject({ id: session.id })
    const { data } = await stripe.checkout.sessions.listLineItems(session.id)
    expect(data.map((item) => item.amount_total)).toEqual([11_900, 500])
  })

  it.each([
    ['a parameter that was removed', { payment_method_types: ['card'] }, 'payment_method_types', 'parameter_unknown'],
    ['a parameter that never was', { colour: 'red' }, 'colour', 'parameter_unknown'],
    [
      'an unknown one further down',
      { payment_intent_data: { colour: 'red' } },
      'payment_intent_data[colour]',
      'parameter_unknown',
    ],
    ['a value outside an enum', { ui_mode: 'hosted' }, 'ui_mode', undefined],
    ['a locale Stripe does not have', { locale: 'fy' }, 'locale', undefined],
    [
      'a payment method Stripe does not have',
      { allowed_payment_method_types: ['cheque'] },
      'allowed_payment_method_types[0]',
      undefined,
    ],
    ['text for a number', { expires_at: 'soon' }, 'expires_at', 'parameter_invalid_integer'],
    [
      'a fraction',
      { line_items: [describeLine(10.5, 'eur')] },
      'line_items[0][price_data][unit_amount]',
      'parameter_invalid_integer',
    ],
    ['text for an object', { payment_intent_data: 'x' }, 'payment_intent_data', undefined],
    [
      'no currency',
      { line_items: [{ quantity: 1, price_data: { unit_amount: 100, product_data: { name: 'x' } } }] },
      'line_items[0][price_data][currency]',
      'parameter_missing',
    ],
    [
      'an empty name',
      { line_items: [{ quantity: 1, price_data: { currency: 'eur', unit_amount: 100, product_data: { name: '' } } }] },
      'line_items[0][price_data][product_data][name]',
      'parameter_invalid_empty',
    ],
    ['no line', { line_items: [] }, 'line_items', 'parameter_missing'],
    ['two currencies', { line_items: [describeLine(100, 'eur'), describeLine(100, 'usd')] }, 'line_items', undefined],
    [
      'no quantity',
      { line_items: [{ ...describeLine(100, 'eur'), quantity: undefined }] },
      'line_items[0][quantity]',
      undefined,
    ],
    ['101 lines', { line_items: Array.from({ length: 101 }, () => describeLine(100, 'eur')) }, 'line_items', undefined],
    ['less than the least', { line_items: [describeLine(49, 'eur')] }, 'line_items', 'amount_too_small'],
    ['more than the most', { line_items: [describeLine(100_000_000, 'eur')] }, 'line_items', 'amount_too_large'],
    [
      'a currency nobody has',
      { line_items: [describeLine(100, 'zzz')] },
      'line_items[0][price_data][currency]',
      undefined,
    ],
    ['no address to return to', { success_url: undefined }, 'success_url', 'parameter_missing'],
    ['half an address', { success_url: '/paid' }, 'success_url', 'url_invalid'],
    ['an expiry too near', { expires_at: inMinutes(29) }, 'expires_at', undefined],
    ['an expiry too far', { expires_at: inMinutes(24 * 60 + 1) }, 'expires_at', undefined],
    ['a customer that is not there', { customer: 'cus_nobody' }, 'customer', 'resource_missing'],
    [
      'saving without a customer',
      { saved_payment_method_options: { payment_method_save: 'enabled' } },
      'saved_payment_method_options',
      undefined,
    ],
    ['a long key of metadata', { metadata: { ['k'.repeat(41)]: 'v' } }, `metadata[${'k'.repeat(41)}]`, undefined],
    ['a long value of metadata', { metadata: { key: 'v'.repeat(501) } }, 'metadata[key]', undefined],
    [
      '51 keys of metadata',
      { metadata: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v'])) },
      'metadata',
      undefined,
    ],
    [
      'a long statement descriptor',
      { payment_intent_data: { statement_descriptor_suffix: 'Invoice 2026-0042 and all' } },
      'payment_intent_data[statement_descriptor_suffix]',
      undefined,
    ],
    [
      'a statement descriptor that banks refuse',
      { payment_intent_data: { statement_descriptor_suffix: 'INV "42"' } },
      'payment_intent_data[statement_descriptor_suffix]',
      undefined,
    ],
    ['what the double cannot do', { mode: 'subscription' }, undefined, 'not_simulated'],
  ])('is refused with %s', async (_what, extra, param, code) => {
    const before = simulator.readAll('checkout.session').length
    const refusal = await catchRefusal(createUnchecked(extra))
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeInvalidRequestError)
    expect({ status: refusal.statusCode, param: refusal.param, code: refusal.code }).toEqual({
      status: 400,
      param,
      code,
    })
    expect(simulator.readAll('checkout.session')).toHaveLength(before)
    expect(simulator.requests.at(-1)).toMatchObject({ status: 400, isDone: false, error: { message: refusal.message } })
  })

  it('takes both ends of the permitted expiry, and the limits of metadata', async () => {
    for (const minutes of [31, 24 * 60]) {
      const session = await stripe.checkout.sessions.create(describeSession({ expires_at: inMinutes(minutes) }))
      expect(session.status).toBe('open')
    }
    const metadata = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`k${index}`.padEnd(40, 'x'), 'v'.repeat(500)]),
    )
    expect((await stripe.checkout.sessions.create(describeSession({ metadata }))).metadata).toEqual(metadata)
  })

  it('offers what the currency, the filters and later use leave', async () => {
    const offer = async (overrides: Stripe.Checkout.SessionCreateParams) =>
      (await stripe.checkout.sessions.create(describeSession(overrides))).payment_method_types
    const lines = (currency: string) => ({ line_items: [describeLine(10_000, currency)] })
    expect(await offer({})).toEqual(['card', 'sepa_debit', 'ideal', 'bancontact', 'p24'])
    expect(await offer(lines('gbp'))).toEqual(['card', 'bacs_debit'])
    expect(await offer(lines('usd'))).toEqual(['card', 'us_bank_account'])
    expect(await offer(lines('pln'))).toEqual(['card', 'p24'])
    expect(await offer({ allowed_payment_method_types: ['ideal', 'us_bank_account'] })).toEqual(['ideal'])
    expect(await offer({ excluded_payment_method_types: ['card', 'p24'] })).toEqual([
      'sepa_debit',
      'ideal',
      'bancontact',
    ])
    expect(await offer({ payment_intent_data: { setup_future_usage: 'off_session' } })).not.toContain('p24')
    const refusal = await catchRefusal(offer({ ...lines('usd'), allowed_payment_method_types: ['ideal'] }))
    expect(refusal.message).toContain('No valid payment method types')
  })

  it('can be ended once, while it is open', async () => {
    const { id } = await stripe.checkout.sessions.create(describeSession())
    expect(await stripe.checkout.sessions.expire(id)).toMatchObject({ status: 'expired', url: null })
    expect((await catchRefusal(stripe.checkout.sessions.expire(id))).message).toContain('status of expired')
  })
})

describe('amounts', () => {
  it.each([
    ['jpy', 5000, 5000],
    ['isk', 50_000, 50_000],
    ['kwd', 12_340, 12_340],
  ])('%s are in the units of the API', async (currency, amount, total) => {
    const session = await stripe.checkout.sessions.create(
      describeSession({ line_items: [describeLine(amount, currency)] }),
    )
    expect(session.amount_total).toBe(total)
  })

  it.each([
    ['isk', 50_050],
    ['ugx', 500_010],
    ['kwd', 12_345],
    ['tnd', 10_001],
  ])('%s of a finer grain are refused', async (currency, amount) => {
    const refusal = await catchRefusal(
      stripe.checkout.sessions.create(describeSession({ line_items: [describeLine(amount, currency)] })),
    )
    expect(refusal.param).toBe('line_items[0][price_data][unit_amount]')
  })
})

it('keeps any text that metadata may hold, character for character', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        // A key of digits alone reads as the place in a list: forms cannot tell them apart.
        fc.stringMatching(/^[a-z][a-z0-9. -]{0,39}$/),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 100 }),
        { maxKeys: 5, noNullPrototype: true },
      ),
      async (metadata) => {
        const customer = await stripe.customers.create({ metadata })
        expect(customer.metadata).toEqual(metadata)
      },
    ),
    { numRuns: 30 },
  )
})

describe('access', () => {
  it('needs the right key', async () => {
    const refusal = await catchRefusal(connect({ ...simulator, secretKey: 'sk_test_wrong' }).customers.create())
    expect(refusal).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
    expect(refusal.statusCode).toBe(401)
  })

  it('needs the version that the SDK pins', async () => {
    const headers = { authorization: `Bearer ${simulator.secretKey}` }
    for (const version of ['2024-06-20', undefined]) {
      const response = await fetch(`${simulator.origin}/v1/customers`, {
        headers: { ...headers, ...(version ? { 'stripe-version': version } : {}) },
      })
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('Invalid Stripe API version')
    }
  })

  it('takes forms alone', async () => {
    const response = await fetch(`${simulator.origin}/v1/customers`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${simulator.secretKey}`,
        'stripe-version': Stripe.API_VERSION,
        'content-type': 'application/json',
      },
      body: '{}',
    })
    expect(response.status).toBe(400)
  })

  it('knows no other paths', async () => {
    const refusal = await catchRefusal(stripe.products.list())
    expect(refusal.statusCode).toBe(404)
    expect((await catchRefusal(stripe.paymentIntents.retrieve('pi_nothing'))).code).toBe('resource_missing')
  })
})

describe('lists', () => {
  it('come newest first and in pages', async () => {
    const email = 'pages@debtor.example'
    const made: string[] = []
    for (let index = 0; index < 5; index += 1) made.unshift((await stripe.customers.create({ email })).id)
    const first = await stripe.customers.list({ email, limit: 2 })
    expect({ ids: first.data.map(({ id }) => id), has_more: first.has_more }).toEqual({
      ids: made.slice(0, 2),
      has_more: true,
    })
    const all: string[] = []
    for await (const customer of stripe.customers.list({ email, limit: 2 })) all.push(customer.id)
    expect(all).toEqual(made)
    const back = await stripe.customers.list({ email, limit: 2, ending_before: made[4]! })
    expect(back.data.map(({ id }) => id)).toEqual(made.slice(2, 4))
    expect((await catchRefusal(stripe.customers.list({ limit: 101 }))).param).toBe('limit')
  })
})

describe('expand', () => {
  it('puts objects in place of their ids', async () => {
    const { id } = await stripe.checkout.sessions.create(describeSession())
    simulator.payer.payByCard(id)
    const session = await stripe.checkout.sessions.retrieve(id, {
      expand: ['payment_intent.latest_charge.balance_transaction', 'line_items'],
    })
    expect(session.line_items?.data).toHaveLength(1)
    expect(session).toMatchObject({
      payment_intent: {
        object: 'payment_intent',
        latest_charge: {
          object: 'charge',
          // 1.5 % and 25: the fee is apart from what the payer paid.
          balance_transaction: {
            object: 'balance_transaction',
            amount: 11_900,
            fee: 204,
            net: 11_696,
            currency: 'eur',
          },
        },
      },
    })
    const { data } = await stripe.checkout.sessions.list({
      payment_intent: (session.payment_intent as Stripe.PaymentIntent).id,
      expand: ['data.payment_intent'],
    })
    expect(data).toMatchObject([{ id, payment_intent: { object: 'payment_intent' } }])
  })

  it('is refused where there is nothing to expand', async () => {
    const { id } = await stripe.checkout.sessions.create(describeSession())
    for (const path of ['colour', 'status', 'amount_total']) {
      const refusal = await catchRefusal(stripe.checkout.sessions.retrieve(id, { expand: [path] }))
      expect(refusal.message).toContain('cannot be expanded')
    }
  })
})
