/** Money that the creditor received on another way: entered once, settled like any other, and taken back with a reason. */
import { describe, expect, it } from 'vitest'
import { calendarDay } from '~/domain/calendar-day'
import { parseCurrencyCode } from '~/domain/currency'
import type { Payment } from '~/domain/payment'
import { correctPayment, type CorrectionInput } from '~/use-cases/correct-payment'
import { readCreditorPayment } from '~/use-cases/read-creditor-payment'
import { recordManualPayment, type ManualPaymentInput } from '~/use-cases/record-manual-payment'
import { requestRefund } from '~/use-cases/request-refund'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

const record = (input: Partial<ManualPaymentInput> = {}) =>
  recordManualPayment(services, {
    creditorId: creditor.id,
    debtorExternalId: debtor.externalId,
    currency: EURO,
    amountMinor: 100_00,
    way: 'cheque',
    receivedOn: calendarDay('2026-11-18'),
    externalReference: 'Cheque 4711',
    note: 'Handed in at the counter',
    invoiceNumbers: null,
    idempotencyKey: test.ids.uuid(),
    recordedBy: 'user:1',
    ...input,
  })

async function enter(input: Partial<ManualPaymentInput> = {}): Promise<Payment> {
  const recorded = await record(input)
  if (!recorded.ok) throw new Error(recorded.failure.kind)
  return recorded.value
}

const correct = (payment: Payment, input: Partial<CorrectionInput> = {}) =>
  correctPayment(services, {
    creditorId: creditor.id,
    paymentId: payment.id,
    amountMinor: null,
    reason: 'Entered for the wrong debtor',
    idempotencyKey: test.ids.uuid(),
    requestedBy: 'user:1',
    ...input,
  })

async function createInvoices() {
  await createInvoice(test, debtor, { number: 'A', payableMinor: 60_00, dueOn: '2026-11-01' })
  await createInvoice(test, debtor, { number: 'B', payableMinor: 60_00, dueOn: '2026-11-02' })
  await createInvoice(test, debtor, { number: 'C', payableMinor: 60_00, dueOn: '2026-11-03' })
}

describe('a payment entered by hand', () => {
  it('settles the oldest first, on the day it came, and is reported with what was entered', async () => {
    await createInvoices()
    const payment = await enter()
    expect(payment).toMatchObject({ status: 'succeeded', gateway: 'manual', origin: 'manual', method: 'cheque' })
    expect(await readInvoice(test, 'A')).toEqual({ open: 0, pending: 0, settledOn: '2026-11-18' })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 20_00 })
    expect(await readInvoice(test, 'C')).toMatchObject({ open: 60_00 })
    expect(await listReported(test)).toMatchObject([
      {
        type: 'payment.succeeded',
        data: {
          payment: {
            gateway: 'manual',
            method: 'cheque',
            receivedOn: '2026-11-18',
            externalReference: 'Cheque 4711',
            note: 'Handed in at the counter',
          },
          invoices: [{ number: 'A' }, { number: 'B' }],
        },
      },
    ])
    expect(await test.listWaitingJobs('send-mail')).toEqual([])
  })

  it('settles the chosen ones, and what they cannot take is kept for the debtor', async () => {
    await createInvoices()
    await enter({ invoiceNumbers: ['C'] })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 60_00 })
    expect(await readInvoice(test, 'C')).toMatchObject({ open: 0 })
    expect(await listUnapplied(test)).toEqual([40_00])
  })

  it('leaves alone what somebody is paying at that moment', async () => {
    await createInvoices()
    await harness.start(payer, orderOf({ A: 60_00 }))
    await enter({ amountMinor: 60_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 60_00, pending: 60_00 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 0 })
  })

  it('is one, however often its form is sent', async () => {
    await createInvoices()
    const once = { idempotencyKey: 'form' }
    const results = await Promise.all(Array.from({ length: 6 }, () => record(once)))
    expect(new Set(results.map((result) => (result.ok ? result.value.id : result.failure.kind))).size).toBe(1)
    expect(await record({ ...once, amountMinor: 1 })).toEqual({ ok: false, failure: { kind: 'key_reused' } })
    expect(await listReported(test)).toHaveLength(1)
  })

  it.each([
    ['an unknown debtor', { debtorExternalId: 'nobody' }, { kind: 'unknown_debtor' }],
    ['an unknown invoice', { invoiceNumbers: ['A', 'Z'] }, { kind: 'unknown_invoice', number: 'Z' }],
    [
      'another currency',
      { invoiceNumbers: ['A'], currency: parseCurrencyCode('USD')! },
      { kind: 'unknown_invoice', number: 'A' },
    ],
    ['nothing', { amountMinor: 0 }, { kind: 'amount_not_positive' }],
    ['tomorrow', { receivedOn: calendarDay('2026-11-22') }, { kind: 'received_in_future' }],
  ])('is refused for %s', async (_name, input, failure) => {
    await createInvoices()
    expect(await record(input)).toEqual({ ok: false, failure })
    expect(await test.inspect('select from payment')).toEqual([])
  })

  it('is one though its form is sent twice at once and there is no invoice to wait for', async () => {
    const once = { idempotencyKey: 'form' }
    const results = await Promise.all(Array.from({ length: 6 }, () => record(once)))
    expect(new Set(results.map((result) => (result.ok ? result.value.id : result.failure.kind))).size).toBe(1)
    expect(results.every(({ ok }) => ok)).toBe(true)
    expect(await listUnapplied(test)).toEqual([100_00])
  })

  it('is shown to the creditor with what can be done about it', async () => {
    await createInvoices()
    const payment = await enter()
    expect(await readCreditorPayment(services, { creditorId: creditor.id, paymentId: payment.id })).toMatchObject({
      manual: { way: 'cheque', receivedOn: '2026-11-18', recordedBy: 'user:1' },
      refundableMinor: 100_00,
      canRefund: false,
      canCorrect: true,
      settlement: null,
    })
  })
})

describe('a correction', () => {
  it('takes the payment back with its reason, once', async () => {
    await createInvoices()
    const payment = await enter()
    const once = { idempotencyKey: 'form' }
    const [first, second] = [await correct(payment, once), await correct(payment, once)]
    expect(first).toEqual(second)
    for (const number of ['A', 'B', 'C']) expect(await readInvoice(test, number)).toMatchObject({ open: 60_00 })
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'refunded', refundedMinor: 100_00 })
    expect((await listReported(test)).slice(1)).toMatchObject([
      {
        type: 'payment.refunded',
        data: { payment: { reversedMinor: 100_00, reason: 'Entered for the wrong debtor' } },
      },
    ])
    expect(await correct(payment)).toEqual({ ok: false, failure: { kind: 'nothing_left' } })
  })

  it('takes back a part, and never more than is left', async () => {
    await createInvoices()
    const payment = await enter({ amountMinor: 200_00 })
    expect(await listUnapplied(test)).toEqual([20_00])
    expect((await correct(payment, { amountMinor: 20_00 })).ok).toBe(true)
    expect(await listUnapplied(test)).toEqual([0])
    expect(await readInvoice(test, 'C')).toMatchObject({ open: 0 })
    expect(await correct(payment, { amountMinor: 180_01 })).toEqual({
      ok: false,
      failure: { kind: 'amount_too_high', refundableMinor: 180_00 },
    })
  })

  it('is for what no provider moved, and a refund for what one did', async () => {
    await createInvoices()
    const started = await harness.start(payer, orderOf({ A: 60_00 }))
    await harness.act(started.checkoutId, 'pay_by_card')
    await harness.deliverAll()
    expect(await correct(started.payment)).toEqual({ ok: false, failure: { kind: 'not_correctable' } })
    const refund = {
      amountMinor: null,
      unappliedCreditId: null,
      reason: 'r',
      idempotencyKey: 'k',
      requestedBy: 'user:1',
    }
    const entered = await enter({ amountMinor: 10_00 })
    expect(await requestRefund(services, { creditorId: creditor.id, paymentId: entered.id, ...refund })).toEqual({
      ok: false,
      failure: { kind: 'not_refundable' },
    })
  })
})
