/** Refunds and chargebacks, rests that are written off, and payments in another currency than the invoices'. */
import { describe, expect, it } from 'vitest'
import type { Payment } from '~/domain/payment'
import { changePolicy } from '~/use-cases/change-policy'
import { closeSetAsideEvent, listStuckWork } from '~/use-cases/list-stuck-work'
import type { GatewayEvent } from '~/use-cases/ports/payment-gateway'
import { recordGatewayEvent } from '~/use-cases/record-gateway-event'
import { takeGatewayEvent } from '~/use-cases/take-gateway-event'
import { createInvoice } from '../factories/invoices'
import { usePaymentAccount } from '../setup/payment-account'
import { EURO, listReported, listUnapplied, orderOf, readInvoice } from '../setup/payment-harness'

const { test, harness, services, creditor, debtor, payer } = await usePaymentAccount()

type Said = Pick<GatewayEvent, 'kind'> & { minor: number; reversal?: string; transaction?: string }

let count = 0

/** Has the provider say something of a payment, once; answers what came of it. */
async function say(payment: Payment, { kind, minor, reversal, transaction }: Said) {
  count += 1
  return takeGatewayEvent(services, {
    gateway: 'sandbox',
    eventId: `said ${count}`,
    kind,
    gatewayReference: payment.gatewayReference ?? '',
    ...(transaction === undefined ? {} : { transactionReference: transaction }),
    occurredAt: test.clock.now(),
    amount: { amountMinor: minor, currency: payment.currency },
    ...(reversal === undefined ? {} : { reversal: { gatewayReference: reversal } }),
  })
}

/** Events that were set aside are processed again by jobs; here at once. */
async function runWaitingJobs() {
  for (const { inboxEntryId } of await test.listWaitingJobs('process-gateway-event')) {
    await recordGatewayEvent(services, inboxEntryId)
  }
}

async function payWith(items: Record<string, number>): Promise<Payment> {
  const { payment } = await harness.start(payer, orderOf(items))
  return payment
}

/** A payment of dollars for an invoice of euro, as it is once the debtor went to pay at a quoted rate. */
async function payInDollars(items: Record<string, number>, amountMinor: number): Promise<Payment> {
  const payment = await payWith(items)
  await test.inspect("update payment set currency = 'USD', amount_minor = $1 where id = $2", [amountMinor, payment.id])
  return harness.readPayment(payment)
}

async function writeOff(toleranceMinor: number) {
  const body = { writeOff: [{ currency: EURO, toleranceMinor }] }
  const change = { creditorId: creditor.id, kind: 'settlement', body, changedBy: 'system', basedOn: null } as const
  expect((await changePolicy(services, change)).ok).toBe(true)
}

describe('money that comes again', () => {
  it('goes to the debtor’s account where another payment has settled the invoice meanwhile', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const first = await payWith({ A: 100_00 })
    await say(first, { kind: 'payment_succeeded', minor: 100_00 })
    await say(first, { kind: 'payment_charged_back', minor: 100_00, reversal: 'dispute' })
    const second = await payWith({ A: 70_00 })
    await say(second, { kind: 'payment_succeeded', minor: 70_00 })
    expect(await say(first, { kind: 'payment_chargeback_won', minor: 100_00, reversal: 'dispute' })).toBe('applied')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, pending: 0 })
    expect(await listUnapplied(test)).toEqual([70_00])
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.reinstated',
      data: {
        payment: { status: 'succeeded', reinstatedMinor: 100_00 },
        invoices: [{ number: 'A', amountMinor: 30_00, openMinor: 0, settledBy: 'cash' }],
        unappliedCredits: [{ amountMinor: 70_00 }],
      },
    })
  })

  it('leaves what another payment has reserved', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const first = await payWith({ A: 100_00 })
    await say(first, { kind: 'payment_succeeded', minor: 100_00 })
    await say(first, { kind: 'payment_refunded', minor: 100_00, reversal: 'r' })
    await payWith({ A: 60_00 })
    await say(first, { kind: 'payment_refund_failed', minor: 100_00, reversal: 'r' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 60_00, pending: 60_00 })
    expect(await listUnapplied(test)).toEqual([60_00])
  })
})

describe('a rest within the tolerance', () => {
  it('is written off, owed again with the payment, and written off anew when its money comes again', async () => {
    await writeOff(3)
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const payment = await payWith({ A: 100_00 })
    await say(payment, { kind: 'payment_succeeded', minor: 99_97 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0, settledOn: '2026-11-21' })
    expect((await listReported(test)).at(-1)).toMatchObject({
      type: 'payment.succeeded',
      data: {
        invoices: [
          { number: 'A', amountMinor: 99_97, openMinor: 0, settledBy: 'cash' },
          { number: 'A', amountMinor: 3, openMinor: 0, settledBy: 'write_off' },
        ],
      },
    })
    await say(payment, { kind: 'payment_refunded', minor: 10_00, reversal: 'r' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 10_03 })
    expect((await listReported(test)).at(-1)?.data.invoices).toMatchObject([
      { amountMinor: -10_00, settledBy: 'cash' },
      { amountMinor: -3, settledBy: 'write_off' },
    ])
    await say(payment, { kind: 'payment_refund_failed', minor: 10_00, reversal: 'r' })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
  })

  it('stays owed where the debtor chose to pay a part', async () => {
    await writeOff(3)
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const payment = await payWith({ A: 99_97 })
    await say(payment, { kind: 'payment_succeeded', minor: 99_97 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 3 })
  })

  it('stays owed where it is more, or somebody else is paying it', async () => {
    await writeOff(3)
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00, dueOn: '2026-11-02' })
    await createInvoice(test, debtor, { number: 'B', payableMinor: 50_00, dueOn: '2026-11-01' })
    const other = await payWith({ B: 2 })
    const payment = await payWith({ A: 100_00, B: 49_98 })
    await say(payment, { kind: 'payment_succeeded', minor: 149_94 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 4 })
    expect(await readInvoice(test, 'B')).toMatchObject({ open: 2, pending: 2 })
    expect(other.status).toBe('pending')
  })
})

describe('a payment in another currency', () => {
  it('settles its quoted worth, and all of it goes back in however many parts', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_01 })
    const payment = await payInDollars({ A: 100_01 }, 107_03)
    expect(await say(payment, { kind: 'payment_succeeded', minor: 107_03 })).toBe('applied')
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect((await listReported(test)).at(-1)).toMatchObject({
      data: {
        payment: { amountMinor: 107_03, currency: 'USD', settledCurrency: 'EUR', settledMinor: 100_01 },
        invoices: [{ amountMinor: 100_01, currency: 'EUR' }],
      },
    })
    for (const [index, minor] of [33_33, 33_33, 40_37].entries()) {
      await say(payment, { kind: 'payment_refunded', minor, reversal: `part ${index}` })
    }
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'refunded', refundedMinor: 107_03 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 100_01 })
    const told = (await listReported(test)).slice(-3).map(({ data }) => data.payment)
    expect(told.map((about) => about?.reversedMinor)).toEqual([33_33, 33_33, 40_37])
    expect(told.reduce((sum, about) => sum + (about?.reversedSettledMinor ?? 0), 0)).toBe(100_01)
  })

  it('settles in proportion when another amount came, and keeps the rest in the invoices’ currency', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 50_00 })
    const payment = await payInDollars({ A: 50_00 }, 55_00)
    await say(payment, { kind: 'payment_succeeded', minor: 66_00 })
    expect(await readInvoice(test, 'A')).toMatchObject({ open: 0 })
    expect(await test.inspect('select currency, open_minor::int from unapplied_credit')).toEqual([
      { currency: 'EUR', open_minor: 10_00 },
    ])
  })
})

describe('a second transaction on one checkout', () => {
  it('is never taken for the first, and stands for somebody', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const payment = await payWith({ A: 100_00 })
    const first = { kind: 'payment_succeeded', minor: 100_00, transaction: 'first' } as const
    expect(await say(payment, first)).toBe('applied')
    expect(await say(payment, first)).toBe('already_applied')
    expect(await say(payment, { ...first, transaction: 'second' })).toBe('another_transaction')
    const refunded = { kind: 'payment_refunded', minor: 100_00, reversal: 'r', transaction: 'second' } as const
    expect(await say(payment, refunded)).toBe('another_transaction')
    expect(await harness.readPayment(payment)).toMatchObject({ status: 'succeeded', transactionReference: 'first' })

    const jobInspector = { listFailed: () => Promise.resolve([]), countFailed: () => Promise.resolve([]) }
    const stuck = { ...services, jobInspector: { ...jobInspector, rerun: () => Promise.resolve(false) } }
    const { events } = await listStuckWork(stuck, creditor.id)
    expect(events).toMatchObject([
      { result: 'another_transaction', paymentId: payment.id, event: { kind: 'payment_succeeded' } },
      { result: 'another_transaction', event: { kind: 'payment_refunded' } },
    ])
    for (const { id } of events) {
      const closing = { eventId: id, by: 'user:1', note: 'Given back at the provider' }
      expect((await closeSetAsideEvent(services, creditor.id, { ...closing, note: ' ' })).ok).toBe(false)
      expect((await closeSetAsideEvent(services, creditor.id, closing)).ok).toBe(true)
    }
    expect((await listStuckWork(stuck, 'all')).events).toEqual([])
  })

  it('is the payment’s own when the one before it brought nothing, whichever is told first', async () => {
    await createInvoice(test, debtor, { number: 'A', payableMinor: 100_00 })
    const payment = await payWith({ A: 100_00 })
    await say(payment, { kind: 'payment_processing', minor: 100_00, transaction: 'first' })
    const refund = { kind: 'payment_refunded', minor: 25_00, reversal: 'r', transaction: 'second' } as const
    expect(await say(payment, refund)).toBe('another_transaction')
    expect(await say(payment, { kind: 'payment_succeeded', minor: 100_00, transaction: 'second' })).toBe('applied')
    expect(await say(payment, { kind: 'payment_failed', minor: 100_00, transaction: 'first' })).toBe('ignored')
    await runWaitingJobs()
    expect(await harness.readPayment(payment)).toMatchObject({
      status: 'partially_refunded',
      transactionReference: 'second',
      refundedMinor: 25_00,
    })
  })
})
