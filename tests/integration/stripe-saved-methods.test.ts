/** Methods kept at Stripe: with consent on its page, charged later without the payer, and forgotten. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { SavedMethod } from '~/domain/saved-method'
import { carryOutCharge } from '~/use-cases/charge-saved-method'
import { expirePayments } from '~/use-cases/expire-payments'
import { createInvoice } from '../factories/invoices'
import { listReported, orderOf, readInvoice } from '../setup/payment-harness'
import { createMethodKeeper } from '../setup/provider-kept-method'
import { useStripeAccount } from '../setup/stripe-account'

const account = await useStripeAccount()
const { test, debtor, process, readPayment, nameIntent } = account
const { keepingServices, consent, listKept, openCharge } = createMethodKeeper(account)

beforeEach(async () => {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
})

/** Pays A by a method that is kept, as the debtor agreed. */
async function payAndKeep(): Promise<SavedMethod> {
  const started = await account.start(orderOf({ A: 100_00 }), {}, keepingServices())
  await consent(started)
  account.stripe().payer.payByCard(started.checkoutId)
  await process()
  const [kept] = await listKept()
  if (!kept) throw new Error('nothing was kept')
  return kept
}

const listIntentsOf = (paymentId: string) =>
  account
    .stripe()
    .readAll('payment_intent')
    .filter(({ metadata }) => metadata['paymentId'] === paymentId)

describe('a method kept at Stripe', () => {
  it('is known by what its owner recognises', async () => {
    expect(await payAndKeep()).toMatchObject({
      gateway: 'stripe',
      kind: 'card',
      label: 'Visa •••• 4242',
      status: 'active',
    })
  })

  it('is charged without the payer, once, though Stripe’s answer was lost', async () => {
    const address = await openCharge(await payAndKeep())
    account.stripe().faults.next('timeout_after', { on: 'POST /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    await carryOutCharge(account.services(), address)
    await carryOutCharge(account.services(), address)
    await process()
    expect(listIntentsOf(address.id)).toHaveLength(1)
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded', receivedMinor: 50_00 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
    const captured = account
      .stripe()
      .movements()
      .filter(({ paymentIntent }) => paymentIntent === listIntentsOf(address.id)[0]?.id)
    expect(captured.map(({ amount }) => amount)).toEqual([50_00])
  })

  it('is charged once though the webhook comes before the answer does', async () => {
    const address = await openCharge(await payAndKeep())
    account.stripe().faults.next('timeout_after', { on: 'POST /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded' })
    await carryOutCharge(account.services(), address)
    await process()
    expect(listIntentsOf(address.id)).toHaveLength(1)
    expect(await readPayment(address)).toMatchObject({ status: 'succeeded', receivedMinor: 50_00 })
  })

  it('is charged once though its job is begun again when Stripe has forgotten the key', async () => {
    const address = await openCharge(await payAndKeep())
    account.stripe().webhooks.behave({ seed: 1, losses: 1 })
    account.stripe().faults.next('timeout_after', { on: 'POST /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    test.clock.advance({ hours: 25 })
    // As long as Stripe cannot be asked, nothing is charged.
    account.stripe().faults.next('timeout_before', { on: 'GET /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    await carryOutCharge(account.services(), address)
    const [intent, ...others] = listIntentsOf(address.id)
    expect(others).toEqual([])
    expect(await readPayment(address)).toMatchObject({ status: 'processing', gatewayReference: intent?.id })
  })

  it('whose answer was lost with its job is looked for before the payment is given up', async () => {
    const address = await openCharge(await payAndKeep())
    account.stripe().webhooks.behave({ seed: 1, losses: 1 })
    account.stripe().faults.next('timeout_after', { on: 'POST /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    test.clock.advance({ hours: 49 })
    account.stripe().faults.next('timeout_before', { on: 'GET /v1/payment_intents', times: 3 })
    expect(await expirePayments(account.services())).toBe(0)
    expect(await readPayment(address)).toMatchObject({ status: 'created' })
    expect(await expirePayments(account.services())).toBe(0)
    expect(await readPayment(address)).toMatchObject({ status: 'processing' })
    expect(listIntentsOf(address.id)).toHaveLength(1)
  })

  it('that was never made ends with the payment’s time', async () => {
    const address = await openCharge(await payAndKeep())
    account.stripe().faults.next('timeout_before', { on: 'POST /v1/payment_intents', times: 3 })
    await expect(carryOutCharge(account.services(), address)).rejects.toThrow('has not answered')
    test.clock.advance({ hours: 49 })
    expect(await expirePayments(account.services())).toBe(1)
    await carryOutCharge(account.services(), address)
    expect(await readPayment(address)).toMatchObject({ status: 'expired' })
    expect(listIntentsOf(address.id)).toEqual([])
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 50_00, pending: 0 })
  })

  it('that the bank declines ends the payment and gives the invoice free', async () => {
    const kept = await payAndKeep()
    account.stripe().bank.setOffSessionOutcome(kept.methodReference, 'insufficient_funds')
    const address = await openCharge(kept)
    await carryOutCharge(account.services(), address)
    await process()
    expect(await readPayment(address)).toMatchObject({ status: 'failed', failureCode: 'insufficient_funds' })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 50_00, pending: 0 })
  })

  it.each([
    ['lost_card', 'invalid', 'blocked'],
    ['expired_card', 'invalid', 'expired'],
    ['do_not_honor', 'active', null],
  ] as const)('that the bank refuses as %s is %s afterwards', async (outcome, status, because) => {
    const kept = await payAndKeep()
    account.stripe().bank.setOffSessionOutcome(kept.methodReference, outcome)
    await carryOutCharge(account.services(), await openCharge(kept))
    await process()
    expect(await test.inspect('select status, invalid_because from saved_method')).toEqual([
      { status, invalid_because: because },
    ])
  })

  it('for which the bank wants the payer is paid on a page instead, and only there', async () => {
    const kept = await payAndKeep()
    account.stripe().bank.setOffSessionOutcome(kept.methodReference, 'authentication_required')
    const address = await openCharge(kept)
    await carryOutCharge(account.services(), address)
    await process()
    const waiting = await readPayment(address)
    expect(waiting).toMatchObject({ status: 'pending' })
    expect(waiting.redirectUrl).toContain(account.stripe().origin)
    expect(listIntentsOf(address.id).map(({ status }) => status)).toEqual(['canceled'])
    account.stripe().payer.payByCard(waiting.gatewayReference!, { authentication: 'passed' })
    await process()
    expect(await readPayment(address)).toMatchObject({
      status: 'succeeded',
      transactionReference: nameIntent(waiting.gatewayReference!),
    })
    expect(
      (await listReported(test)).map(({ type }) => type).filter((type) => type === 'payment.succeeded'),
    ).toHaveLength(2)
  })

  it('ends with its mandate', async () => {
    const gateway = account.gateway()
    const kept = await payAndKeep()
    const { body, headers } = account.stripe().webhooks.sign({
      ...account.stripe().webhooks.events[0]!,
      id: 'evt_mandate',
      type: 'mandate.updated',
      data: {
        object: {
          id: 'mandate_1',
          status: 'inactive',
          payment_method: kept.methodReference,
          payment_method_details: { type: 'card' },
        },
      },
    })
    expect((await fetch(account.webhookUrl(), { method: 'POST', body, headers })).status).toBe(200)
    await process()
    expect(await listKept()).toEqual([])
    expect(await gateway.removeSavedMethod!(kept)).toEqual({ ok: true, value: 'removed' })
  })
})
