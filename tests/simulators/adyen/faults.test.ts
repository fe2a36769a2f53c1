import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FaultPlan, FAULTS, type FaultKind } from './faults'
import { catchRefusal, connect, startHarness, type Harness } from './harness'

let harness: Harness
beforeEach(async () => {
  harness = await startHarness()
})
afterEach(() => harness.close())

/** For a request that will not be answered. */
const connectImpatiently = () => connect(harness.adyen, { timeoutMs: 150 })

const open = (idempotencyKey?: string, checkout = harness.checkout) =>
  checkout.PaymentsApi.sessions(harness.describeSession(), idempotencyKey === undefined ? {} : { idempotencyKey })

describe('an idempotency key', () => {
  it('gives the same answer again, whatever happened since', async () => {
    const first = await open('key-1')
    harness.adyen.shopper.authorise(first.id)
    expect(await open('key-1')).toEqual(first)
    expect((await open('key-2')).id).not.toBe(first.id)
    expect(harness.adyen.requests.map(({ isReplayed }) => isReplayed)).toEqual([false, true, false])
  })

  it('gives the same refusal again', async () => {
    const refuse = () =>
      catchRefusal(
        harness.checkout.PaymentsApi.sessions(harness.describeSession({ amount: { currency: 'EUR', value: -5 } }), {
          idempotencyKey: 'key-1',
        }),
      )
    const [first, second] = [await refuse(), await refuse()]
    expect(second.apiError).toEqual(first.apiError)
    expect(second.responseHeaders?.['idempotency-key']).toBe('key-1')
  })

  it('has 64 characters at most', async () => {
    await open('k'.repeat(64))
    const refusal = await catchRefusal(open('k'.repeat(65)))
    expect(refusal).toMatchObject({ statusCode: 400, apiError: { errorType: 'validation' } })
  })

  it('that is in progress is refused, with word that it may be tried again', async () => {
    harness.adyen.settings.workMs = 50
    const both = await Promise.allSettled([open('key-1'), open('key-1')])
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    const refused = harness.adyen.requests.find(({ status }) => status === 422)!
    expect(refused.errorCode).toBe('704')
    const refusal = both.find((each) => each.status === 'rejected')!.reason as { responseHeaders: object }
    expect(refusal.responseHeaders).toMatchObject({ 'transient-error': 'true' })
    await expect(open('key-1')).resolves.toMatchObject({ reference: 'P-1' })
    expect(harness.adyen.requests.filter(({ isAccepted, isReplayed }) => isAccepted && !isReplayed)).toHaveLength(1)
  })

  it('that was used for something else is noticed', async () => {
    const first = await open('key-1')
    const other = harness.describeSession({ reference: 'P-9' })
    expect(await harness.checkout.PaymentsApi.sessions(other, { idempotencyKey: 'key-1' })).toEqual(first)
    expect(harness.adyen.requests.map(({ isKeyReused }) => isKeyReused)).toEqual([false, true])
  })
})

describe('a fault', () => {
  it.each(Object.entries(FAULTS).map(([kind, { isWorkDone }]) => [kind as FaultKind, isWorkDone] as const))(
    '%s strikes once, and the work is done: %s',
    async (kind, isWorkDone) => {
      harness.adyen.faults.next(kind)
      const isUnanswered = kind.startsWith('timeout')
      await expect(open('key-1', isUnanswered ? connectImpatiently() : harness.checkout)).rejects.toThrow()
      // What was done is there already, and is what the second request is answered with.
      await expect(open('key-1')).resolves.toMatchObject({ reference: 'P-1' })
      expect(harness.adyen.requests.map(({ fault, isReplayed }) => [fault, isReplayed])).toEqual([
        [kind, false],
        [null, isWorkDone],
      ])
    },
  )

  it('leaves a charge that nobody heard of, and does not make it twice', async () => {
    const { PaymentsApi } = harness.checkout
    harness.adyen.faults.next('timeout_after', { operation: 'createSession' })
    await expect(open('key-1', connectImpatiently())).rejects.toThrow('socket hang up')
    harness.adyen.faults.next('timeout_after', { operation: 'pay' })
    const charge = {
      merchantAccount: harness.adyen.merchantAccount,
      amount: { currency: 'EUR', value: 2500 },
      reference: 'P-2',
      returnUrl: 'https://portal.example/',
      paymentMethod: { type: 'scheme' as never, encryptedCardNumber: 'test_4111111111111111' },
    }
    const unanswered = connectImpatiently().PaymentsApi.payments(charge, { idempotencyKey: 'key-2' })
    await expect(unanswered).rejects.toThrow('socket hang up')
    await harness.adyen.webhooks.settled()
    expect(harness.merchant.received).toHaveLength(1)
    const { pspReference } = await PaymentsApi.payments(charge, { idempotencyKey: 'key-2' })
    expect(harness.adyen.booksOf('P-2')).toMatchObject([{ pspReference, capturedMinor: 2500 }])
  })

  it.each([
    ['error_before', 500, 'true'],
    ['rate_limited', 429, 'true'],
    ['in_progress_409', 409, 'true'],
    ['in_progress_422', 422, 'true'],
  ] as const)('%s answers %d', async (kind, statusCode, transient) => {
    harness.adyen.faults.next(kind)
    const refusal = await catchRefusal(open())
    expect(refusal).toMatchObject({ statusCode, responseHeaders: { 'transient-error': transient } })
  })

  it('can refuse connections for a while', async () => {
    await harness.adyen.goOffline()
    await expect(open()).rejects.toThrow('ECONNREFUSED')
    await harness.adyen.comeBack()
    await expect(open()).resolves.toMatchObject({ reference: 'P-1' })
  })

  it('waits for its operation', async () => {
    harness.adyen.faults.next('error_before', { operation: 'refund', count: 2 })
    await open()
    const refund = { merchantAccount: harness.adyen.merchantAccount, amount: { currency: 'EUR', value: 1 } }
    const pspReference = await harness.payNew()
    const { ModificationsApi } = harness.checkout
    for (const _time of [1, 2]) {
      expect((await catchRefusal(ModificationsApi.refundCapturedPayment(pspReference, refund))).statusCode).toBe(500)
    }
    await ModificationsApi.refundCapturedPayment(pspReference, refund)
    expect(harness.adyen.books().get(pspReference)!.refundedMinor).toBe(1)
  })
})

it('strikes by chance, the same for the same seed, in about the shares that were asked for', () => {
  const draw = (seed: number) => {
    const plan = new FaultPlan()
    plan.randomly({ timeout_after: 0.1, error_before: 0.2 }, { seed, operations: ['pay'] })
    return Array.from({ length: 2000 }, () => plan.take('pay'))
  }
  const drawn = draw(11)
  expect(draw(11)).toEqual(drawn)
  expect(draw(12)).not.toEqual(drawn)
  const count = (kind: FaultKind | null) => drawn.filter((each) => each === kind).length / drawn.length
  expect(count('timeout_after')).toBeCloseTo(0.1, 1)
  expect(count('error_before')).toBeCloseTo(0.2, 1)
  const plan = new FaultPlan()
  plan.randomly({ timeout_after: 1 }, { seed: 1, operations: ['pay'] })
  expect([plan.take('refund'), plan.take('pay')]).toEqual([null, 'timeout_after'])
  plan.clear()
  expect(plan.take('pay')).toBeNull()
})
