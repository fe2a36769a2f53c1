/** Checkouts at Stripe, from the request to what its webhooks tell. */
import { describe, expect, it } from 'vitest'
import { createMoney } from '~/domain/money'
import { EUR, useStripeGateway } from '../../../tests/setup/stripe-gateway'

const { simulator, gateway, describeRequest, openCheckout, readEvents, kindsOf, read, nameIntent } =
  await useStripeGateway()

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
