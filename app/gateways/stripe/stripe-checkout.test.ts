import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { CheckoutRequest } from '~/use-cases/ports/payment-gateway'
import { createCheckoutRequest } from '../../../tests/factories/checkout-request'
import { describeSession, mendSession } from './stripe-checkout'

const EUR = parseCurrencyCode('EUR')!
const USD = parseCurrencyCode('USD')!
const KWD = parseCurrencyCode('KWD')!
const ISK = parseCurrencyCode('ISK')!

const now = new Date('2026-11-22T10:00:00Z')

const request = createCheckoutRequest({
  ...{ idempotencyKey: 'key', locale: 'fy', returnUrl: 'https://pay.example.com/payments/1' },
  expiresAt: new Date('2026-11-22T11:00:00Z'),
})

function describeIt(overrides: Partial<CheckoutRequest> = {}) {
  const described = describeSession({ ...request, ...overrides })
  if (!described.ok) throw new Error(described.failure.detail)
  return described.value
}

const lines = (params: ReturnType<typeof describeIt>) =>
  (params.line_items ?? []).map(({ price_data: price }) => [price?.product_data?.name, price?.unit_amount])

describe('a Checkout Session', () => {
  it('names each invoice with its part, and says nowhere who pays', () => {
    const params = describeIt()
    expect(lines(params)).toEqual([
      ['RE-1', 100_00],
      ['RE-2', 50_00],
    ])
    expect(params).toMatchObject({
      ui_mode: 'hosted_page',
      mode: 'payment',
      locale: 'nl',
      client_reference_id: request.paymentId,
      expires_at: Date.parse('2026-11-22T11:00:00Z') / 1000,
      metadata: { paymentId: request.paymentId, origin: 'checkout', invoices: 'RE-1, RE-2' },
      payment_intent_data: { metadata: { paymentId: request.paymentId, origin: 'checkout' } },
      customer_creation: 'if_required',
      adaptive_pricing: { enabled: false },
    })
    expect(params).not.toHaveProperty('allowed_payment_method_types')
    expect(params.payment_intent_data).not.toHaveProperty('setup_future_usage')
  })

  it('has one line that names them all where they are paid in another currency', () => {
    const params = describeIt({ amount: createMoney(163_17, USD) })
    expect(lines(params)).toEqual([['Wattenhorst GmbH · P-1', 163_17]])
    expect(params.line_items?.[0]?.price_data).toMatchObject({
      currency: 'usd',
      product_data: { description: 'RE-1, RE-2' },
    })
  })

  it('has lines that sum to the amount, whatever the invoices', () => {
    const invoice = fc.record({ number: fc.string({ maxLength: 300 }), minor: fc.integer({ min: 1, max: 1_000_000 }) })
    fc.assert(
      fc.property(fc.array(invoice, { minLength: 1, maxLength: 130 }), fc.boolean(), (invoices, isPart) => {
        const sum = invoices.reduce((total, { minor }) => total + minor, 0)
        const amount = isPart ? sum + 1 : sum
        const params = describeIt({
          amount: createMoney(amount, EUR),
          invoices: invoices.map(({ number, minor }) => ({ number, amount: createMoney(minor, EUR) })),
        })
        const items = params.line_items ?? []
        expect(items.reduce((total, { price_data: price }) => total + (price?.unit_amount ?? 0), 0)).toBe(amount)
        expect(items.length).toBeLessThanOrEqual(100)
        for (const { price_data: price } of items) {
          expect(price?.product_data?.name.length).toBeGreaterThan(0)
          expect(price?.product_data?.name.length).toBeLessThanOrEqual(250)
        }
      }),
    )
  })

  it('keeps a method only with consent, and only one that can be charged again', () => {
    const customer = { customerReference: null, keepMethod: true, debtorId: 'debtor' }
    expect(describeIt({ customer })).toMatchObject({
      customer_creation: 'always',
      payment_intent_data: { setup_future_usage: 'off_session', metadata: { keepsMethod: 'yes' } },
    })
    expect(describeIt({ customer: { ...customer, customerReference: 'cus_1' } })).toMatchObject({ customer: 'cus_1' })
    const once = describeIt({ customer, methods: ['przelewy24'] })
    expect(once.payment_intent_data).not.toHaveProperty('setup_future_usage')
    expect(once.metadata).not.toHaveProperty('keepsMethod')
    expect(describeIt({ customer: { ...customer, keepMethod: false } })).toMatchObject({
      customer_creation: 'if_required',
    })
  })

  it('is not asked for in an amount Stripe cannot take, nor without a method', () => {
    const ask = (overrides: Partial<CheckoutRequest>) => describeSession({ ...request, ...overrides })
    expect(ask({ amount: createMoney(1_234, KWD) })).toMatchObject({ failure: { kind: 'rejected' } })
    expect(ask({ methods: ['bank_transfer'] })).toMatchObject({ failure: { kind: 'rejected' } })
    expect(describeIt({ amount: createMoney(500, ISK) }).line_items?.[0]?.price_data?.unit_amount).toBe(500_00)
  })
})

describe('a refused request', () => {
  const params = describeIt({
    customer: { customerReference: 'cus_gone', keepMethod: true, debtorId: 'debtor' },
    payerEmail: 'nobody@debtor.example',
  })

  it('is asked again with the longer life, the same each time', () => {
    const mended = mendSession(params, { param: 'expires_at' }, now)
    expect(mended).toEqual({ ...params, expires_at: Date.parse('2026-11-22T11:30:00Z') / 1000 })
    expect(mendSession(params, { param: 'expires_at' }, now)).toEqual(mended)
  })

  it('is asked again without an end where that is further away than Stripe lets it be', () => {
    const params = describeIt({ expiresAt: new Date('2026-11-23T10:00:01Z') })
    expect(mendSession(params, { param: 'expires_at' }, now)).not.toHaveProperty('expires_at')
  })

  it('is asked again for a new customer where the old one is gone', () => {
    const mended = mendSession(params, { param: 'customer', code: 'resource_missing' }, now)
    expect(mended).toMatchObject({ customer_creation: 'always', expires_at: params.expires_at })
    expect(mended).not.toHaveProperty('customer')
  })

  it('is asked again without an address that Stripe does not take', () => {
    const addressed = describeIt({ payerEmail: 'nobody@debtor' })
    expect(addressed).toHaveProperty('customer_email')
    expect(mendSession(addressed, { param: 'customer_email' }, now)).not.toHaveProperty('customer_email')
  })

  it('is refused where nothing can be mended', () => {
    expect(mendSession(params, { param: 'line_items' }, now)).toBeNull()
    expect(mendSession(params, { param: 'customer' }, now)).toBeNull()
    expect(mendSession(params, {}, now)).toBeNull()
  })
})
