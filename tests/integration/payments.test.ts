import { describe, expect, it } from 'vitest'
import { cancelPayment } from '~/use-cases/cancel-payment'
import { continuePayment } from '~/use-cases/continue-payment'
import { expirePayments } from '~/use-cases/expire-payments'
import { findPayment } from '~/use-cases/find-payment'
import { listPayables } from '~/use-cases/list-payables'
import type { PaymentGateway } from '~/use-cases/ports/payment-gateway'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createDebtor } from '../factories/debtors'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, createPayer, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

describe('from the choice to the receipt', () => {
  it('reviews, starts, takes the money and settles two invoices', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-11-01' })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00, dueOn: '2026-10-01' })
    const payables = await listPayables(services, payer)
    expect(payables.currencies).toMatchObject([
      { currency: 'EUR', dueNowMinor: 150_00, invoices: [{ number: 'B', daysLate: 51 }, { number: 'A' }] },
    ])
    const selection = { kind: 'sum', currency: EURO, amountMinor: 120_00 } as const
    const review = await reviewPayment(services, { payer, selection, credits: 'none' })
    if (!review.ok) throw new Error('refused')
    expect(review.value.order.items).toEqual([
      { number: 'B', amountMinor: 50_00 },
      { number: 'A', amountMinor: 70_00 },
    ])

    const { payment, checkoutId } = await harness.start(payer, review.value.order, review.value.idempotencyKey)
    expect(payment).toMatchObject({ status: 'pending', amountMinor: 120_00, gateway: 'sandbox' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_00, pending: 70_00 })
    expect((await findPayment(services, payer, payment.id))?.continueUrl).toContain(checkoutId)

    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toEqual({ open: 30_00, pending: 0, settledOn: null })
    expect(await readInvoice(test, 'B')).toEqual({ open: 0, pending: 0, settledOn: '2026-11-21' })
    expect(await findPayment(services, payer, payment.id)).toMatchObject({
      payment: { status: 'succeeded', receivedMinor: 120_00, method: 'card' },
      hasReceipt: true,
      canCancel: false,
      continueUrl: null,
      items: [
        { number: 'B', intendedMinor: 50_00, cashMinor: 50_00, writtenOffMinor: 0, creditMinor: 0, openMinor: 0 },
        { number: 'A', intendedMinor: 70_00, cashMinor: 70_00, writtenOffMinor: 0, creditMinor: 0, openMinor: 30_00 },
      ],
    })
    expect(await listReported(test)).toMatchObject([
      { type: 'payment.started' },
      {
        type: 'payment.succeeded',
        data: {
          payment: { amountMinor: 120_00, status: 'succeeded' },
          invoices: [
            { number: 'B', amountMinor: 50_00, openMinor: 0, settledBy: 'cash' },
            { number: 'A', amountMinor: 70_00, openMinor: 30_00 },
          ],
        },
      },
    ])
    expect(await test.listWaitingJobs('send-mail')).toMatchObject([
      { kind: 'receipt', paymentId: payment.id, to: 'greta@debtor.example', locale: 'de' },
    ])
  })

  it('counts the settlement day in the creditor’s time zone', async () => {
    test.clock.set('2026-11-21T23:30:00Z')
    await createInvoice(test, debtor, { number: 'A', payableMinor: 10_00 })
    const { checkoutId } = await harness.start(payer, orderOf({ A: 10_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await readInvoice(test, 'A')).settledOn).toBe('2026-11-22')
  })

  it('asks for authentication on the way', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'pay_by_card_with_authentication')
    expect(await harness.listUndelivered()).toEqual([])
    expect((await harness.provider.readPage(checkoutId))?.actions).toContain('authenticate')
    await harness.act(checkoutId, 'authenticate')
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
  })

  it('releases the invoice when the card is declined, and says so', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'be_declined')
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'failed', failureCode: 'card_declined' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 119_00, pending: 0 })
    expect(await test.listWaitingJobs('send-mail')).toMatchObject([{ kind: 'payment-failed' }])
    await harness.start(payer, orderOf({ A: 119_00 }))
  })

  it.each([
    ['pay_by_debit', 'succeeded', 0],
    ['pay_by_debit_that_fails', 'failed', 119_00],
  ] as const)('holds the invoice while a debit is under way (%s)', async (action, status, open) => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, action)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'processing', method: 'bank_debit' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 119_00, pending: 119_00 })
    expect(await test.listWaitingJobs('sandbox-settle-debit')).toEqual([{ checkoutId }])
    test.clock.advance({ days: 5 })
    expect(await expirePayments(services)).toBe(0)
    await harness.provider.settleDebit(checkoutId)
    await harness.provider.settleDebit(checkoutId)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status })
    expect(await readInvoice(test, 'A')).toMatchObject({ open, pending: 0 })
  })
})

describe('refusals', () => {
  it('needs the right to pay', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const viewer = createPayer(creditor, debtor, { scope: ['view'] })
    const input = { payer: viewer, order: orderOf({ A: 1 }), idempotencyKey: 'k' }
    expect(await startPayment(services, input)).toMatchObject({ failure: [{ kind: 'not_allowed' }] })
  })

  it('knows no invoice of another debtor, whoever asks', async () => {
    const other = await createDebtor(test, creditor)
    await createInvoice(test, other, { number: 'THEIRS' })
    const input = { payer, order: orderOf({ THEIRS: 1 }), idempotencyKey: 'k' }
    expect(await startPayment(services, input)).toMatchObject({ failure: [{ kind: 'unknown_invoice' }] })
  })

  it('shows nothing of a payment to another debtor', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment } = await harness.start(payer, orderOf({ A: 119_00 }))
    const stranger = createPayer(creditor, await createDebtor(test, creditor))
    expect(await findPayment(services, stranger, payment.id)).toBeNull()
    expect(await cancelPayment(services, stranger, payment.id)).toMatchObject({ failure: 'not_found' })
    expect((await listPayables(services, stranger)).underWay).toEqual([])
    const scope = { kind: 'debtor', creditorId: creditor.id, debtorId: stranger.debtorId } as const
    const seen = await test.unitOfWork.run(scope, async ({ payments, invoices, allocations }) => [
      await payments.lock(creditor.id, payment.id),
      await payments.listIntents(creditor.id, payment.id),
      await invoices.lockByIds(creditor.id, []),
      await allocations.listByPayment(creditor.id, payment.id),
    ])
    expect(seen).toEqual([null, [], [], []])
  })

  it('names the payment that holds an invoice, and frees it by canceling that one', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment } = await harness.start(payer, orderOf({ A: 100_00 }))
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: test.ids.uuid() }
    const refused = await startPayment(services, input)
    expect(refused).toMatchObject({
      ok: false,
      failure: [
        {
          kind: 'above_due_now',
          params: { dueNow: { amountMinor: 19_00 } },
          heldBy: [
            { id: payment.id, reference: payment.reference, held: { amountMinor: 100_00 }, payerName: 'Greta Lüders' },
          ],
        },
      ],
    })
    expect(await cancelPayment(services, payer, payment.id)).toEqual({ ok: true, value: 'canceled' })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })
    expect((await startPayment(services, input)).ok).toBe(true)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'canceled' })
  })

  it('does not cancel what the payer has just paid', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    expect(await cancelPayment(services, payer, payment.id)).toEqual({ ok: true, value: 'awaiting_outcome' })
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })

  it('refuses a form whose key was used for something else', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    await harness.start(payer, orderOf({ A: 10_00 }), 'same')
    const input = { payer, order: orderOf({ A: 20_00 }), idempotencyKey: 'same' }
    expect(await startPayment(services, input)).toMatchObject({ failure: [{ kind: 'form_reused' }] })
  })
})

describe('a provider that fails', () => {
  const withGateway = (createCheckout: PaymentGateway['createCheckout']) => ({
    ...services,
    gateways: new Map([['sandbox', { ...harness.provider.gateway, createCheckout }]]),
  })

  it('can be tried again with the same form while it is unavailable', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: 'k' }
    const down = withGateway(() => Promise.resolve({ ok: false, failure: { kind: 'unavailable', detail: 'timeout' } }))
    expect(await startPayment(down, input)).toMatchObject({ failure: [{ kind: 'gateway_unavailable' }] })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 119_00 })
    expect(await startPayment(services, input)).toMatchObject({ ok: true, value: { kind: 'gateway' } })
    expect(await test.inspect('select id from payment')).toHaveLength(1)
  })

  it('frees the invoice when it rejects the payment', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: 'k' }
    const no = withGateway(() => Promise.resolve({ ok: false, failure: { kind: 'rejected', detail: 'currency' } }))
    expect(await startPayment(no, input)).toMatchObject({ failure: [{ kind: 'gateway_rejected' }] })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })
    expect(await listReported(test)).toMatchObject([
      { type: 'payment.failed', data: { payment: { status: 'failed' } } },
    ])
  })

  it('loses nothing when the process ends between the checkout and our note of it', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: 'k' }
    const dies = withGateway(async (request) => {
      await harness.provider.gateway.createCheckout(request)
      throw new Error('the process ended here')
    })
    await expect(startPayment(dies, input)).rejects.toThrow('ended here')
    const [checkout] = await test.inspect<{ id: string }>('select id from sandbox_checkout')
    await harness.act(checkout!.id, 'pay_by_card')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect((await listReported(test)).map((event) => event.type)).toEqual(['payment.started', 'payment.succeeded'])
    expect(await startPayment(services, input)).toMatchObject({ ok: true, value: { kind: 'status' } })
  })

  it('gives up a checkout whose payment was canceled while it was made', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const canceled = withGateway(async (request) => {
      const [row] = await test.inspect<{ id: string }>('select id from payment')
      await cancelPayment(
        services,
        payer,
        (await harness.readPayment({ creditorId: creditor.id, id: row!.id as never })).id,
      )
      return harness.provider.gateway.createCheckout(request)
    })
    const input = { payer, order: orderOf({ A: 119_00 }), idempotencyKey: 'k' }
    expect(await startPayment(canceled, input)).toMatchObject({ failure: [{ kind: 'payment_ended' }] })
    expect(await test.inspect('select status from sandbox_checkout')).toEqual([{ status: 'canceled' }])
  })
})

describe('time', () => {
  it('ends a payment nobody finished, and accepts its money if it comes after all', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const { payment } = await harness.start(payer, orderOf({ A: 100_00 }))
    test.clock.advance({ minutes: 61 })
    expect(await expirePayments(services)).toBe(1)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'expired' })
    expect(await readInvoice(test, 'A')).toMatchObject({ pending: 0 })

    const second = await harness.start(payer, orderOf({ A: 60_00 }))
    expect(await harness.forge(payment, 'checkout.succeeded')).toBe('applied')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', receivedMinor: 100_00 })
    // What the second payment holds stays free for it; the rest of the late money is the debtor's.
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 60_00, pending: 60_00 })
    expect(await listUnapplied(test)).toEqual([60_00])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.succeeded',
      data: { payment: { late: true } },
    })
    await harness.act(second.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
  })

  it('waits for money that was taken in the last minute', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    test.clock.advance({ minutes: 61 })
    expect(await expirePayments(services)).toBe(0)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'pending' })
    test.clock.advance({ hours: 24 })
    expect(await expirePayments(services)).toBe(1)
    await harness.deliverAll()
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded' })
  })

  it('ends the others when one cannot be ended, and says so', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    await createInvoice(test, debtor, { number: 'B' })
    const first = await harness.start(payer, orderOf({ A: 1_00 }))
    const second = await harness.start(payer, orderOf({ B: 1_00 }))
    test.clock.advance({ minutes: 61 })
    const { gateway } = harness.provider
    const cancelCheckout: PaymentGateway['cancelCheckout'] = (reference) =>
      reference === first.checkoutId ? Promise.reject(new Error('broken')) : gateway.cancelCheckout(reference)
    const broken = { ...services, gateways: new Map([['sandbox', { ...gateway, cancelCheckout }]]) }
    await expect(expirePayments(broken)).rejects.toThrow('1 of 2')
    expect(await harness.readPayment(first.payment)).toMatchObject({ status: 'pending' })
    expect(await harness.readPayment(second.payment)).toMatchObject({ status: 'expired' })
  })

  it('ends a payment that never got a checkout', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const down = {
      ...services,
      gateways: new Map([
        ['sandbox', { ...harness.provider.gateway, createCheckout: () => Promise.reject(new Error('down')) }],
      ]),
    }
    await expect(startPayment(down, { payer, order: orderOf({ A: 1_00 }), idempotencyKey: 'k' })).rejects.toThrow(
      'down',
    )
    test.clock.advance({ minutes: 29 })
    expect(await expirePayments(services)).toBe(0)
    test.clock.advance({ minutes: 1 })
    expect(await expirePayments(services)).toBe(1)
    expect(await listReported(test)).toEqual([])
    const [payment] = await test.inspect<{ id: string }>('select id from payment')
    expect(await continuePayment(services, payer, payment!.id as never)).toMatchObject({
      ok: true,
      value: { kind: 'status' },
    })
  })
})
