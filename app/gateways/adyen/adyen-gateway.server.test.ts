/** The gateway against the double of Adyen, which takes only what Adyen's published contract allows. */
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { createLogger } from '~/platform/logger.server'
import type { CheckoutRequest, GatewayEvent, SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import { createCheckoutRequest } from '../../../tests/factories/checkout-request'
import { startAdyenSimulator, type AdyenSimulator } from '../../../tests/simulators/adyen/start-adyen-simulator'
import { createAdyenGateway, type AdyenSettings } from './adyen-gateway.server'

const EUR = parseCurrencyCode('EUR')!
const debtorId = '01900000-0000-7000-8000-00000000000d'

let simulator: AdyenSimulator
let counter = 0

beforeAll(async () => {
  simulator = await startAdyenSimulator()
}, 120_000)
afterEach(() => simulator.faults.clear())
afterAll(() => simulator.close())

function createGateway(overrides: Partial<AdyenSettings> = {}, log: string[] = []) {
  const { apiKey, merchantAccount, hmacKey, origin } = simulator
  const settings: AdyenSettings = {
    ...{ apiKey, merchantAccount, hmacKeys: [hmacKey] },
    isLive: false,
    liveUrlPrefix: null,
    apiBase: origin,
    capture: 'automatic',
    timeoutMs: 2_000,
    appUrl: 'https://pay.example.com',
    ...overrides,
  }
  const logger = createLogger('info', 'test', { write: (line: string) => void log.push(line) })
  return createAdyenGateway(settings, { clock: { now: () => new Date() }, logger })
}

function createId(): string {
  counter += 1
  return `01900000-0000-7000-8000-${String(counter).padStart(12, '0')}`
}

function describeRequest(overrides: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const paymentId = createId()
  return createCheckoutRequest({
    ...{ paymentId, idempotencyKey: `${paymentId}:adyen`, payerEmail: 'anouk@example.com' },
    ...overrides,
  })
}

async function openCheckout(overrides: Partial<CheckoutRequest> = {}, gateway = createGateway()) {
  const request = describeRequest(overrides)
  const checkout = await gateway.createCheckout(request)
  if (!checkout.ok) throw new Error(checkout.failure.detail)
  return { request, ...checkout.value }
}

/** What Adyen has told since, read as webhooks. */
async function readEventsAfter(count: number, gateway = createGateway()): Promise<GatewayEvent[]> {
  const events: GatewayEvent[] = []
  for (const { body, headers } of simulator.webhooks.all.slice(count)) {
    const read = await gateway.readWebhook(body, new Headers(headers))
    if (!read.ok) throw new Error(read.failure.detail)
    events.push(...read.value)
  }
  return events
}

async function keepMethod() {
  const told = simulator.webhooks.all.length
  const checkout = await openCheckout({ customer: { customerReference: null, keepMethod: true, debtorId } })
  const { pspReference } = simulator.shopper.authorise(checkout.gatewayReference)
  const events = await readEventsAfter(told)
  const event = events.find(({ kind }) => kind === 'method_saved')
  if (!event?.savedMethod) throw new Error('nothing was kept')
  return { ...checkout, pspReference, event, saved: event.savedMethod }
}

function describeCharge({
  customerReference,
  methodReference,
}: {
  customerReference: string
  methodReference: string
}) {
  const paymentId = createId()
  return {
    paymentId,
    idempotencyKey: `${paymentId}:charge`,
    amount: createMoney(25_00, EUR),
    description: 'Wattenhorst GmbH · P-2',
    invoices: [{ number: 'RE-3', amount: createMoney(25_00, EUR) }],
    merchantName: 'Wattenhorst GmbH',
    customerReference,
    methodReference,
    methodKind: 'card',
  } satisfies SavedMethodCharge
}

const bookOf = (reference: string) => simulator.booksOf(reference)

describe('a checkout', () => {
  it('is a hosted session that echoes our id and ends when it should', async () => {
    const { request, gatewayReference, redirectUrl, expiresAt } = await openCheckout({ methods: ['ideal', 'card'] })
    expect(gatewayReference).toMatch(/^CS/)
    expect(createGateway().checkoutOrigins).toEqual([new URL(redirectUrl).origin])
    expect(Math.abs(expiresAt.getTime() - request.expiresAt.getTime())).toBeLessThan(1000)
    simulator.shopper.authorise(gatewayReference, { paymentMethod: 'ideal' })
    expect(bookOf(request.paymentId)).toMatchObject([{ status: 'authorised', capturedMinor: 150_00, currency: 'EUR' }])
    expect(simulator.shopper.find(gatewayReference).offers('sepadirectdebit')).toBe(false)
  })

  it('is the same however often it is asked for, at once or after a lost answer', async () => {
    const gateway = createGateway()
    const request = describeRequest()
    simulator.faults.next('timeout_after', { operation: 'createSession' })
    expect(await gateway.createCheckout(request)).toMatchObject({ failure: { kind: 'uncertain' } })
    const first = await gateway.createCheckout(request)
    expect(first.ok).toBe(true)
    expect(await gateway.createCheckout(request)).toEqual(first)
    const asked = simulator.requests.filter(({ idempotencyKey }) => idempotencyKey?.includes(request.paymentId))
    expect(asked.map(({ isReplayed, isKeyReused }) => [isReplayed, isKeyReused])).toEqual([
      [false, false],
      [true, false],
      [true, false],
    ])
  })

  it('that cannot be ended counts as canceled, and a late success is told', async () => {
    const told = simulator.webhooks.all.length
    const { request, gatewayReference } = await openCheckout()
    expect(await createGateway().cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'canceled' })
    simulator.shopper.authorise(gatewayReference)
    expect(await readEventsAfter(told)).toMatchObject([{ kind: 'payment_succeeded', paymentId: request.paymentId }])
  })

  it('that is mailed is a link, which can be ended', async () => {
    const { gatewayReference } = await openCheckout({
      isMailed: true,
      expiresAt: new Date(Date.now() + 60 * 24 * 3_600_000),
    })
    expect(gatewayReference).toMatch(/^PL/)
    const gateway = createGateway()
    expect(await gateway.cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'canceled' })
    expect(() => simulator.shopper.authorise(gatewayReference)).toThrow('expired')
    expect(await gateway.cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'canceled' })
  })

  it('that is mailed cannot be ended once it was paid, or is being paid', async () => {
    const gateway = createGateway()
    const paid = await openCheckout({ isMailed: true })
    simulator.shopper.authorise(paid.gatewayReference)
    expect(await gateway.cancelCheckout(paid.gatewayReference)).toEqual({ ok: true, value: 'already_ended' })
    const underWay = await openCheckout({ isMailed: true })
    simulator.shopper.payByBank(underWay.gatewayReference)
    expect(await gateway.cancelCheckout(underWay.gatewayReference)).toEqual({ ok: true, value: 'already_ended' })
    expect(await gateway.cancelCheckout('PL0000000000000000')).toMatchObject({ failure: { kind: 'rejected' } })
  })
})

describe('a method that is kept', () => {
  it('is told by webhook, and described by Adyen’s own list', async () => {
    const { event, pspReference, saved, customerReference } = await keepMethod()
    expect(event).toMatchObject({ transactionReference: pspReference, kind: 'method_saved' })
    expect(saved).toMatchObject({ kind: 'card', label: 'Visa •••• 1111', expiresOn: '2030-03-31' })
    expect(saved.customerReference).toBe(debtorId)
    expect(customerReference).toBe(debtorId)
  })

  it('is described by its type alone while the list is out of reach', async () => {
    const told = simulator.webhooks.all.length
    const checkout = await openCheckout({ customer: { customerReference: null, keepMethod: true, debtorId } })
    simulator.shopper.authorise(checkout.gatewayReference)
    simulator.faults.next('error_before', { operation: 'listStoredPaymentMethods' })
    const events = await readEventsAfter(told)
    expect(events.find(({ kind }) => kind === 'method_saved')?.savedMethod).toMatchObject({
      label: 'Visa',
      kind: 'card',
      expiresOn: null,
    })
  })

  it('is charged without the payer, once', async () => {
    const gateway = createGateway()
    const { saved } = await keepMethod()
    const charge = describeCharge(saved)
    simulator.faults.next('timeout_after', { operation: 'pay' })
    expect(await gateway.chargeSavedMethod!(charge)).toMatchObject({ failure: { kind: 'uncertain' } })
    const charged = await gateway.chargeSavedMethod!(charge)
    const books = bookOf(`${charge.paymentId}:charge`)
    expect(books).toMatchObject([{ status: 'authorised', capturedMinor: 25_00 }])
    const [{ pspReference } = { pspReference: '' }] = books
    const references = { gatewayReference: pspReference, transactionReference: pspReference }
    expect(charged).toEqual({ ok: true, value: { status: 'succeeded', ...references } })
    expect(await gateway.cancelCheckout(pspReference)).toEqual({ ok: true, value: 'canceled' })
  })

  it.each([
    ['Refused', 'declined', 'card_declined'],
    ['AuthenticationRequired', 'authentication_required', 'authentication_required'],
    ['RedirectShopper', 'authentication_required', 'authentication_required'],
    ['Pending', 'processing', undefined],
  ] as const)('that ends as %s is %s', async (outcome, status, failureCode) => {
    const { saved } = await keepMethod()
    simulator.answerNextCharges(outcome)
    const charged = await createGateway().chargeSavedMethod!(describeCharge(saved))
    expect(charged).toMatchObject({ ok: true, value: { status } })
    expect(charged.ok && charged.value.failureCode).toBe(failureCode)
  })

  it('where the portal captures is under way until it has', async () => {
    const { saved } = await keepMethod()
    const charged = await createGateway({ capture: 'manual' }).chargeSavedMethod!(describeCharge(saved))
    expect(charged).toMatchObject({ ok: true, value: { status: 'processing' } })
  })

  it('is forgotten, also twice', async () => {
    const gateway = createGateway()
    const { saved } = await keepMethod()
    const told = simulator.webhooks.all.length
    expect(await gateway.removeSavedMethod!(saved)).toEqual({ ok: true, value: 'removed' })
    expect(await gateway.removeSavedMethod!(saved)).toEqual({ ok: true, value: 'removed' })
    expect(await readEventsAfter(told)).toMatchObject([
      { kind: 'method_removed', savedMethod: { methodReference: saved.methodReference } },
    ])
    expect(await gateway.chargeSavedMethod!(describeCharge(saved))).toMatchObject({ failure: { kind: 'rejected' } })
  })
})

describe('money', () => {
  it('goes back by a refund that names ours, once', async () => {
    const gateway = createGateway()
    const { request, gatewayReference } = await openCheckout()
    const { pspReference } = simulator.shopper.authorise(gatewayReference)
    const reversalId = createId()
    const refund = {
      paymentId: request.paymentId,
      reversalId,
      idempotencyKey: reversalId,
      gatewayReference,
      transactionReference: pspReference,
      amount: createMoney(40_00, EUR),
      reason: 'agreed',
    }
    const told = simulator.webhooks.all.length
    simulator.faults.next('reset_after', { operation: 'refund' })
    expect(await gateway.refund(refund)).toMatchObject({ failure: { kind: 'uncertain' } })
    const refunded = await gateway.refund(refund)
    expect(bookOf(request.paymentId)).toMatchObject([{ refundedMinor: 40_00 }])
    expect(await readEventsAfter(told)).toMatchObject([
      {
        kind: 'payment_refunded',
        transactionReference: pspReference,
        reversal: { reversalId, gatewayReference: refunded.ok && refunded.value.gatewayReference },
      },
    ])
    expect(await gateway.refund({ ...refund, transactionReference: null })).toMatchObject({
      failure: { kind: 'rejected' },
    })
  })

  it('is captured on request where the portal captures', async () => {
    simulator.settings.capture = 'manual'
    try {
      const gateway = createGateway({ capture: 'manual' })
      expect(gateway.listMethods({ currency: EUR, countryCode: 'NL', accountCurrencies: [] })).toEqual(['card'])
      const told = simulator.webhooks.all.length
      const { request, gatewayReference } = await openCheckout({}, gateway)
      const { pspReference } = simulator.shopper.authorise(gatewayReference)
      expect(bookOf(request.paymentId)).toMatchObject([{ capturedMinor: 0 }])
      const capture = { paymentId: request.paymentId, idempotencyKey: pspReference, transactionReference: pspReference }
      for (let time = 0; time < 2; time += 1) {
        expect(await gateway.capture!({ ...capture, amount: request.amount })).toEqual({ ok: true, value: 'asked' })
      }
      expect(bookOf(request.paymentId)).toMatchObject([{ capturedMinor: 150_00 }])
      expect(await readEventsAfter(told, gateway)).toMatchObject([
        { kind: 'payment_processing', needsCapture: true },
        { kind: 'payment_succeeded', transactionReference: pspReference },
      ])
    } finally {
      simulator.settings.capture = 'automatic'
    }
  })
})

describe('a call that fails', () => {
  it.each([
    ['timeout_before', 'uncertain'],
    ['reset_before', 'uncertain'],
    ['error_before', 'uncertain'],
    ['error_after', 'uncertain'],
    ['in_progress_409', 'uncertain'],
    ['in_progress_422', 'uncertain'],
    ['rate_limited', 'unavailable'],
  ] as const)('by %s is %s', async (fault, kind) => {
    simulator.faults.next(fault)
    expect(await createGateway().createCheckout(describeRequest())).toMatchObject({ failure: { kind } })
  })

  it('for want of anybody who listens is unavailable', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    const gateway = createGateway({ apiBase: `http://127.0.0.1:${port}` })
    expect(await gateway.createCheckout(describeRequest())).toMatchObject({
      failure: { kind: 'unavailable', detail: 'Adyen is not reached: ECONNREFUSED' },
    })
  })

  it.each([{ apiKey: 'wrong' }, { merchantAccount: 'wrong' }])(
    'for want of access (%j) is unavailable, and an error to whoever runs the portal',
    async (settings) => {
      const log: string[] = []
      const gateway = createGateway(settings, log)
      expect(await gateway.createCheckout(describeRequest())).toMatchObject({ failure: { kind: 'unavailable' } })
      expect(log.join()).toContain('"level":50')
      expect(log.join()).not.toContain('wrong')
    },
  )

  it('for what Adyen does not take is rejected, and the log does not quote it', async () => {
    const log: string[] = []
    const late = describeRequest({ expiresAt: new Date(Date.now() - 1000) })
    expect(await createGateway({}, log).createCheckout(late)).toMatchObject({ failure: { kind: 'rejected' } })
    expect(log.join()).not.toContain('expiresAt')
  })
})

describe('the live environment', () => {
  it('has its own addresses and pages', () => {
    const gateway = createGateway({ apiBase: null, isLive: true, liveUrlPrefix: '1797a841fbb37ca7-Quittance' })
    expect(gateway.checkoutOrigins).toEqual(['https://*.adyen.link', 'https://*.adyen.com'])
    expect(createGateway({ apiBase: null }).checkoutOrigins).toContain('https://test.adyen.link')
  })

  it('asks at the company’s own address', async () => {
    const gateway = createGateway({ isLive: true, liveUrlPrefix: '1797a841fbb37ca7-Quittance' })
    const checkout = await gateway.createCheckout(describeRequest())
    expect(checkout.ok).toBe(true)
    expect(simulator.requests.at(-1)?.path).toBe('/checkout/v72/sessions')
  })
})
