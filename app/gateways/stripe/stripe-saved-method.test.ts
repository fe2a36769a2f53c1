/** Methods that are kept, and what the books of Stripe say. */
import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { createMoney } from '~/domain/money'
import type { SavedMethodCharge } from '~/use-cases/ports/payment-gateway'
import { EUR, useStripeGateway } from '../../../tests/setup/stripe-gateway'

const USD = parseCurrencyCode('USD')!

const { simulator, gateway, createId, openCheckout, readEvents, kindsOf, read } = await useStripeGateway()

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
