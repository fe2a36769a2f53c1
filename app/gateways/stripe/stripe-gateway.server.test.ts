/** The gateway against the double of Stripe, which takes only what the installed SDK's own types allow. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import { createLogger } from '~/platform/logger.server'
import type {
  CheckoutRequest,
  GatewayEvent,
  PaymentGateway,
  SavedMethodCharge,
} from '~/use-cases/ports/payment-gateway'
import { startStripeSimulator, type StripeSimulator } from '../../../tests/simulators/stripe/stripe-simulator'
import { createStripeGateway } from './stripe-gateway.server'

const EUR = parseCurrencyCode('EUR')!
const USD = parseCurrencyCode('USD')!

let simulator: StripeSimulator
let gateway: PaymentGateway
let counter = 0

// Schemas made for the first time take a while.
beforeAll(async () => {
  simulator = await startStripeSimulator({
    settlement: { currency: 'eur', rates: { usd: 0.9 }, feeBps: 100, feeFixed: 30 },
  })
  gateway = createStripeGateway(
    {
      secretKey: simulator.secretKey,
      apiBase: simulator.origin,
      timeoutMs: 1_000,
      secrets: [simulator.webhookSecret],
      isLive: false,
    },
    { clock: { now: () => new Date() }, logger: createLogger('silent', 'test') },
  )
}, 120_000)
afterEach(() => simulator.faults.clear())
afterAll(() => simulator.close())

function createId(): string {
  counter += 1
  return `01900000-0000-7000-8000-${String(counter).padStart(12, '0')}`
}

function describeRequest(overrides: Partial<CheckoutRequest> = {}): CheckoutRequest {
  const paymentId = createId()
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
    payerEmail: 'anouk@example.com',
    ...overrides,
  }
}

async function openCheckout(overrides: Partial<CheckoutRequest> = {}) {
  const request = describeRequest(overrides)
  const checkout = await gateway.createCheckout(request)
  if (!checkout.ok) throw new Error(checkout.failure.detail)
  return { request, ...checkout.value }
}

/** What Stripe has told of a payment, read as a webhook; signed anew. */
async function readEvents({ paymentId }: { paymentId: string }): Promise<GatewayEvent[]> {
  const events: GatewayEvent[] = []
  for (const event of simulator.webhooks.events) {
    const { body, headers } = simulator.webhooks.sign(event)
    const read = await gateway.readWebhook(body, new Headers(headers))
    if (!read.ok) throw new Error(read.failure.detail)
    events.push(...read.value)
  }
  const transactions = new Set(
    events.flatMap((event) => (event.paymentId === paymentId ? [event.transactionReference] : [])),
  )
  return events.filter((event) => event.paymentId === paymentId || transactions.has(event.transactionReference))
}

const kindsOf = async (request: { paymentId: string }) => (await readEvents(request)).map(({ kind }) => kind)

async function read(gatewayReference: string) {
  const state = await gateway.readPayment!({ paymentId: '', gatewayReference, transactionReference: null })
  if (!state.ok) throw new Error(state.failure.detail)
  return state.value
}

const nameIntent = (sessionId: string) => simulator.read('checkout.session', sessionId).payment_intent!

describe('a checkout', () => {
  it('is on the page of Stripe, in the payer’s language, line by line', async () => {
    const { request, gatewayReference, redirectUrl, expiresAt } = await openCheckout({ methods: ['ideal', 'card'] })
    const session = simulator.read('checkout.session', gatewayReference)
    expect(redirectUrl).toBe(session.url)
    expect(gateway.checkoutOrigins).toContain(new URL(redirectUrl).origin)
    expect(session).toMatchObject({ locale: 'de', amount_total: 150_00, client_reference_id: request.paymentId })
    expect(session.payment_method_types.toSorted()).toEqual(['card', 'ideal'])
    expect(Math.abs(expiresAt.getTime() - request.expiresAt.getTime())).toBeLessThan(1000)
    const page = await (await fetch(redirectUrl)).text()
    expect(page).toContain('RE-1: 100.00 EUR')
    expect(page).toContain('RE-2: 50.00 EUR')
  })

  it('is the same however often it is asked for, at once or after a lost answer', async () => {
    simulator.faults.next('reset_after', { on: 'POST /v1/checkout/sessions' })
    const request = describeRequest()
    const first = await gateway.createCheckout(request)
    const [second, third] = await Promise.all([gateway.createCheckout(request), gateway.createCheckout(request)])
    expect(first.ok).toBe(true)
    expect(second).toEqual(first)
    expect(third).toEqual(first)
    const made = simulator.readAll('checkout.session').filter(({ client_reference_id: id }) => id === request.paymentId)
    expect(made).toHaveLength(1)
  })

  it('that may have been made is uncertain, and found again by the same request', async () => {
    simulator.faults.next('timeout_after', { on: 'POST /v1/checkout/sessions', times: 3 })
    const request = describeRequest()
    expect(await gateway.createCheckout(request)).toMatchObject({ failure: { kind: 'uncertain' } })
    const again = await gateway.createCheckout(request)
    expect(again.ok).toBe(true)
    const made = simulator.readAll('checkout.session').filter(({ client_reference_id: id }) => id === request.paymentId)
    expect(made.map(({ id }) => id)).toEqual(again.ok ? [again.value.gatewayReference] : [])
  })

  it('is made though its payment ends sooner than Stripe’s shortest', async () => {
    const expiresAt = new Date(Date.now() + 10 * 60_000)
    const { request, ...checkout } = await openCheckout({ expiresAt })
    expect(checkout.expiresAt.getTime()).toBeGreaterThan(Date.now() + 30 * 60_000)
    // And once more it is the same.
    expect(await gateway.createCheckout(request)).toEqual({ ok: true, value: checkout })
  })

  it('is made though its payment ends later than Stripe’s longest', async () => {
    const { expiresAt } = await openCheckout({ expiresAt: new Date(Date.now() + 25 * 60 * 60_000) })
    expect(expiresAt.getTime()).toBeGreaterThan(Date.now() + 23 * 60 * 60_000)
  })

  it('is made though the customer is gone', async () => {
    const customer = { customerReference: 'cus_gone', keepMethod: true, debtorId: 'debtor' }
    const { gatewayReference } = await openCheckout({ customer })
    expect(simulator.read('checkout.session', gatewayReference)).toMatchObject({ customer_creation: 'always' })
  })

  it('is rejected where Stripe does not take it', async () => {
    const tooSmall = createMoney(1, EUR)
    const request = describeRequest({ amount: tooSmall, invoices: [{ number: 'RE-1', amount: tooSmall }] })
    const refused = await gateway.createCheckout(request)
    expect(refused).toMatchObject({ failure: { kind: 'rejected' } })
    expect(refused.ok ? '' : refused.failure.detail).toMatch(/^Stripe 400 amount_too_small .*request req_/)
  })

  it('is paid after it was declined, which ends nothing', async () => {
    const { request, gatewayReference } = await openCheckout()
    expect(simulator.payer.payByCard(gatewayReference, { decline: 'generic_decline' })).toBe('declined')
    expect(await kindsOf(request)).toEqual([])
    expect(await read(gatewayReference)).toMatchObject({ status: 'pending', received: null })
    expect(simulator.payer.payByCard(gatewayReference)).toBe('paid')
    expect(await readEvents(request)).toMatchObject([
      {
        kind: 'payment_succeeded',
        gatewayReference,
        transactionReference: nameIntent(gatewayReference),
        amount: createMoney(150_00, EUR),
      },
    ])
    expect(await gateway.cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'already_ended' })
  })

  it('is ended once', async () => {
    const { request, gatewayReference } = await openCheckout()
    expect(await gateway.cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'canceled' })
    expect(await gateway.cancelCheckout(gatewayReference)).toEqual({ ok: true, value: 'canceled' })
    expect(simulator.payer.payByCard(gatewayReference)).toBe('session_over')
    expect(await kindsOf(request)).toEqual(['payment_expired'])
    expect(await read(gatewayReference)).toMatchObject({ status: 'expired' })
  })

  it.each(['succeeds', 'fails'])('paid by a debit that %s in days', async (ending) => {
    const { request, gatewayReference } = await openCheckout({ methods: ['sepa_debit'] })
    simulator.payer.payByDebit(gatewayReference, 'sepa_debit')
    expect(await readEvents(request)).toMatchObject([{ kind: 'payment_processing', method: 'sepa_debit' }])
    expect(await read(gatewayReference)).toMatchObject({ status: 'processing', received: null })
    const intent = nameIntent(gatewayReference)
    if (ending === 'succeeds') simulator.bank.completeDebit(intent)
    else simulator.bank.failDebit(intent, 'insufficient_funds')
    const kind = ending === 'succeeds' ? 'payment_succeeded' : 'payment_failed'
    expect(await kindsOf(request)).toEqual(['payment_processing', kind])
    expect(await read(gatewayReference)).toMatchObject({ status: ending === 'succeeds' ? 'succeeded' : 'failed' })
  })
})

describe('money that goes back', () => {
  async function pay() {
    const checkout = await openCheckout()
    simulator.payer.payByCard(checkout.gatewayReference)
    const transactionReference = nameIntent(checkout.gatewayReference)
    const refund = (amountMinor: number, reversalId = createId()) =>
      gateway.refund({
        paymentId: checkout.request.paymentId,
        reversalId,
        idempotencyKey: reversalId,
        gatewayReference: checkout.gatewayReference,
        transactionReference,
        amount: createMoney(amountMinor, EUR),
        reason: 'agreed',
      })
    return { ...checkout, transactionReference, refund }
  }

  it('goes in parts, each once, and never more than came', async () => {
    const { request, gatewayReference, refund } = await pay()
    const reversalId = createId()
    const first = await refund(40_00, reversalId)
    expect(await refund(40_00, reversalId)).toEqual(first)
    expect((await refund(110_00)).ok).toBe(true)
    expect(await refund(1)).toMatchObject({ failure: { kind: 'rejected' } })
    const reported = (await readEvents(request)).filter(({ kind }) => kind === 'payment_refunded')
    const byReversal = new Map(reported.map((event) => [event.reversal?.gatewayReference, event.amount.amountMinor]))
    expect([...byReversal.values()]).toEqual([40_00, 110_00])
    expect(reported[0]?.reversal?.reversalId).toBe(reversalId)
    expect((await read(gatewayReference))?.reversals).toMatchObject([
      { kind: 'refund', status: 'taken', amount: { amountMinor: 110_00 } },
      { kind: 'refund', status: 'taken', amount: { amountMinor: 40_00 } },
    ])
  })

  it('finds what was paid by the checkout alone', async () => {
    const { request, gatewayReference } = await pay()
    const refunded = await gateway.refund({
      paymentId: request.paymentId,
      reversalId: createId(),
      idempotencyKey: createId(),
      gatewayReference,
      transactionReference: null,
      amount: createMoney(1_00, EUR),
      reason: 'agreed',
    })
    expect(refunded.ok).toBe(true)
  })

  it('may come again', async () => {
    const { request, gatewayReference, refund } = await pay()
    const refunded = await refund(40_00)
    if (!refunded.ok) throw new Error('refused')
    simulator.bank.failRefund(refunded.value.gatewayReference)
    expect(await kindsOf(request)).toContain('payment_refund_failed')
    expect((await read(gatewayReference))?.reversals).toMatchObject([{ kind: 'refund', status: 'returned' }])
  })

  it('is uncertain while nobody answers, and goes once', async () => {
    const { gatewayReference, refund } = await pay()
    const reversalId = createId()
    simulator.faults.next('timeout_after', { on: 'POST /v1/refunds', times: 3 })
    expect(await refund(40_00, reversalId)).toMatchObject({ failure: { kind: 'uncertain' } })
    expect((await refund(40_00, reversalId)).ok).toBe(true)
    expect((await read(gatewayReference))?.reversals).toHaveLength(1)
  })

  it.each(['won', 'lost'] as const)('by a chargeback that is %s', async (decision) => {
    const { request, gatewayReference, transactionReference } = await pay()
    const { id } = simulator.bank.openDispute(transactionReference)
    simulator.bank.decideDispute(id, decision)
    const kinds = new Set(await kindsOf(request))
    expect(kinds.has('payment_charged_back')).toBe(true)
    expect(kinds.has('payment_chargeback_won')).toBe(decision === 'won')
    expect((await read(gatewayReference))?.reversals).toMatchObject([
      { kind: 'chargeback', status: decision === 'won' ? 'returned' : 'taken', reversal: { gatewayReference: id } },
    ])
  })

  it.each(['dispute', 'failed_charge'] as const)('by a debit given back late, told as a %s', async (as) => {
    const { request, gatewayReference } = await openCheckout({ methods: ['sepa_debit'] })
    simulator.payer.payByDebit(gatewayReference, 'sepa_debit')
    const intent = nameIntent(gatewayReference)
    simulator.bank.completeDebit(intent)
    simulator.bank.failLate(intent, { as })
    const events = await readEvents(request)
    expect(new Set(events.map(({ kind }) => kind))).toEqual(
      new Set(['payment_processing', 'payment_succeeded', 'payment_charged_back']),
    )
    expect(events.at(-1)).toMatchObject({ amount: createMoney(150_00, EUR), reversal: { reason: 'late_failure' } })
    expect(await read(gatewayReference)).toMatchObject({
      status: 'succeeded',
      received: createMoney(150_00, EUR),
      reversals: [{ kind: 'chargeback', status: 'taken', amount: createMoney(150_00, EUR) }],
    })
  })
})

it('tells of a debit that was taken back what was, though a refund of before fails after it', async () => {
  const { request, gatewayReference } = await openCheckout({ methods: ['sepa_debit'] })
  simulator.payer.payByDebit(gatewayReference, 'sepa_debit')
  const intent = nameIntent(gatewayReference)
  simulator.bank.completeDebit(intent)
  simulator.bank.setRefundOutcome('pending')
  await gateway.refund({
    ...{ paymentId: request.paymentId, reversalId: createId(), idempotencyKey: createId() },
    ...{ gatewayReference, transactionReference: intent, amount: createMoney(50_00, EUR) },
    reason: 'agreed',
  })
  simulator.bank.failLate(intent, { as: 'failed_charge' })
  const refund = simulator.readAll('refund').find(({ payment_intent: of }) => of === intent)
  simulator.bank.failRefund(refund!.id)
  const state = await read(gatewayReference)
  expect(state?.reversals).toMatchObject([
    { kind: 'refund', status: 'returned', amount: createMoney(50_00, EUR) },
    { kind: 'chargeback', status: 'taken', amount: createMoney(100_00, EUR) },
  ])
})

describe('a method that is kept', () => {
  async function keep() {
    const checkout = await openCheckout({ customer: { customerReference: null, keepMethod: true, debtorId: 'debtor' } })
    simulator.payer.payByCard(checkout.gatewayReference)
    const state = await read(checkout.gatewayReference)
    const saved = state?.savedMethod
    if (!saved) throw new Error('nothing was kept')
    return { checkout, saved }
  }

  function describeCharge(saved: { customerReference: string; methodReference: string }): SavedMethodCharge {
    const paymentId = createId()
    return {
      paymentId,
      idempotencyKey: paymentId,
      amount: createMoney(25_00, EUR),
      description: 'Wattenhorst GmbH · P-2',
      invoices: [{ number: 'RE-3', amount: createMoney(25_00, EUR) }],
      merchantName: 'Wattenhorst GmbH',
      customerReference: saved.customerReference,
      methodReference: saved.methodReference,
      methodKind: 'card',
    }
  }

  it('is told by webhook as its books have it', async () => {
    const { checkout, saved } = await keep()
    expect(saved).toMatchObject({ kind: 'card', label: 'Visa •••• 4242', expiresOn: '2030-08-31' })
    const told = (await readEvents(checkout.request)).find(({ kind }) => kind === 'method_saved')
    expect(told?.savedMethod).toEqual(saved)
  })

  it('is not kept without consent', async () => {
    const { request, gatewayReference } = await openCheckout()
    simulator.payer.payByCard(gatewayReference)
    expect(await kindsOf(request)).toEqual(['payment_succeeded'])
    expect((await read(gatewayReference))?.savedMethod).toBeNull()
  })

  it('is charged without the payer, once', async () => {
    const charge = describeCharge((await keep()).saved)
    simulator.faults.next('timeout_after', { on: 'POST /v1/payment_intents', times: 3 })
    expect(await gateway.chargeSavedMethod!(charge)).toMatchObject({ failure: { kind: 'uncertain' } })
    const done = await gateway.chargeSavedMethod!(charge)
    if (!done.ok) throw new Error(done.failure.detail)
    expect(done.value.status).toBe('succeeded')
    expect(await readEvents(charge)).toMatchObject([
      { kind: 'payment_succeeded', gatewayReference: done.value.gatewayReference, amount: createMoney(25_00, EUR) },
    ])
    const intents = simulator
      .readAll('payment_intent')
      .filter(({ metadata }) => metadata['paymentId'] === charge.paymentId)
    expect(intents).toHaveLength(1)
    expect(await read(done.value.gatewayReference)).toMatchObject({
      status: 'succeeded',
      received: { amountMinor: 25_00 },
    })
    expect(await gateway.cancelCheckout(done.value.gatewayReference)).toEqual({ ok: true, value: 'already_ended' })
  })

  it.each([
    ['authentication_required', 'authentication_required', 'authentication_required'],
    ['insufficient_funds', 'declined', 'insufficient_funds'],
  ] as const)('with the bank saying %s is %s', async (outcome, status, failureCode) => {
    const { saved } = await keep()
    simulator.bank.setOffSessionOutcome(saved.methodReference, outcome)
    const charge = describeCharge(saved)
    const done = await gateway.chargeSavedMethod!(charge)
    expect(done).toMatchObject({ ok: true, value: { status, failureCode } })
    expect(await gateway.chargeSavedMethod!(charge)).toEqual(done)
    expect(await readEvents(charge)).toMatchObject([{ kind: 'payment_failed', failureCode }])
    expect(await read(done.ok ? done.value.gatewayReference : '')).toMatchObject({ status: 'failed', failureCode })
  })

  it('is forgotten, and that again', async () => {
    const { saved } = await keep()
    expect(await gateway.removeSavedMethod!(saved)).toEqual({ ok: true, value: 'removed' })
    expect(await gateway.removeSavedMethod!(saved)).toEqual({ ok: true, value: 'removed' })
    const unknown = { ...saved, methodReference: 'pm_unknown' }
    expect(await gateway.removeSavedMethod!(unknown)).toEqual({ ok: true, value: 'removed' })
    expect(await gateway.chargeSavedMethod!(describeCharge(saved))).toMatchObject({ failure: { kind: 'rejected' } })
  })
})

describe('the books of Stripe', () => {
  it('tell the fee and what is paid out, in the currency of the account', async () => {
    const { gatewayReference } = await openCheckout({ amount: createMoney(200_00, USD) })
    simulator.payer.payByCard(gatewayReference)
    const state = await read(gatewayReference)
    expect(state).toMatchObject({
      received: createMoney(200_00, USD),
      method: 'card',
      settlement: { gross: createMoney(180_00, EUR), exchangeRate: '0.9' },
    })
    const { gross, fee, net } = state!.settlement!
    expect(fee.amountMinor).toBeGreaterThan(0)
    expect(gross.amountMinor - fee.amountMinor).toBe(net.amountMinor)
  })

  it('know nothing of what is not theirs', async () => {
    expect(await read('cs_test_unknown')).toBeNull()
    expect(await read('pi_unknown')).toBeNull()
  })

  it('cannot be read while Stripe is down', async () => {
    const { gatewayReference } = await openCheckout()
    simulator.faults.next('rate_limited', { times: 3 })
    const state = await gateway.readPayment!({ paymentId: '', gatewayReference, transactionReference: null })
    expect(state).toMatchObject({ failure: { kind: 'unavailable' } })
  })
})
