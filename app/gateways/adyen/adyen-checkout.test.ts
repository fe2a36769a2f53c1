import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { CheckoutRequest } from '~/use-cases/ports/payment-gateway'
import { createCheckoutRequest } from '../../../tests/factories/checkout-request'
import { describeCharge, describeLink, describeSession } from './adyen-checkout'
import { toAdyenLocale } from './adyen-locale'

const currency = (code: string) => parseCurrencyCode(code)!
const EUR = currency('EUR')

const now = new Date('2026-11-22T10:00:00Z')
const account = { merchantAccount: 'QuittanceECOM', capture: 'automatic' } as const
const byHand = { ...account, capture: 'manual' } as const

const request = createCheckoutRequest({
  ...{ idempotencyKey: 'key', locale: 'fy', returnUrl: 'https://pay.example.com/payments/1' },
  expiresAt: new Date('2026-11-22T11:00:00Z'),
})

function describeIt(overrides: Partial<CheckoutRequest> = {}, of: Parameters<typeof describeSession>[1] = account) {
  const described = describeSession({ ...request, ...overrides }, of, now)
  if (!described.ok) throw new Error(described.failure.detail)
  return described.value
}

const consent = { customerReference: null, keepMethod: true, debtorId: '01900000-0000-7000-8000-00000000000d' }

describe('a session', () => {
  it('names each invoice with its part, and says nowhere who pays', () => {
    expect(describeIt()).toEqual({
      merchantAccount: 'QuittanceECOM',
      amount: { currency: 'EUR', value: 150_00 },
      reference: request.paymentId,
      mode: 'hosted',
      channel: 'Web',
      returnUrl: 'https://pay.example.com/payments/1',
      expiresAt: request.expiresAt,
      shopperLocale: 'nl-NL',
      countryCode: 'NL',
      captureDelayHours: 0,
      blockedPaymentMethods: ['giftcard'],
      metadata: { paymentId: request.paymentId, creditor: 'Wattenhorst GmbH', invoices: 'RE-1, RE-2' },
      lineItems: [
        { id: 'RE-1', description: 'RE-1', quantity: 1, amountIncludingTax: 100_00 },
        { id: 'RE-2', description: 'RE-2', quantity: 1, amountIncludingTax: 50_00 },
      ],
    })
  })

  it('has lines that sum to the amount, or none', () => {
    const invoice = fc.record({ number: fc.string({ maxLength: 50 }), minor: fc.integer({ min: 1, max: 1_000_000 }) })
    fc.assert(
      fc.property(fc.array(invoice, { minLength: 1, maxLength: 120 }), fc.boolean(), (invoices, isPart) => {
        const sum = invoices.reduce((total, { minor }) => total + minor, 0)
        const { lineItems, amount, metadata } = describeIt({
          amount: createMoney(isPart ? sum + 1 : sum, EUR),
          invoices: invoices.map(({ number, minor }) => ({ number, amount: createMoney(minor, EUR) })),
        })
        if (lineItems) {
          expect(lineItems.reduce((total, line) => total + (line.amountIncludingTax ?? 0), 0)).toBe(amount.value)
          expect(lineItems.length).toBe(invoices.length)
        }
        if (isPart) expect(lineItems).toBeUndefined()
        for (const [key, value] of Object.entries(metadata ?? {})) {
          expect(key.length).toBeLessThanOrEqual(20)
          expect(value.length).toBeLessThanOrEqual(80)
        }
      }),
    )
  })

  it('has no lines where they are paid in another currency', () => {
    expect(describeIt({ amount: createMoney(163_17, currency('USD')) })).not.toHaveProperty('lineItems')
  })

  it.each([
    ['JPY', 500, 500],
    ['ISK', 1_500, 1_500_00],
    ['CLP', 5_000, 5_000_00],
    ['CVE', 123_00, 123],
    ['KWD', 1_234, 1_234],
  ])('counts %s as Adyen does', (code, amountMinor, value) => {
    const amount = createMoney(amountMinor, currency(code))
    expect(describeIt({ amount, invoices: [{ number: 'X', amount }] })).toMatchObject({
      amount: { currency: code, value },
      lineItems: [{ amountIncludingTax: value }],
    })
  })

  it('is not asked for where Adyen could not take exactly that', () => {
    for (const amount of [createMoney(123_45, currency('CVE')), createMoney(100, currency('MGA'))]) {
      expect(describeSession({ ...request, amount }, account, now)).toMatchObject({ failure: { kind: 'rejected' } })
    }
  })

  it.each([
    [['card'], ['scheme']],
    [['sepa_debit'], ['sepadirectdebit']],
    [['bacs_debit'], ['directdebit_GB']],
    [['ach_debit'], ['ach']],
    [['ideal'], ['ideal']],
    [['bancontact'], ['bcmc', 'bcmc_mobile']],
    [['przelewy24'], ['onlineBanking_PL']],
    [
      ['ideal', 'card'],
      ['scheme', 'ideal'],
    ],
  ] as const)('offers %j alone where that was chosen', (methods, allowed) => {
    const session = describeIt({ methods })
    expect(session.allowedPaymentMethods).toEqual(allowed)
    expect(session).not.toHaveProperty('blockedPaymentMethods')
  })

  it('offers whatever the account has where another way was chosen', () => {
    expect(describeIt({ methods: ['card', 'other'] })).not.toHaveProperty('allowedPaymentMethods')
  })

  it('offers cards alone where the portal captures, and leaves the account’s setting as it is', () => {
    expect(describeIt({}, byHand)).toMatchObject({ allowedPaymentMethods: ['scheme'] })
    expect(describeIt({}, byHand)).not.toHaveProperty('captureDelayHours')
    const other = describeSession({ ...request, methods: ['ideal'] }, byHand, now)
    expect(other).toMatchObject({ failure: { kind: 'rejected' } })
  })

  it('keeps the method with consent alone, for an owner nobody can recognise', () => {
    expect(describeIt({ customer: { ...consent, keepMethod: false } })).not.toHaveProperty('shopperReference')
    expect(describeIt({ customer: consent })).toMatchObject({
      storePaymentMethodMode: 'enabled',
      recurringProcessingModel: 'UnscheduledCardOnFile',
      shopperReference: consent.debtorId,
    })
    expect(describeIt({ customer: { ...consent, customerReference: 'earlier' } }).shopperReference).toBe('earlier')
  })

  it('lives a day at most', () => {
    const { expiresAt } = describeIt({ expiresAt: new Date('2026-11-30T00:00:00Z') })
    expect(expiresAt).toEqual(new Date('2026-11-23T09:59:00Z'))
  })
})

describe('a payment link', () => {
  it('is asked for as a session is, for one payment, and lives up to 70 days', () => {
    const described = describeLink(
      { ...request, customer: consent, expiresAt: new Date('2027-06-01T00:00:00Z') },
      account,
      now,
    )
    expect(described).toMatchObject({
      ok: true,
      value: {
        reference: request.paymentId,
        reusable: false,
        description: 'Wattenhorst GmbH · P-1',
        storePaymentMethodMode: 'enabled',
        shopperReference: consent.debtorId,
        expiresAt: new Date('2027-01-31T09:59:00Z'),
      },
    })
  })
})

describe('a charge without the payer', () => {
  it('names the method, its owner and itself', () => {
    const { paymentId, idempotencyKey, amount, description, invoices, merchantName } = request
    const charge = { paymentId, idempotencyKey, amount, description, invoices, merchantName, customerReference: 'D' }
    const returnUrl = 'https://pay.example.com'
    expect(
      describeCharge({ ...charge, methodReference: 'M', methodKind: 'sepa_debit' }, { ...account, returnUrl }),
    ).toMatchObject({
      ok: true,
      value: {
        reference: `${paymentId}:charge`,
        shopperInteraction: 'ContAuth',
        recurringProcessingModel: 'UnscheduledCardOnFile',
        shopperReference: 'D',
        paymentMethod: { type: 'sepadirectdebit', storedPaymentMethodId: 'M' },
      },
    })
    const other = describeCharge({ ...charge, methodReference: 'M', methodKind: 'other' }, { ...account, returnUrl })
    expect(other.ok && other.value.paymentMethod).not.toHaveProperty('type')
  })
})

it.each([
  ['de', 'de-DE'],
  ['de-AT', 'de-DE'],
  ['ar', 'ar'],
  ['ro', 'ro-RO'],
  ['en-GB', 'en-US'],
  ['pt', 'pt-PT'],
  ['pt-BR', 'pt-BR'],
  ['no', 'no-NO'],
  ['zh-TW', 'zh-TW'],
  ['tlh', null],
])('Adyen’s page in %s is in %s', (locale, expected) => {
  expect(toAdyenLocale(locale)).toBe(expected)
})
