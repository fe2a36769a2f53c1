/** Refunds that the creditor asks for: at most what there is, at most once, whatever happens in between. */
import { describe, expect, it } from 'vitest'
import { fail, succeed } from '~/domain/result'
import type { Payment } from '~/domain/payment'
import type { GatewayFailure, PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { findPayment } from '~/use-cases/find-payment'
import { requestRefund, type RefundInput } from '~/use-cases/request-refund'
import { sendRefund } from '~/use-cases/send-refund'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

interface Paid {
  payment: Payment
  checkoutId: string
}

async function pay(payableMinor = 100_00): Promise<Paid> {
  await createInvoice(test, debtor, { number: 'A', payableMinor })
  const started = await harness.start(payer, orderOf({ A: payableMinor }))
  await harness.act(started.checkoutId, 'pay_by_card')
  await harness.deliverAll()
  return started
}

const ask = (payment: Payment, input: Partial<RefundInput> = {}) =>
  requestRefund(services, {
    creditorId: creditor.id,
    paymentId: payment.id,
    amountMinor: null,
    unappliedCreditId: null,
    reason: 'Returned goods',
    idempotencyKey: test.ids.uuid(),
    requestedBy: 'user:1',
    ...input,
  })

/** Runs every job that waits to ask the provider, as many times as is wanted. */
async function send(gateway: PaymentGateway = harness.provider.gateway) {
  const gateways = new Map([['sandbox', gateway] as const])
  for (const payload of await test.listWaitingJobs('send-refund')) await sendRefund({ ...services, gateways }, payload)
}

const listRefunds = () =>
  test.inspect<{ status: string; amount: number; reference: string | null }>(
    'select status, amount_minor::int as amount, gateway_reference as reference from payment_reversal order by created_at, id',
  )

/** The provider's own books. */
async function readTaken({ checkoutId }: Paid): Promise<number> {
  return (await harness.books.findCheckout(checkoutId))?.refundedMinor ?? 0
}

/** A provider that answers a refund in its own way, beside the sandbox that carries it out. */
function refundBy(refund: (sandbox: PaymentGateway['refund']) => PaymentGateway['refund']): PaymentGateway {
  const { gateway } = harness.provider
  return { ...gateway, refund: refund(gateway.refund.bind(gateway)) }
}

describe('a refund', () => {
  it('is on record before the provider hears of it, then pending, then taken, and is reported once', async () => {
    const paid = await pay()
    const requested = await ask(paid.payment, { amountMinor: 30_00 })
    expect(requested).toMatchObject({ ok: true, value: { status: 'requested', amountMinor: 30_00 } })
    expect(await readTaken(paid)).toBe(0)
    expect(await harness.readPayment(paid.payment)).toMatchObject({ status: 'succeeded' })
    await send()
    expect(await listRefunds()).toMatchObject([{ status: 'pending', amount: 30_00 }])
    expect(await readTaken(paid)).toBe(30_00)
    await harness.deliverAll()
    expect(await listRefunds()).toMatchObject([{ status: 'taken', amount: 30_00 }])
    expect(await harness.readPayment(paid.payment)).toMatchObject({ status: 'partially_refunded' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 30_00 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.refunded',
      data: { payment: { reversedMinor: 30_00, reason: 'Returned goods' } },
    })
    await send()
    expect(await readTaken(paid)).toBe(30_00)
  })

  it('comes again when it could not be paid out, and its invoice is paid as before', async () => {
    const paid = await pay()
    await ask(paid.payment)
    await send()
    await harness.deliverAll()
    await harness.act(paid.checkoutId, 'fail_refund')
    await harness.deliverAll()
    expect(await listRefunds()).toMatchObject([{ status: 'returned' }])
    expect(await harness.readPayment(paid.payment)).toMatchObject({ status: 'succeeded', refundedMinor: 0 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await listReported(test)).at(-1)?.type).toBe('payment.reinstated')
    expect((await ask(paid.payment)).ok).toBe(true)
  })

  it('is one, however often its form is sent, and its key stands for no other', async () => {
    const { payment } = await pay()
    const once = { amountMinor: 30_00, idempotencyKey: 'form' }
    const results = await Promise.all(Array.from({ length: 8 }, () => ask(payment, once)))
    const ids = results.map((result) => (result.ok ? result.value.id : result.failure.kind))
    expect(new Set(ids).size).toBe(1)
    expect(await listRefunds()).toHaveLength(1)
    expect(await ask(payment, { ...once, amountMinor: 31_00 })).toEqual({ ok: false, failure: { kind: 'key_reused' } })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00 })
    const second = await harness.start(payer, orderOf({ B: 50_00 }))
    await harness.act(second.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await ask(second.payment, once)).toEqual({ ok: false, failure: { kind: 'key_reused' } })
  })

  it('is refused where there is nothing to give back', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const { payment } = await harness.start(payer, orderOf({ A: 100_00 }))
    expect(await ask(payment)).toEqual({ ok: false, failure: { kind: 'not_refundable' } })
    expect(await ask({ ...payment, id: test.ids.uuid() as Payment['id'] })).toMatchObject({
      failure: { kind: 'unknown_payment' },
    })
  })

  it('is never more than what is kept and not asked back already', async () => {
    const { payment } = await pay()
    expect((await ask(payment, { amountMinor: 60_00 })).ok).toBe(true)
    expect(await ask(payment, { amountMinor: 40_01 })).toEqual({
      ok: false,
      failure: { kind: 'amount_too_high', refundableMinor: 40_00 },
    })
    expect((await ask(payment, { amountMinor: 40_00 })).ok).toBe(true)
    expect(await ask(payment, { amountMinor: 1 })).toEqual({ ok: false, failure: { kind: 'nothing_left' } })
  })
})

describe('at the same moment', () => {
  it('as many refunds are taken as there is money for', async () => {
    const paid = await pay()
    const results = await Promise.all(Array.from({ length: 10 }, () => ask(paid.payment, { amountMinor: 30_00 })))
    expect(results.filter(({ ok }) => ok)).toHaveLength(3)
    await Promise.all([send(), send(), send()])
    await harness.deliverAll()
    expect(await readTaken(paid)).toBe(90_00)
    expect(await harness.readPayment(paid.payment)).toMatchObject({ refundedMinor: 90_00 })
  })

  it('a chargeback and a refund take no more than came', async () => {
    const paid = await pay()
    await ask(paid.payment, { amountMinor: 80_00 })
    const chargedBack = harness.forge(paid.payment, 'chargeback.created')
    await Promise.all([send(), chargedBack])
    await Promise.all((await harness.listUndelivered()).map((event) => harness.deliver(event)))
    expect(await harness.readPayment(paid.payment)).toMatchObject({
      status: 'charged_back',
      refundedMinor: 0,
      chargedBackMinor: 100_00,
    })
    expect(await listRefunds()).toHaveLength(2)
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00 })
    expect(await ask(paid.payment)).toMatchObject({ ok: false, failure: { kind: 'nothing_left' } })
  })
})

describe('a provider that', () => {
  const down: GatewayFailure = { kind: 'unavailable', detail: 'no route' }
  const lost: GatewayFailure = { kind: 'uncertain', detail: 'the connection broke off' }

  it('is down is asked again', async () => {
    const paid = await pay()
    await ask(paid.payment)
    await expect(send(refundBy(() => () => Promise.resolve(fail(down))))).rejects.toThrow('unavailable')
    expect(await listRefunds()).toMatchObject([{ status: 'requested' }])
    await send()
    expect(await readTaken(paid)).toBe(100_00)
  })

  it('did it and whose answer was lost does not do it twice', async () => {
    const paid = await pay()
    await ask(paid.payment, { amountMinor: 40_00 })
    const losing = refundBy((sandbox) => async (request) => {
      await sandbox(request)
      return fail(lost)
    })
    await expect(send(losing)).rejects.toThrow('uncertain')
    await expect(send(losing)).rejects.toThrow('uncertain')
    await send()
    await harness.deliverAll()
    expect(await readTaken(paid)).toBe(40_00)
    expect(await listRefunds()).toMatchObject([{ status: 'taken', amount: 40_00 }])
  })

  it('has forgotten the key is asked first whether it knows the refund', async () => {
    const paid = await pay()
    await ask(paid.payment, { amountMinor: 40_00 })
    const losing = refundBy((sandbox) => async (request) => {
      await sandbox(request)
      return fail(lost)
    })
    await expect(send(losing)).rejects.toThrow()
    test.clock.advance({ hours: 48 })
    const forgetful = refundBy(() => () => Promise.reject(new Error('it must not be asked again')))
    await send(forgetful)
    expect(await listRefunds()).toMatchObject([{ status: 'pending' }])
  })

  it('cannot be asked and may have forgotten the key is not asked again; what it did all the same is believed', async () => {
    const paid = await pay()
    await ask(paid.payment, { amountMinor: 40_00 })
    const silent = refundBy((sandbox) => async (request) => {
      await sandbox(request)
      return fail(lost)
    })
    delete silent.readPayment
    await expect(send(silent)).rejects.toThrow('uncertain')
    test.clock.advance({ days: 2 })
    await expect(send(silent)).rejects.toThrow('uncertain')
    test.clock.advance({ days: 5 })
    const forgetful = { ...silent, refund: () => Promise.reject(new Error('it must not be asked again')) }
    await send(forgetful)
    expect(await listRefunds()).toMatchObject([{ status: 'rejected' }])
    await harness.deliverAll()
    expect(await listRefunds()).toMatchObject([{ status: 'taken', amount: 40_00 }])
    expect(await readTaken(paid)).toBe(40_00)
  })

  it('says no leaves a refund that is rejected, and its money can be asked for again', async () => {
    const { payment } = await pay()
    await ask(payment)
    const refusing = refundBy(() => () => Promise.resolve(fail({ kind: 'rejected', detail: 'too old' })))
    await send(refusing)
    expect(await test.inspect('select status, failure_code from payment_reversal')).toEqual([
      { status: 'rejected', failure_code: 'too old' },
    ])
    expect((await ask(payment)).ok).toBe(true)
  })

  it('is not asked for what the bank took back meanwhile, so that nobody is given it twice', async () => {
    const { payment } = await pay()
    await ask(payment, { amountMinor: 50_00 })
    await ask(payment, { amountMinor: 30_00 })
    const amount = { amountMinor: 60_00, currency: EURO }
    await harness.forge(payment, 'chargeback.created', { amount, reversal: { id: 'dispute', reversalId: null } })
    await send()
    await harness.deliverAll()
    expect((await listRefunds()).filter(({ amount }) => amount !== 60_00)).toMatchObject([
      { status: 'rejected', amount: 50_00 },
      { status: 'taken', amount: 30_00 },
    ])
    expect(await harness.readPayment(payment)).toMatchObject({ refundedMinor: 30_00, chargedBackMinor: 60_00 })
  })

  it('says no and does it all the same has done it', async () => {
    const paid = await pay()
    await ask(paid.payment)
    const lying = refundBy((sandbox) => async (request) => {
      await sandbox(request)
      return fail({ kind: 'rejected', detail: 'no' })
    })
    await send(lying)
    await harness.deliverAll()
    expect(await listRefunds()).toMatchObject([{ status: 'taken' }])
    expect(await harness.readPayment(paid.payment)).toMatchObject({ status: 'refunded' })
  })

  it('tells of it by its own reference before it answers has done it once', async () => {
    const { payment } = await pay()
    await ask(payment, { amountMinor: 25_00 })
    const quick = refundBy(() => async ({ amount }) => {
      await harness.forge(payment, 'refund.succeeded', { amount, reversal: { id: 'theirs', reversalId: null } })
      return succeed({ gatewayReference: 'theirs' })
    })
    await send(quick)
    expect(await listRefunds()).toEqual([{ status: 'taken', amount: 25_00, reference: 'theirs' }])
    expect(await harness.readPayment(payment)).toMatchObject({ refundedMinor: 25_00 })
  })
})

describe('an unapplied credit', () => {
  it('is refunded as far as it goes, and no invoice is touched', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00 })
    const started = await harness.start(payer, orderOf({ A: 50_00 }))
    await harness.forge(started.payment, 'checkout.succeeded', { amount: { amountMinor: 65_00, currency: EURO } })
    expect(await findPayment(services, payer, started.payment.id)).toMatchObject({ unappliedMinor: 15_00 })
    const [credit] = await test.inspect<{ id: string }>('select id from unapplied_credit')
    const of = { unappliedCreditId: credit?.id ?? '' }
    expect(await ask(started.payment, { ...of, amountMinor: 15_01 })).toMatchObject({
      failure: { kind: 'amount_too_high', refundableMinor: 15_00 },
    })
    expect(await ask(started.payment, { unappliedCreditId: test.ids.uuid() })).toMatchObject({
      failure: { kind: 'unknown_credit' },
    })
    expect(await ask(started.payment, of)).toMatchObject({ ok: true, value: { amountMinor: 15_00 } })
    expect(await ask(started.payment, of)).toMatchObject({ failure: { kind: 'nothing_left' } })
    const [refund] = await test.inspect<{ id: string }>('select id from payment_reversal')
    await harness.forge(started.payment, 'refund.succeeded', {
      amount: { amountMinor: 15_00, currency: EURO },
      reversal: { id: 'theirs', reversalId: refund?.id ?? '' },
    })
    expect(await listUnapplied(test)).toEqual([0])
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect(await findPayment(services, payer, started.payment.id)).toMatchObject({ unappliedMinor: 0 })
  })
})
