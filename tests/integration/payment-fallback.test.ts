/** Another gateway is asked only when the first did nothing for sure; the same form goes on with the same payment. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Debtor } from '~/domain/debtor'
import type { GatewayPolicy } from '~/domain/gateway-policy'
import type { PaymentId } from '~/domain/ids'
import { succeed } from '~/domain/result'
import { expirePayments } from '~/use-cases/expire-payments'
import type { PaymentServices } from '~/use-cases/payment-services'
import { startPayment } from '~/use-cases/start-payment'
import { createCreditor } from '../factories/creditors'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { answerWith, createScriptedGateway, makeCheckout, type ScriptedGateway } from '../factories/scripted-gateway'
import { usePaymentAccount } from '../setup/payment-account'
import { createPayer, listReported, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services } = await usePaymentAccount()

const CARD = { kind: 'method', method: 'card' } as const

let payer: ReturnType<typeof createPayer>
let debtor: Debtor

beforeEach(async () => {
  const creditor = await createCreditor(test, { gateways: ['stripe', 'adyen', 'bank-transfer'] })
  debtor = await createDebtor(test, creditor)
  payer = createPayer(creditor, debtor)
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
})

function withGateways(...gateways: ScriptedGateway[]): PaymentServices {
  return { ...services, gateways: new Map(gateways.map((gateway) => [gateway.name, gateway])) }
}

function start(using: PaymentServices, idempotencyKey = 'one form') {
  return startPayment(using, { payer, order: orderOf({ A: 100_00 }), idempotencyKey, way: CARD })
}

function readUrl(started: Awaited<ReturnType<typeof startPayment>>): string {
  return started.ok && started.value.kind === 'gateway' ? started.value.url : JSON.stringify(started)
}

async function readOnlyPayment() {
  const [row, ...others] = await test.inspect<{ id: PaymentId }>('select id from payment')
  expect(others).toEqual([])
  return harness.readPayment({ creditorId: payer.creditorId, id: row!.id })
}

async function listOutcomes() {
  const rows = await test.inspect<{ gateway: string; outcome: string | null }>(
    'select gateway, outcome from payment_attempt order by asked_at, id',
  )
  return rows.map(({ gateway, outcome }) => `${gateway} ${outcome ?? 'unanswered'}`)
}

describe('when the preferred gateway is down', () => {
  it('the next one that takes the method makes the checkout, for the same payment', async () => {
    const stripe = createScriptedGateway('stripe', { checkout: () => answerWith('unavailable') })
    const adyen = createScriptedGateway('adyen')
    const started = await start(withGateways(stripe, adyen))
    expect(readUrl(started)).toContain('adyen')
    const payment = await readOnlyPayment()
    expect(payment).toMatchObject({ status: 'pending', gateway: 'adyen', method: 'card' })
    expect(stripe.checkoutRequests[0]).toMatchObject({ idempotencyKey: `${payment.id}:stripe`, methods: ['card'] })
    expect(adyen.checkoutRequests[0]).toMatchObject({ idempotencyKey: `${payment.id}:adyen`, methods: ['card'] })
    expect(await listOutcomes()).toEqual(['stripe unavailable', 'adyen made'])
    expect(await listReported(test)).toMatchObject([
      { type: 'payment.started', data: { payment: { gateway: 'adyen' } } },
    ])
  })

  it('one that does not take the method is not asked, nor are instructions for a transfer given instead', async () => {
    const stripe = createScriptedGateway('stripe', { checkout: () => answerWith('unavailable') })
    const adyen = createScriptedGateway('adyen', { methods: ['ideal'] })
    const bank = createScriptedGateway('bank-transfer', { methods: ['bank_transfer'] })
    const using = withGateways(stripe, adyen, bank)
    expect(await start(using)).toMatchObject({ ok: false, failure: [{ kind: 'gateway_unavailable' }] })
    const leftOpen = { payer, order: orderOf({ A: 100_00 }), idempotencyKey: 'another form' }
    expect(await startPayment(using, leftOpen)).toMatchObject({ failure: [{ kind: 'above_due_now' }] })
    expect(adyen.checkoutRequests).toEqual([])
    expect(bank.checkoutRequests).toEqual([])
  })

  it('the creditor’s rules say who stands in, whatever the order of its gateways', async () => {
    const policy: GatewayPolicy = { rules: [{ gateway: 'adyen' }, { gateway: 'stripe' }], limits: [] }
    await test.unitOfWork.run({ kind: 'creditor', creditorId: payer.creditorId }, ({ policies }) =>
      policies.append({
        creditorId: payer.creditorId,
        kind: 'gateway',
        version: 1,
        body: policy,
        createdAt: test.clock.now(),
        createdBy: 'system',
      }),
    )
    const adyen = createScriptedGateway('adyen', { checkout: () => answerWith('unavailable') })
    const stripe = createScriptedGateway('stripe')
    await start(withGateways(stripe, adyen))
    expect(await listOutcomes()).toEqual(['adyen unavailable', 'stripe made'])
  })
})

describe('when nobody can be reached', () => {
  it('the payment is kept with its reservation, and the same form goes on with it', async () => {
    let isDown = true
    const checkout = (gateway: 'stripe' | 'adyen') => (request: Parameters<ScriptedGateway['createCheckout']>[0]) =>
      isDown ? answerWith('unavailable') : succeed(makeCheckout(gateway, request))
    const stripe = createScriptedGateway('stripe', { checkout: checkout('stripe') })
    const adyen = createScriptedGateway('adyen', { checkout: checkout('adyen') })
    const using = withGateways(stripe, adyen)
    const payment = await start(using).then(async (refused) => {
      expect(refused).toMatchObject({ failure: [{ kind: 'gateway_unavailable' }] })
      return readOnlyPayment()
    })
    expect(payment).toMatchObject({ status: 'created', gatewayReference: null })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 100_00 })

    // Each is asked once a visit, however often the form is sent.
    expect(await start(using)).toMatchObject({ failure: [{ kind: 'gateway_unavailable', paymentId: payment.id }] })
    expect(stripe.checkoutRequests).toHaveLength(2)
    expect(adyen.checkoutRequests).toHaveLength(2)
    isDown = false
    expect(await start(using)).toMatchObject({ ok: true, value: { kind: 'gateway' } })
    expect(await readOnlyPayment()).toMatchObject({ id: payment.id, status: 'pending' })
    expect(new Set(stripe.checkoutRequests.map((request) => request.idempotencyKey)).size).toBe(1)
  })

  it('it ends after half an hour, and what it held is free', async () => {
    const down = { checkout: () => answerWith('unavailable') }
    await start(withGateways(createScriptedGateway('stripe', down), createScriptedGateway('adyen', down)))
    test.clock.set('2026-11-21T10:31:00Z')
    await expirePayments(services)
    expect(await readOnlyPayment()).toMatchObject({ status: 'expired' })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })
  })
})

describe('when a gateway may have done it', () => {
  it('no other is ever asked, and a repetition is the same request, word for word', async () => {
    let answer: 'uncertain' | 'unavailable' | 'made' = 'uncertain'
    const stripe = createScriptedGateway('stripe', {
      checkout: (request) => (answer === 'made' ? succeed(makeCheckout('stripe', request)) : answerWith(answer)),
    })
    const adyen = createScriptedGateway('adyen')
    const using = withGateways(stripe, adyen)
    expect(await start(using)).toMatchObject({ failure: [{ kind: 'gateway_uncertain' }] })
    answer = 'unavailable'
    await test.inspect(`update creditor set name = 'Renamed since'`)
    expect(await start(using)).toMatchObject({ failure: [{ kind: 'gateway_unavailable' }] })
    expect(adyen.checkoutRequests).toEqual([])
    expect(await readOnlyPayment()).toMatchObject({ status: 'created', gateway: 'stripe' })
    answer = 'made'
    expect(await start(using)).toMatchObject({ ok: true })
    const [first, ...repeated] = stripe.checkoutRequests
    expect(repeated).toEqual([first, first])
    expect(adyen.checkoutRequests).toEqual([])
  })

  it('an answer that was lost counts as such', async () => {
    const dead = createScriptedGateway('stripe', { checkout: () => Promise.reject(new Error('the process died')) })
    const adyen = createScriptedGateway('adyen')
    await expect(start(withGateways(dead, adyen))).rejects.toThrow('the process died')
    const down = createScriptedGateway('stripe', { checkout: () => answerWith('unavailable') })
    expect(await start(withGateways(down, adyen))).toMatchObject({ failure: [{ kind: 'gateway_unavailable' }] })
    expect(adyen.checkoutRequests).toEqual([])
    expect(await listOutcomes()).toEqual(['stripe unanswered', 'stripe unavailable'])
  })

  it('a refusal ends the payment, and asks nobody else', async () => {
    const stripe = createScriptedGateway('stripe', { checkout: () => answerWith('rejected') })
    const adyen = createScriptedGateway('adyen')
    expect(await start(withGateways(stripe, adyen))).toMatchObject({ failure: [{ kind: 'gateway_rejected' }] })
    expect(await readOnlyPayment()).toMatchObject({ status: 'failed', failureCode: 'rejected' })
    expect(adyen.checkoutRequests).toEqual([])
  })
})

describe('two tabs with the same form', () => {
  it('share one payment and one checkout though one of them was answered by another gateway', async () => {
    let isFirst = true
    let goOn = () => {}
    const held = new Promise<void>((resolve) => (goOn = resolve))
    const stripe = createScriptedGateway('stripe', {
      async checkout(request) {
        if (!isFirst) return answerWith('unavailable')
        isFirst = false
        await held
        return succeed(makeCheckout('stripe', request))
      },
    })
    const adyen = createScriptedGateway('adyen')
    const using = withGateways(stripe, adyen)
    const slow = start(using)
    // The second is told that nothing was done, but the first has no answer yet: nobody else may be asked.
    await expect.poll(() => stripe.checkoutRequests.length).toBe(1)
    expect(await start(using)).toMatchObject({ failure: [{ kind: 'gateway_unavailable' }] })
    goOn()
    expect(readUrl(await slow)).toContain('stripe')
    expect(adyen.checkoutRequests).toEqual([])
    expect(await readOnlyPayment()).toMatchObject({ status: 'pending', gateway: 'stripe' })
  })

  it('a checkout that nobody needs any more is closed', async () => {
    const stripe = createScriptedGateway('stripe', {
      async checkout(request) {
        // Meanwhile another request had moved the payment on.
        await test.inspect(`update payment set gateway = 'adyen'`)
        return succeed(makeCheckout('stripe', request))
      },
    })
    const adyen = createScriptedGateway('adyen')
    const started = await start(withGateways(stripe, adyen))
    expect(readUrl(started)).toContain('adyen')
    expect(stripe.canceled).toHaveLength(1)
  })
})

describe('whichever way is chosen', () => {
  it('the debtor pays the same, to the last unit', async () => {
    const stripe = createScriptedGateway('stripe', { methods: ['card', 'sepa_debit', 'ideal', 'other'] })
    for (const method of ['card', 'sepa_debit', 'ideal', 'other'] as const) {
      const { number } = await createInvoice(test, debtor, { payableMinor: 73_31 })
      const started = await startPayment(withGateways(stripe), {
        payer,
        order: orderOf({ [number]: 73_31 }),
        idempotencyKey: method,
        way: { kind: 'method', method },
      })
      expect(started.ok).toBe(true)
    }
    expect(stripe.checkoutRequests.map(({ amount, methods }) => [amount.amountMinor, methods])).toEqual([
      [73_31, ['card']],
      [73_31, ['sepa_debit']],
      [73_31, ['ideal']],
      [73_31, ['other']],
    ])
  })

  it('one that is not offered is refused before anything is reserved', async () => {
    const refused = await startPayment(withGateways(createScriptedGateway('stripe')), {
      payer,
      order: orderOf({ A: 100_00 }),
      idempotencyKey: 'k',
      way: { kind: 'method', method: 'ideal' },
    })
    expect(refused).toMatchObject({ failure: [{ kind: 'way_unavailable' }] })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })
  })

  it('the same form with another way is another form', async () => {
    const stripe = createScriptedGateway('stripe', { methods: ['card', 'ideal'] })
    const using = withGateways(stripe)
    await start(using)
    const input = { payer, order: orderOf({ A: 100_00 }), idempotencyKey: 'one form' }
    const other = await startPayment(using, { ...input, way: { kind: 'method', method: 'ideal' } })
    expect(other).toMatchObject({ failure: [{ kind: 'form_reused' }] })
  })
})
