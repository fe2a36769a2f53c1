import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { CheckoutRequest } from '~/use-cases/ports/payment-gateway'

const EUR = parseCurrencyCode('EUR')!

/** What a provider is asked for: 150.00 EUR for two invoices of a Dutch debtor. */
export function createCheckoutRequest(overrides: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const { paymentId = '01900000-0000-7000-8000-000000000001' } = overrides
  return {
    paymentId,
    idempotencyKey: paymentId,
    amount: createMoney(150_00, EUR),
    description: 'Wattenhorst GmbH · P-1',
    invoices: [
      { number: 'RE-1', amount: createMoney(100_00, EUR) },
      { number: 'RE-2', amount: createMoney(50_00, EUR) },
    ],
    merchantName: 'Wattenhorst GmbH',
    locale: 'de',
    countryCode: 'NL',
    methods: [],
    customer: null,
    returnUrl: `https://pay.example.com/payments/${paymentId}`,
    expiresAt: new Date(Date.now() + 60 * 60_000),
    ...overrides,
  }
}
