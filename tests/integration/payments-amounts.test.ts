import { describe, expect, it } from 'vitest'
import { parseCurrencyCode } from '~/domain/currency'
import { findPayment } from '~/use-cases/find-payment'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { reviewPayment } from '~/use-cases/review-payment'
import { startPayment } from '~/use-cases/start-payment'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, debtor, payer } = await usePaymentAccount()

describe('amounts other than asked for', () => {
  it('settles the oldest with what came when it was less', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00, dueOn: '2026-11-02' })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00, dueOn: '2026-11-01' })
    const { payment } = await harness.start(payer, orderOf({ A: 50_00, B: 50_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 70_00, currency: EURO } })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0, pending: 0 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 30_00, pending: 0 })
    expect((await listReported(test)).at(-1)?.data.payment).toMatchObject({
      amountMinor: 70_00,
      requestedMinor: 100_00,
    })
  })

  it('keeps what was too much for the debtor, who uses it on another invoice', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00 })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 80_00 })
    const { payment } = await harness.start(payer, orderOf({ A: 50_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 65_00, currency: EURO } })
    expect((await listReported(test)).at(-1)?.data.unappliedCredits).toMatchObject([{ amountMinor: 15_00 }])

    const selection = { kind: 'invoices', items: [{ number: 'B' }] } as const
    const review = await reviewPayment(services, { payer, selection, credits: 'all' })
    if (!review.ok) throw new Error('refused')
    expect(review.value.plan).toMatchObject({ totalMinor: 80_00, creditMinor: 15_00, cashMinor: 65_00 })
    const second = await harness.start(payer, review.value.order)
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 65_00, pending: 65_00 })
    // A credit stays used though the card is declined.
    await harness.act(second.checkoutId, 'be_declined')
    await harness.deliverAll()
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 65_00, pending: 0 })
    expect(await listUnapplied(test)).toEqual([0])
  })

  it('stops at another currency, for somebody to look at', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment } = await harness.start(payer, orderOf({ A: 119_00 }))
    const amount = { amountMinor: 119_00, currency: parseCurrencyCode('USD')! }
    expect(await harness.forge(payment, 'checkout.succeeded', { amount })).toBe('currency_mismatch')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'pending' })
  })
})

describe('credits alone', () => {
  it('settle an invoice at once, once, and without a provider', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    await createInvoice(test, debtor, { number: 'C1', kind: 'credit_note', payableMinor: 30_00, issueOn: '2026-09-01' })
    await createInvoice(test, debtor, { number: 'C2', kind: 'credit_note', payableMinor: 90_00, issueOn: '2026-09-02' })
    const selection = { kind: 'invoices', items: [{ number: 'A' }] } as const
    const review = await reviewPayment(services, { payer, selection, credits: 'all' })
    if (!review.ok) throw new Error('refused')
    expect(review.value).toMatchObject({ options: null, plan: { cashMinor: 0 } })
    const input = { payer, order: review.value.order, idempotencyKey: review.value.idempotencyKey }
    const [first, second] = [await startPayment(services, input), await startPayment(services, input)]
    expect(second).toEqual(first)
    expect(await readInvoice(test, 'A')).toEqual({ open: 0, pending: 0, settledOn: '2026-11-21' })
    expect(await readInvoice(test, 'C1')).toMatchObject({ open: 0, settledOn: '2026-11-21' })
    expect(await readInvoice(test, 'C2')).toMatchObject({ open: 20_00 })
    if (!first.ok || first.value.kind !== 'status') throw new Error('no status page')
    expect(await findPayment(services, payer, first.value.id)).toMatchObject({
      payment: null,
      hasReceipt: true,
      credits: [
        { label: 'C1', amountMinor: 30_00 },
        { label: 'C2', amountMinor: 70_00 },
      ],
      items: [{ number: 'A', creditMinor: 100_00 }],
    })
    expect((await listReported(test)).map((event) => event.type)).toEqual(['credit.applied'])
  })
})

describe('money that goes back', () => {
  it('reopens invoices, the latest settled first, after the unapplied credit', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00 })
    const { payment } = await harness.start(payer, orderOf({ A: 50_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 65_00, currency: EURO } })
    const amount = (amountMinor: number) => ({ amount: { amountMinor, currency: EURO } })
    expect(await harness.forge(payment, 'refund.succeeded', amount(20_00))).toBe('applied')
    expect(await listUnapplied(test)).toEqual([0])
    expect(await readInvoice(test, 'A')).toEqual({ open: 5_00, pending: 0, settledOn: null })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'partially_refunded', refundedMinor: 20_00 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.refunded',
      data: {
        payment: { reversedMinor: 20_00 },
        invoices: [{ number: 'A', amountMinor: -5_00, openMinor: 5_00 }],
        unappliedCredits: [{ amountMinor: -15_00 }],
      },
    })
    expect(await harness.forge(payment, 'chargeback.created', amount(45_00))).toBe('applied')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'charged_back', chargedBackMinor: 45_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 50_00 })
    // More than came cannot go: it is kept on record, and takes nothing.
    expect(await harness.forge(payment, 'refund.succeeded', amount(1))).toBe('applied')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'charged_back', refundedMinor: 20_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 50_00 })
  })

  it('reaches the invoice that an unapplied credit was used for', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00 })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 15_00 })
    const { payment } = await harness.start(payer, orderOf({ A: 50_00 }))
    await harness.forge(payment, 'checkout.succeeded', { amount: { amountMinor: 65_00, currency: EURO } })
    const selection = { kind: 'invoices', items: [{ number: 'B' }] } as const
    const review = await reviewPayment(services, { payer, selection, credits: 'all' })
    if (!review.ok) throw new Error('refused')
    await startPayment(services, { payer, order: review.value.order, idempotencyKey: 'k' })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0 })
    await harness.forge(payment, 'refund.succeeded', { amount: { amountMinor: 65_00, currency: EURO } })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'refunded' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 50_00 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 15_00 })
  })

  it('waits for a payment that it overtook', async () => {
    await createInvoice(test, debtor, { number: 'A' })
    const { payment, checkoutId } = await harness.start(payer, orderOf({ A: 119_00 }))
    await harness.act(checkoutId, 'pay_by_card')
    await harness.act(checkoutId, 'refund')
    const events = await harness.listUndelivered()
    const paid = events.find((event) => event.type === 'checkout.succeeded')
    const refunded = events.find((event) => event.type === 'refund.succeeded')
    expect(await harness.deliver(refunded!)).toBe('waiting')
    expect(await harness.deliver(paid!)).toBe('applied')
    const jobs = await test.listWaitingJobs('process-gateway-event')
    for (const { inboxEntryId } of jobs) await recordGatewayEvent(services, inboxEntryId)
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'refunded', refundedMinor: 119_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 119_00 })
  })
})

describe('an account of 5,000 invoices', () => {
  it('is paid at once, and given back at once', { timeout: 60_000 }, async () => {
    const { id } = await createInvoice(test, debtor, { number: 'N-0', payableMinor: 1_00 })
    const columns = `creditor_id, debtor_id, kind, issue_on, due_on, currency, payable_minor, net_minor, tax_minor,
      open_minor, line_count, content_sha256, source_format, import_run_id, details`
    await test.inspect(
      `insert into invoice (id, number, ${columns})
       select gen_random_uuid(), 'N-' || n, ${columns} from invoice, generate_series(1, 4999) n where id = $1`,
      [id],
    )
    // As after a large import: connections would go on with plans made for a few rows.
    await test.inspect('analyze invoice')
    const review = await reviewPayment(services, { payer, selection: { kind: 'all', currency: EURO }, credits: 'all' })
    if (!review.ok) throw new Error('refused')
    expect(review.value.plan).toMatchObject({ totalMinor: 5_000_00 })
    const { payment, checkoutId } = await harness.start(payer, review.value.order)
    await harness.act(checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect((await findPayment(services, payer, payment.id))?.items).toHaveLength(5_000)
    expect(await test.inspect('select 1 from invoice where open_minor > 0 or pending_minor > 0')).toEqual([])
    await harness.act(checkoutId, 'refund')
    await harness.deliverAll()
    expect(await test.inspect('select 1 from invoice where open_minor <> payable_minor')).toEqual([])
  })
})
