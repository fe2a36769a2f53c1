import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { hmacValidator, Types } from '@adyen/api-library'
import { catchRefusal, startHarness, type Harness } from './harness'

const { CreateCheckoutSessionRequest, PaymentRequest } = Types.checkout

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

const asking = {
  shopperReference: 'DEBTOR-1',
  storePaymentMethodMode: CreateCheckoutSessionRequest.StorePaymentMethodModeEnum.AskForConsent,
  recurringProcessingModel: CreateCheckoutSessionRequest.RecurringProcessingModelEnum.UnscheduledCardOnFile,
}

async function store(paymentMethod = 'visa'): Promise<string> {
  const { id } = await harness.checkout.PaymentsApi.sessions(harness.describeSession(asking))
  harness.adyen.shopper.authorise(id, { store: true, paymentMethod })
  const { RecurringApi } = harness.checkout
  const list = await RecurringApi.getTokensForStoredPaymentDetails('DEBTOR-1', harness.adyen.merchantAccount)
  return list.storedPaymentMethods!.at(-1)!.id!
}

const describeCharge = (
  storedPaymentMethodId: string,
  extra: Partial<Types.checkout.PaymentRequest> = {},
): Types.checkout.PaymentRequest => ({
  merchantAccount: harness.adyen.merchantAccount,
  amount: { currency: 'EUR', value: 2500 },
  reference: 'P-2',
  returnUrl: 'https://portal.example/paid',
  shopperReference: 'DEBTOR-1',
  shopperInteraction: PaymentRequest.ShopperInteractionEnum.ContAuth,
  recurringProcessingModel: PaymentRequest.RecurringProcessingModelEnum.UnscheduledCardOnFile,
  paymentMethod: { type: Types.checkout.CardDetails.TypeEnum.Scheme, storedPaymentMethodId },
  ...extra,
})

describe('a payment method', () => {
  it('is stored with consent alone, and reported by a webhook signed as a whole', async () => {
    const { PaymentsApi, RecurringApi } = harness.checkout
    const { id } = await PaymentsApi.sessions(harness.describeSession(asking))
    harness.adyen.shopper.authorise(id)
    const { merchantAccount, hmacKey } = harness.adyen
    const none = await RecurringApi.getTokensForStoredPaymentDetails('DEBTOR-1', merchantAccount)
    expect(none.storedPaymentMethods).toEqual([])

    const token = await store()
    await harness.adyen.webhooks.settled()
    const { body, headers } = harness.merchant.received.find((each) => each.body.includes('recurring.token.created'))!
    expect(JSON.parse(body)).toMatchObject({
      type: 'recurring.token.created',
      environment: 'test',
      data: { merchantAccount, shopperReference: 'DEBTOR-1', storedPaymentMethodId: token, operation: 'created' },
    })
    const validator = new hmacValidator()
    expect(validator.validateHMACSignature(hmacKey, headers['hmacsignature']!, body)).toBe(true)
    expect(validator.validateHMACSignature(hmacKey, headers['hmacsignature']!, `${body} `)).toBe(false)
    expect(validator.validateHMACSignature('AB'.repeat(32), headers['hmacsignature']!, body)).toBe(false)
  })

  it('is not stored without somebody to store it for, nor a reason', async () => {
    for (const left of ['shopperReference', 'recurringProcessingModel'] as const) {
      const { [left]: _left, ...rest } = asking
      const refusal = await catchRefusal(harness.checkout.PaymentsApi.sessions(harness.describeSession(rest)))
      expect(refusal.message).toContain(left)
    }
  })

  it('is deleted, and cannot be charged then', async () => {
    const token = await store()
    const { RecurringApi, PaymentsApi } = harness.checkout
    const { merchantAccount } = harness.adyen
    await RecurringApi.deleteTokenForStoredPaymentDetails(token, 'DEBTOR-1', merchantAccount)
    expect(harness.adyen.webhooks.all.at(-1)!.event).toBe('recurring.token.disabled')
    expect(await catchRefusal(PaymentsApi.payments(describeCharge(token)))).toMatchObject({ errorCode: '800' })
    const again = RecurringApi.deleteTokenForStoredPaymentDetails(token, 'DEBTOR-1', merchantAccount)
    expect(await catchRefusal(again)).toMatchObject({ errorCode: '800' })
  })

  it('is offered to its shopper', async () => {
    const token = await store('sepadirectdebit')
    const { merchantAccount } = harness.adyen
    const { PaymentsApi } = harness.checkout
    const offered = await PaymentsApi.paymentMethods({ merchantAccount, shopperReference: 'DEBTOR-1' })
    expect(offered.storedPaymentMethods).toMatchObject([{ id: token, type: 'sepadirectdebit' }])
    const others = await PaymentsApi.paymentMethods({ merchantAccount, shopperReference: 'DEBTOR-2' })
    expect(others.storedPaymentMethods).toBeUndefined()
  })
})

describe('a charge without the payer', () => {
  it.each([
    ['Authorised', 'Authorised', undefined, 2500, ['AUTHORISATION true']],
    ['Refused', 'Refused', '2', 0, ['AUTHORISATION false']],
    ['AuthenticationRequired', 'Refused', '38', 0, ['AUTHORISATION false']],
    ['Pending', 'Pending', undefined, 0, ['PENDING true']],
  ] as const)('ends as %s', async (outcome, resultCode, refusalReasonCode, capturedMinor, events) => {
    const token = await store()
    const before = harness.adyen.webhooks.all.length
    harness.adyen.answerNextCharges(outcome)
    const response = await harness.checkout.PaymentsApi.payments(describeCharge(token))
    expect(response).toMatchObject({ resultCode, merchantReference: 'P-2' })
    expect(response.refusalReasonCode).toBe(refusalReasonCode)
    expect(harness.adyen.books().get(response.pspReference!)).toMatchObject({ capturedMinor, currency: 'EUR' })
    const items = harness.adyen.webhooks.all.slice(before).flatMap(({ item }) => (item ? [item] : []))
    expect(items.map(({ eventCode, success }) => `${eventCode} ${success}`)).toEqual(events)
  })

  it('can send the payer to authenticate, and is concluded once', async () => {
    const token = await store()
    harness.adyen.answerNextCharges('RedirectShopper')
    const { PaymentsApi } = harness.checkout
    const response = await PaymentsApi.payments(describeCharge(token))
    expect(response).toMatchObject({ resultCode: 'RedirectShopper', action: { type: 'redirect', method: 'GET' } })
    const visit = harness.adyen.shopper.completeChallenge(response.pspReference!, 'authorised')
    const redirectResult = new URL(visit.returnUrl!).searchParams.get('redirectResult')!
    expect(harness.adyen.books().get(response.pspReference!)!.capturedMinor).toBe(0)
    expect((await PaymentsApi.paymentsDetails({ details: { redirectResult } })).resultCode).toBe('Authorised')
    const again = await catchRefusal(PaymentsApi.paymentsDetails({ details: { redirectResult } }))
    expect(again).toMatchObject({ statusCode: 422, errorCode: '704' })
    expect(harness.adyen.books().get(response.pspReference!)!.capturedMinor).toBe(2500)
  })

  it.each([
    ['somebody else', { shopperReference: 'DEBTOR-2' }],
    ['nobody', { shopperReference: undefined }],
    ['no reason', { recurringProcessingModel: undefined }],
  ])('needs its shopper and its reason: %s', async (_who, extra) => {
    const token = await store()
    const charge = describeCharge(token, extra as never)
    expect((await catchRefusal(harness.checkout.PaymentsApi.payments(charge))).statusCode).toBe(422)
  })
})
