import { readdirSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chooseContract } from './contract'
import { catchRefusal, startHarness, type Harness } from './harness'
import type { OperationName } from './operations'
import { hasPublishedData, locatePublishedData, readPublishedJson } from './published-data'

const amount = { currency: 'EUR', value: 1000 }
const session = { merchantAccount: 'M', amount, reference: 'P-1', returnUrl: 'https://portal.example/' }
const stored = { ...session, shopperReference: 'D-1', recurringProcessingModel: 'Subscription' }

/** What is wrong, in the words of the contract; null when nothing is. */
function findFault(kind: 'published' | 'handwritten', operation: OperationName, body: unknown): string | null {
  try {
    chooseContract(kind).checkRequest(operation, body)
    return null
  } catch (error) {
    return String(error)
  }
}

describe.each(['published', 'handwritten'] as const)('the %s contract', (kind) => {
  const test = it.skipIf(kind === 'published' && !hasPublishedData)

  test('takes what is in order', () => {
    expect(findFault(kind, 'createSession', { ...session, mode: 'hosted', countryCode: 'DE' })).toBeNull()
    expect(findFault(kind, 'createPaymentLink', { merchantAccount: 'M', amount, reference: 'P-1' })).toBeNull()
    expect(findFault(kind, 'refund', { merchantAccount: 'M', amount, reference: 'R-1' })).toBeNull()
  })

  test.each<[string, OperationName, unknown, string]>([
    ['an unknown property', 'createSession', { ...session, colour: 'red' }, 'unknown fields: [colour]'],
    ['a property of another request', 'refund', { merchantAccount: 'M', amount, returnUrl: 'x' }, '[returnUrl]'],
    ['a missing reference', 'createSession', { ...session, reference: undefined }, "'reference' is not provided"],
    ['a missing amount', 'refund', { merchantAccount: 'M' }, "'amount' is not provided"],
    ['a missing currency', 'refund', { merchantAccount: 'M', amount: { value: 1 } }, "'amount.currency' is not"],
    ['an amount in words', 'capture', { merchantAccount: 'M', amount: { ...amount, value: '10' } }, 'amount.value'],
    ['an amount of a fraction', 'capture', { merchantAccount: 'M', amount: { ...amount, value: 1.5 } }, 'amount.value'],
    [
      'a currency of two letters',
      'capture',
      { merchantAccount: 'M', amount: { ...amount, currency: 'EU' } },
      'currency',
    ],
    ['an instant without a zone', 'createSession', { ...session, expiresAt: '2026-11-22T10:00:00' }, 'expiresAt'],
    ['an unknown mode', 'createSession', { ...session, mode: 'popup' }, 'mode'],
    ['another status of a link', 'updatePaymentLink', { status: 'active' }, 'status'],
    ['a short shopperReference', 'createSession', { ...session, shopperReference: 'ab' }, 'shopperReference'],
    ['a body that is no object', 'createSession', 'hello', ''],
  ])('refuses %s', (_what, operation, body, words) => {
    // As it would arrive: what is undefined is left out.
    expect(findFault(kind, operation, JSON.parse(JSON.stringify(body)))).toContain(words)
    expect(findFault(kind, operation, JSON.parse(JSON.stringify(body)))).not.toBeNull()
  })
})

describe.skipIf(!hasPublishedData)("what only Adyen's published contract can tell", () => {
  const samples = hasPublishedData ? listSamples() : []

  it('has samples', () => {
    expect(samples.length).toBeGreaterThan(20)
  })

  it.each(samples)('takes the published sample $file', ({ file, operation }) => {
    const sample = readPublishedJson('samples/checkout-v72', file)
    expect(findFault('published', operation, sample)).toBeNull()
  })

  it.each<[string, OperationName, unknown, string]>([
    [
      'an unknown property inside',
      'createSession',
      { ...session, amount: { ...amount, tax: 1 } },
      'Structure of Amount',
    ],
    ['an unknown payment method', 'pay', { ...stored, paymentMethod: { type: 'beads' } }, 'paymentMethod'],
    ['a number in a place for text', 'createSession', { ...session, countryCode: 49 }, 'countryCode'],
    ['an unknown sales channel', 'pay', { ...stored, paymentMethod: { type: 'scheme' }, channel: 'Fax' }, 'channel'],
  ])('refuses %s', (_what, operation, body, words) => {
    expect(findFault('published', operation, body)).toContain(words)
  })

  it.each(['scheme', 'sepadirectdebit', 'ach', 'ideal'])('takes a stored method of type %s by its id', (type) => {
    const paymentMethod = { type, storedPaymentMethodId: 'M5N7TQ4TG5PFWR50' }
    expect(findFault('published', 'pay', { ...stored, shopperInteraction: 'ContAuth', paymentMethod })).toBeNull()
  })

  it('still asks a direct debit that is not stored for its account', () => {
    expect(findFault('published', 'pay', { ...stored, paymentMethod: { type: 'sepadirectdebit' } })).not.toBeNull()
  })

  it('checks answers and webhooks', () => {
    const contract = chooseContract('published')
    expect(contract.checkResponse('refund', { status: 'received' })).not.toEqual([])
    expect(contract.checkWebhook('REFUND', { live: false })).not.toEqual([])
    expect(contract.checkWebhook('REFUND_INVENTED', {})).not.toEqual([])
  })
})

describe.each(['published', 'handwritten'] as const)('a simulator that is held to the %s contract', (kind) => {
  let harness: Harness
  beforeEach(async ({ skip }) => {
    skip(kind === 'published' && !hasPublishedData, "Adyen's OpenAPI documents are not at hand")
    harness = await startHarness({ contract: kind })
  })
  afterEach(() => harness.close())

  it("answers in Adyen's form what it refuses", async () => {
    const post = async (body: string) => {
      const headers = { 'x-api-key': harness.adyen.apiKey, 'content-type': 'application/json' }
      const response = await fetch(`${harness.adyen.origin}/v72/sessions`, { method: 'POST', headers, body })
      return (await response.json()) as Record<string, unknown>
    }
    const unknown = await post(JSON.stringify({ ...harness.describeSession(), colour: 'red' }))
    expect(unknown).toEqual({
      status: 400,
      errorCode: '702',
      errorType: 'validation',
      message: 'Structure of CreateCheckoutSessionRequest contains the following unknown fields: [colour]',
      pspReference: expect.stringMatching(/^[A-Z0-9]{16}$/) as string,
    })
    const { reference: _left, ...rest } = harness.describeSession()
    expect(await post(JSON.stringify(rest))).toMatchObject({ status: 422, errorCode: '130' })
    expect(await post('{')).toMatchObject({ status: 400 })
    expect(harness.adyen.requests.every((request) => !request.isAccepted)).toBe(true)
  })

  it.each([
    ['XXQ', 1000, '138'],
    ['EUR', -1, '137'],
    ['EUR', 0, '137'],
  ])('refuses an amount of %s %d', async (currency, value, errorCode) => {
    const request = harness.describeSession({ amount: { currency, value } })
    expect(await catchRefusal(harness.checkout.PaymentsApi.sessions(request))).toMatchObject({ errorCode })
  })

  it('refuses a reference that is longer than Adyen keeps', async () => {
    const { PaymentsApi } = harness.checkout
    await PaymentsApi.sessions(harness.describeSession({ reference: 'r'.repeat(80) }))
    const refusal = await catchRefusal(PaymentsApi.sessions(harness.describeSession({ reference: 'r'.repeat(81) })))
    expect(refusal.statusCode).toBe(422)
  })

  it('has no other operation', async () => {
    const headers = { 'x-api-key': harness.adyen.apiKey }
    const response = await fetch(`${harness.adyen.origin}/v72/orders`, { method: 'POST', headers, body: '{}' })
    expect(response.status).toBe(404)
  })
})

/** Requests among Adyen's samples, with the operation they are for; those of others are left out. */
function listSamples(): { file: string; operation: OperationName }[] {
  const operations: [RegExp, OperationName][] = [
    [/^post-sessions-/, 'createSession'],
    [/^post-paymentLinks-/, 'createPaymentLink'],
    [/^patch-paymentLinks-/, 'updatePaymentLink'],
    [/^post-payments-paymentPspReference-captures-/, 'capture'],
    [/^post-payments-paymentPspReference-refunds-/, 'refund'],
    [/^post-payments-paymentPspReference-cancels-/, 'cancel'],
    [/^post-payments-paymentPspReference-reversals-/, 'reverse'],
    [/^post-payments-details-/, 'submitDetails'],
    [/^post-payments-(?!paymentPspReference)/, 'pay'],
    [/^post-paymentMethods-(?!balance)/, 'listPaymentMethods'],
  ]
  return readdirSync(locatePublishedData('samples/checkout-v72'))
    .filter((file) => !/-20\d\.json$/.test(file))
    .flatMap((file) => {
      const operation = operations.find(([pattern]) => pattern.test(file))?.[1]
      return operation ? [{ file, operation }] : []
    })
}
