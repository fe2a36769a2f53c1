/** Paying an invoice in another currency than its own: at the rate that was shown, or not at all. */
import { beforeEach, describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import { DEFAULT_CURRENCY_POLICY } from '~/domain/currency-policy'
import type { RateTable } from '~/domain/exchange-rate'
import type { PaymentId } from '~/domain/ids'
import { changePolicy } from '~/use-cases/change-policy'
import { findPayment } from '~/use-cases/find-payment'
import { lockRate } from '~/use-cases/lock-rate'
import type { PaymentServices } from '~/use-cases/payment-services'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { createScriptedGateway } from '../factories/scripted-gateway'
import { usePaymentAccount } from '../setup/payment-account'
import { listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

const code = (text: string) => parseCurrencyCode(text)!
const USD = code('USD')
const CARD = { kind: 'method', method: 'card' } as const
const choice = { selection: { kind: 'invoices', items: [{ number: 'A' }] }, credits: 'none' } as const

beforeEach(async () => {
  const perEuro = new Map([
    [USD, '1.1'],
    [code('KWD'), '0.33'],
  ])
  const table: RateTable = { source: 'ecb', rateOn: calendarDay('2026-11-20'), perEuro }
  await test.unitOfWork.run({ kind: 'system' }, ({ exchangeRates }) => exchangeRates.insert(table, test.clock.now()))
  const body = { ...DEFAULT_CURRENCY_POLICY, accepted: [USD, code('KWD')], marginBps: 100 }
  const policy = { creditorId: creditor.id, kind: 'currency', body, changedBy: 'user:1', basedOn: null } as const
  expect((await changePolicy(test, policy)).ok).toBe(true)
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
})

async function lock(currency = USD, using: PaymentServices = services) {
  const locked = await lockRate(using, { payer, ...choice, currency })
  if (!locked.ok || locked.value === null) throw new Error(JSON.stringify(locked))
  return locked.value
}

function start(quote: { id: string; currency: typeof USD }, idempotencyKey = 'one form', amountMinor = 100_00) {
  return startPayment(services, { payer, order: orderOf({ A: amountMinor }), idempotencyKey, way: CARD, quote })
}

async function readStarted() {
  const [row] = await test.inspect<{ id: PaymentId }>('select id from payment')
  return harness.readPayment({ creditorId: creditor.id, id: row!.id })
}

describe('a discount on a payment in another currency', () => {
  it('lowers what is charged at the rate, is taken in the invoice’s currency, and goes back with the money', async () => {
    const discounts = [{ deadlineOn: '2026-11-30', rateBps: 200 }]
    await createInvoice(test, debtor, { number: 'D', payableMinor: 119_00, dueOn: '2026-12-20', discounts })
    const wanted = { selection: { kind: 'invoices', items: [{ number: 'D' }] }, credits: 'none' } as const
    const locked = await lockRate(services, { payer, ...wanted, currency: USD })
    const quote = locked.ok ? locked.value : null
    // 119.00 less 2.38, at 1.1, and 1 % of that more; each is rounded by itself.
    expect(quote).toMatchObject({ settled: { amountMinor: 116_62 }, charged: { amountMinor: 129_56, currency: 'USD' } })
    const reviewed = await reviewPayment(services, { payer, ...wanted, quoteId: quote!.id })
    if (!reviewed.ok) throw new Error(JSON.stringify(reviewed.failure))
    const { order } = reviewed.value
    expect(order.items).toEqual([{ number: 'D', amountMinor: 119_00, concessionMinor: 2_38 }])
    const terms = { way: CARD, quote: { id: quote!.id, currency: USD } }
    expect(await startPayment(services, { payer, order, idempotencyKey: 'one form', ...terms })).toMatchObject({
      ok: true,
    })
    const payment = await readStarted()
    expect(payment).toMatchObject({ amountMinor: 129_56, settledCurrency: 'EUR', settledMinor: 116_62 })
    await harness.act(payment.gatewayReference!, 'pay_by_card')
    await harness.deliverAll()
    expect(await readInvoice(test, 'D')).toMatchObject({ open: 0, pending: 0 })
    expect(await listUnapplied(test)).toEqual([])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'discount.taken',
      data: { discount: { invoice: 'D', currency: 'EUR', amountMinor: 2_38, tax: [{ netMinor: 2_00, taxMinor: 38 }] } },
    })
    await harness.act(payment.gatewayReference!, 'charge_back')
    await harness.deliverAll()
    expect(await readInvoice(test, 'D')).toMatchObject({ open: 119_00, pending: 0 })
  })
})

describe('a payment at a rate that was shown', () => {
  it('is charged in its currency, and settles the invoice in the invoice’s own', async () => {
    const quote = await lock()
    // 100.00 at 1.1, and 1 % more.
    expect(quote.charged).toEqual({ amountMinor: 111_10, currency: 'USD' })
    const review = await reviewPayment(services, { payer, ...choice, quoteId: quote.id })
    expect(review).toMatchObject({
      value: { options: { charged: quote.charged, quote: { id: quote.id, marginMinor: 1_10 } } },
    })

    expect(await start({ id: quote.id, currency: USD })).toMatchObject({ ok: true, value: { kind: 'gateway' } })
    const payment = await readStarted()
    expect(payment).toMatchObject({
      ...{ currency: 'USD', amountMinor: 111_10, settledCurrency: 'EUR', settledMinor: 100_00, quoteId: quote.id },
    })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })
    expect((await harness.provider.readPage(payment.gatewayReference!))?.checkout.amount).toEqual(quote.charged)

    // The provider takes its time: what was started inside the rate's minutes is honoured.
    test.clock.set('2026-11-21T10:40:00Z')
    await harness.act(payment.gatewayReference!, 'pay_by_card')
    await harness.deliverAll()
    expect(await readStarted()).toMatchObject({ status: 'succeeded', receivedMinor: 111_10 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0, settledOn: '2026-11-21' })
    expect(await listUnapplied(test)).toEqual([])
    expect(await findPayment(services, payer, payment.id)).toMatchObject({
      currency: 'EUR',
      quote: { id: quote.id },
      items: [{ number: 'A', cashMinor: 100_00 }],
    })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.succeeded',
      data: { payment: { currency: 'USD', amountMinor: 111_10, settledCurrency: 'EUR', settledMinor: 100_00 } },
    })

    // Half of it goes back: half of what it was worth is open again.
    await harness.act(payment.gatewayReference!, 'refund', 55_55)
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 50_00 })
  })

  it('is refused when its minutes are over, unless it had been started inside them', async () => {
    const quote = await lock()
    test.clock.set('2026-11-21T10:14:59Z')
    expect(await start({ id: quote.id, currency: USD })).toMatchObject({ ok: true })
    test.clock.set('2026-11-21T10:15:00Z')
    // The same form finds what it began.
    expect(await start({ id: quote.id, currency: USD })).toMatchObject({ ok: true })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 100_00 })
    const late = await startPayment(services, {
      payer,
      order: orderOf({ B: 100_00 }),
      idempotencyKey: 'another form',
      way: CARD,
      quote: { id: quote.id, currency: USD },
    })
    expect(late).toMatchObject({ failure: [{ kind: 'quote_expired' }] })
    expect(await readInvoice(test, 'B')).toMatchObject({ pending: 0 })
    const review = await reviewPayment(services, { payer, ...choice, quoteId: quote.id })
    expect(review.ok ? review.value.options : review.failure).toMatchObject([{ kind: 'above_due_now' }])
  })

  it('is shown on the review as not standing any more, beside what the invoices’ currency comes to', async () => {
    const quote = await lock()
    test.clock.set('2026-11-21T10:15:00Z')
    const review = await reviewPayment(services, { payer, ...choice, quoteId: quote.id })
    expect(review).toMatchObject({
      value: {
        options: { charged: { amountMinor: 100_00, currency: 'EUR' }, quote: null, staleQuote: { id: quote.id } },
      },
    })
    const fresh = await lock()
    expect(await start({ id: fresh.id, currency: USD })).toMatchObject({ ok: true })
  })

  it.each([
    ['another sum', 60_00, USD],
    ['another currency', 100_00, code('KWD')],
  ])('is refused for %s', async (_, amountMinor, currency) => {
    const quote = await lock()
    expect(await start({ id: quote.id, currency }, 'k', amountMinor)).toMatchObject({
      failure: [{ kind: 'quote_differs' }],
    })
  })

  it('is refused for a rate that nobody was shown', async () => {
    expect(await start({ id: test.ids.uuid(), currency: USD })).toMatchObject({ failure: [{ kind: 'quote_differs' }] })
  })

  it('comes to an amount that whoever may take it can charge', async () => {
    const coarse = createScriptedGateway('sandbox', { stepMinor: 10 })
    const using: PaymentServices = { ...services, gateways: new Map([['sandbox', coarse]]) }
    const quote = await lock(code('KWD'), using)
    // 33.330 dinars: the provider takes no thousandths.
    expect(quote.charged.amountMinor % 10).toBe(0)
    const input = { payer, order: orderOf({ A: 100_00 }), idempotencyKey: 'k', way: CARD }
    const started = await startPayment(using, { ...input, quote: { id: quote.id, currency: code('KWD') } })
    expect(started.ok).toBe(true)
    expect(coarse.checkoutRequests[0]?.amount).toEqual(quote.charged)
  })
})

describe('the currencies of a review', () => {
  it('are the invoice’s own and those that are accepted, have a rate and are taken by a gateway', async () => {
    const review = await reviewPayment(services, { payer, ...choice })
    const currencies = review.ok ? review.value.options?.currencies : []
    expect(currencies?.map(({ amount, terms }) => [amount.amountMinor, amount.currency, terms === null])).toEqual([
      [100_00, 'EUR', true],
      [111_10, 'USD', false],
      [33_330, 'KWD', false],
    ])
    expect(await lockRate(services, { payer, ...choice, currency: code('CHF') })).toMatchObject({
      failure: [{ kind: 'currency_not_accepted' }],
    })
    expect(await lockRate(services, { payer, ...choice, currency: code('EUR') })).toMatchObject({ value: null })
  })
})
