import { EnvironmentEnum } from '@adyen/api-library'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { FakeClock } from '../../setup/fake-clock'
import { catchRefusal, connect, startHarness, type Harness } from './harness'

const START = '2026-11-22T09:00:00Z'
let clock: FakeClock
let harness: Harness

beforeEach(async () => {
  clock = new FakeClock(START)
  harness = await startHarness({ now: () => clock.now() })
})
afterEach(() => harness.close())

describe('a hosted session', () => {
  it('has an address and ends after an hour', async () => {
    const session = await harness.checkout.PaymentsApi.sessions(harness.describeSession())
    expect(session).toMatchObject({ reference: 'P-1', amount: { currency: 'EUR', value: 1000 } })
    expect(session.url).toBe(`${harness.adyen.origin}/hosted/${session.id}`)
    expect(session.expiresAt).toEqual(new Date('2026-11-22T10:00:00Z'))
    clock.advance({ minutes: 59 })
    expect(harness.adyen.shopper.find(session.id).status).toBe('active')
    clock.advance({ minutes: 1 })
    expect(() => harness.adyen.shopper.authorise(session.id)).toThrow('expired')
  })

  it.each([
    ['in the past', new Date('2026-11-22T08:59:59Z')],
    ['more than a day ahead', new Date('2026-11-23T09:00:01Z')],
  ])('may not end %s', async (_when, expiresAt) => {
    const refusal = await catchRefusal(harness.checkout.PaymentsApi.sessions(harness.describeSession({ expiresAt })))
    expect(refusal).toMatchObject({ statusCode: 422 })
  })

  it('may end a day ahead', async () => {
    const expiresAt = new Date('2026-11-23T09:00:00Z')
    const session = await harness.checkout.PaymentsApi.sessions(harness.describeSession({ expiresAt }))
    expect(session.expiresAt).toEqual(expiresAt)
  })

  it('tells its result to who came back from it, as it was at that moment', async () => {
    const { id } = await harness.checkout.PaymentsApi.sessions(harness.describeSession())
    const visit = harness.adyen.shopper.payByBank(id)
    const returned = new URL(visit.returnUrl!)
    expect(returned.searchParams.get('payment')).toBe('1')
    expect(returned.searchParams.get('sessionId')).toBe(id)
    const sessionResult = returned.searchParams.get('sessionResult')!
    harness.adyen.bank.authorise(visit.pspReference)

    const result = await harness.checkout.PaymentsApi.getResultOfPaymentSession(id, sessionResult)
    expect(result).toMatchObject({ id, status: 'paymentPending', reference: 'P-1' })
    const refusal = await catchRefusal(harness.checkout.PaymentsApi.getResultOfPaymentSession(id, 'made up'))
    expect(refusal.statusCode).toBe(422)
  })

  it('is paid once, whatever was refused before', async () => {
    const { id } = await harness.checkout.PaymentsApi.sessions(harness.describeSession())
    const refused = harness.adyen.shopper.refuse(id)
    const paid = harness.adyen.shopper.authorise(id)
    expect(refused.returnUrl).toBeNull()
    expect(paid.pspReference).not.toBe(refused.pspReference)
    expect(() => harness.adyen.shopper.authorise(id)).toThrow('completed')
    expect(harness.adyen.booksOf('P-1').map(({ status, capturedMinor }) => [status, capturedMinor])).toEqual([
      ['refused', 0],
      ['authorised', 1000],
    ])
  })

  it('is over after five refused attempts', async () => {
    const { id } = await harness.checkout.PaymentsApi.sessions(harness.describeSession())
    const visits = Array.from({ length: 5 }, () => harness.adyen.shopper.refuse(id))
    expect(visits.map(({ returnUrl }) => returnUrl !== null)).toEqual([false, false, false, false, true])
    expect(() => harness.adyen.shopper.authorise(id)).toThrow('refused')
  })

  it('is paid by one of two tabs that authenticate', async () => {
    const { id } = await harness.checkout.PaymentsApi.sessions(harness.describeSession())
    const [first, second] = [harness.adyen.shopper.startChallenge(id), harness.adyen.shopper.startChallenge(id)]
    harness.adyen.shopper.completeChallenge(first.pspReference, 'authorised')
    expect(() => harness.adyen.shopper.completeChallenge(second.pspReference, 'authorised')).toThrow('completed')
  })
})

describe('what is offered', () => {
  it.each([
    [{ allowedPaymentMethods: ['scheme'] }, ['visa', 'mc']],
    [{ allowedPaymentMethods: ['ideal', 'mc'] }, ['mc', 'ideal']],
    [{ blockedPaymentMethods: ['scheme', 'ideal'] }, ['sepadirectdebit']],
    [{}, ['visa', 'mc', 'ideal', 'sepadirectdebit']],
  ])('%j', async (extra, offered) => {
    const { id, url } = await harness.checkout.PaymentsApi.sessions(harness.describeSession(extra))
    const page = await (await fetch(url!)).text()
    expect([...page.matchAll(/<option>(\w+)</g)].map(([, name]) => name)).toEqual(offered)
    const other = ['visa', 'sepadirectdebit'].find((name) => !offered.includes(name))
    if (other !== undefined) {
      expect(() => harness.adyen.shopper.authorise(id, { paymentMethod: other })).toThrow('does not offer')
    }
  })
})

describe('a payment link', () => {
  const describeLink = (extra: object = {}) => ({
    merchantAccount: harness.adyen.merchantAccount,
    amount: { currency: 'JPY', value: 1200 },
    reference: 'INSTALMENT-2',
    ...extra,
  })

  it('lives a day, or up to 70', async () => {
    const link = await harness.checkout.PaymentLinksApi.paymentLinks(describeLink())
    expect(link).toMatchObject({ status: 'active', reference: 'INSTALMENT-2' })
    expect(link.expiresAt).toEqual(new Date('2026-11-23T09:00:00Z'))

    const expiresAt = new Date('2027-01-31T09:00:00Z')
    expect((await harness.checkout.PaymentLinksApi.paymentLinks(describeLink({ expiresAt }))).expiresAt).toEqual(
      expiresAt,
    )
    const late = describeLink({ expiresAt: new Date('2027-01-31T09:00:01Z') })
    expect((await catchRefusal(harness.checkout.PaymentLinksApi.paymentLinks(late))).statusCode).toBe(422)
  })

  it('follows what the payer does', async () => {
    const { PaymentLinksApi } = harness.checkout
    const { id } = await PaymentLinksApi.paymentLinks(describeLink())
    const { pspReference } = harness.adyen.shopper.payByBank(id)
    expect((await PaymentLinksApi.getPaymentLink(id)).status).toBe('paymentPending')
    harness.adyen.bank.refuse(pspReference)
    expect((await PaymentLinksApi.getPaymentLink(id)).status).toBe('active')
    harness.adyen.shopper.authorise(id)
    expect((await PaymentLinksApi.getPaymentLink(id)).status).toBe('completed')
  })

  it('can be ended while nobody pays, and then cannot be paid', async () => {
    const { PaymentLinksApi } = harness.checkout
    const expired = { status: 'expired' as never }
    const { id } = await PaymentLinksApi.paymentLinks(describeLink())
    expect((await PaymentLinksApi.updatePaymentLink(id, expired)).status).toBe('expired')
    expect(() => harness.adyen.shopper.authorise(id)).toThrow('expired')

    const paid = await PaymentLinksApi.paymentLinks(describeLink())
    harness.adyen.shopper.authorise(paid.id)
    expect((await catchRefusal(PaymentLinksApi.updatePaymentLink(paid.id, expired))).statusCode).toBe(422)
    expect((await catchRefusal(PaymentLinksApi.getPaymentLink('PL0000000000000000'))).statusCode).toBe(422)
  })
})

it('the live environment has another path and is served the same', async () => {
  const client = connect(harness.adyen, { environment: EnvironmentEnum.LIVE })
  const session = await client.PaymentsApi.sessions(harness.describeSession())
  expect(session.reference).toBe('P-1')
  expect(harness.adyen.requests.at(-1)!.path).toBe('/checkout/v72/sessions')
})

describe('who may ask', () => {
  it('needs the key', async () => {
    const stranger = connect(harness.adyen, { apiKey: 'AQE-of-somebody-else' })
    const refusal = await catchRefusal(stranger.PaymentsApi.sessions(harness.describeSession()))
    expect(refusal).toMatchObject({ statusCode: 401, apiError: { errorType: 'security' } })
    expect(harness.adyen.requests.at(-1)).toMatchObject({ status: 401, isAccepted: false })
  })

  it('needs the merchant account', async () => {
    const request = harness.describeSession({ merchantAccount: 'SomebodyElse' })
    const refusal = await catchRefusal(harness.checkout.PaymentsApi.sessions(request))
    expect(refusal).toMatchObject({ statusCode: 403, errorCode: '901' })
  })
})
