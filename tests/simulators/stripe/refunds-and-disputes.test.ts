/** Money that goes back, asked for by the creditor or taken by a bank. */
import fc from 'fast-check'
import type Stripe from 'stripe'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startStripeSimulator } from './stripe-simulator'
import type { StripeSimulator } from './stripe-simulator'
import { catchRefusal, connect, describeSession } from './test-client'

let simulator: StripeSimulator
let stripe: Stripe

beforeEach(async () => {
  simulator = await startStripeSimulator()
  stripe = connect(simulator)
})

afterEach(() => simulator.close())

/** A payment of 119.00 EUR that has arrived. */
async function pay(type: 'card' | 'sepa_debit' = 'card'): Promise<string> {
  const { id } = await stripe.checkout.sessions.create(describeSession())
  if (type === 'card') simulator.payer.payByCard(id)
  else simulator.payer.payByDebit(id, 'sepa_debit')
  const intent = simulator.read('checkout.session', id).payment_intent ?? ''
  if (type === 'sepa_debit') simulator.bank.completeDebit(intent)
  return intent
}

const lastEvents = (count: number) => simulator.webhooks.events.slice(-count).map((event) => event.type)
const book = () => simulator.books()[0]!

describe('a refund', () => {
  it('gives back a part, and never more than there is', async () => {
    const payment_intent = await pay()
    const refund = await stripe.refunds.create({ payment_intent, amount: 1900, metadata: { credit: 'CN-7' } })
    expect(refund).toMatchObject({ status: 'succeeded', amount: 1900, currency: 'eur', metadata: { credit: 'CN-7' } })
    expect(lastEvents(2)).toEqual(['refund.created', 'charge.refunded'])
    const tooMuch = await catchRefusal(stripe.refunds.create({ payment_intent, amount: 10_001 }))
    expect(tooMuch).toMatchObject({ statusCode: 400, param: 'amount' })
    await stripe.refunds.create({ payment_intent })
    expect((await catchRefusal(stripe.refunds.create({ payment_intent }))).code).toBe('charge_already_refunded')
    expect(book()).toMatchObject({ captured: 11_900, refunded: 11_900, held: 0 })
    expect((await stripe.refunds.list({ payment_intent })).data.map(({ amount }) => amount)).toEqual([10_000, 1900])
  })

  it('is refused where nothing was paid, and for a reason Stripe does not know', async () => {
    const { id } = await stripe.checkout.sessions.create(describeSession())
    simulator.payer.payByDebit(id, 'sepa_debit')
    const payment_intent = simulator.read('checkout.session', id).payment_intent ?? ''
    expect((await catchRefusal(stripe.refunds.create({ payment_intent }))).message).toContain('successful charge')
    expect((await catchRefusal(stripe.refunds.create({}))).statusCode).toBe(400)
    const reason = 'goodwill' as 'duplicate'
    expect((await catchRefusal(stripe.refunds.create({ payment_intent, reason }))).param).toBe('reason')
    expect((await catchRefusal(stripe.refunds.create({ payment_intent, amount: -5 }))).statusCode).toBe(400)
  })

  it('of a debit arrives later, or comes back', async () => {
    const payment_intent = await pay('sepa_debit')
    const [first, second] = [
      await stripe.refunds.create({ payment_intent, amount: 1000 }),
      await stripe.refunds.create({ payment_intent, amount: 2000 }),
    ]
    expect([first.status, second.status]).toEqual(['pending', 'pending'])
    expect(book()).toMatchObject({ refunded: 3000 })
    simulator.bank.completeRefund(first.id)
    expect(lastEvents(2)).toEqual(['refund.updated', 'charge.refund.updated'])
    simulator.bank.failRefund(second.id)
    expect(lastEvents(3)).toEqual(['refund.updated', 'refund.failed', 'charge.refund.updated'])
    expect(await stripe.refunds.retrieve(second.id)).toMatchObject({ status: 'failed' })
    expect(book()).toMatchObject({ captured: 11_900, refunded: 1000, held: 10_900 })
  })

  it('fails at once if it is told to', async () => {
    simulator.bank.setRefundOutcome('failed')
    const refund = await stripe.refunds.create({ payment_intent: await pay() })
    expect(refund.status).toBe('failed')
    expect(book()).toMatchObject({ refunded: 0, held: 11_900 })
  })

  it('keeps captured, refunded and open apart for any parts', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 8000 }), { maxLength: 6 }), async (parts) => {
        const payment_intent = await pay()
        let open = 11_900
        for (const amount of parts) {
          const outcome = await stripe.refunds.create({ payment_intent, amount }).then(
            () => 'given',
            () => 'refused',
          )
          expect(outcome).toBe(amount <= open ? 'given' : 'refused')
          if (outcome === 'given') open -= amount
        }
        const sums = simulator.books().find((entry) => entry.paymentIntent === payment_intent)
        expect(sums).toMatchObject({ captured: 11_900, refunded: 11_900 - open, held: open })
      }),
      { numRuns: 15 },
    )
  })
})

describe('a chargeback', () => {
  it.each([
    ['won', ['charge.dispute.funds_reinstated', 'charge.dispute.closed'], 11_900],
    ['lost', ['charge.dispute.closed'], 0],
  ] as const)('takes the money, and is %s', async (decision, events, held) => {
    const payment_intent = await pay()
    const dispute = simulator.bank.openDispute(payment_intent, { reason: 'fraudulent' })
    expect(lastEvents(2)).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn'])
    expect(book()).toMatchObject({ chargedBack: 11_900, held: 0 })
    expect((await catchRefusal(stripe.refunds.create({ payment_intent }))).code).toBe('charge_disputed')
    simulator.bank.decideDispute(dispute.id, decision)
    expect(lastEvents(events.length)).toEqual(events)
    expect(await stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: decision, payment_intent })
    expect(book().held).toBe(held)
  })

  it('can be of a part, and an inquiry takes nothing', async () => {
    const payment_intent = await pay()
    const inquiry = simulator.bank.openDispute(payment_intent, { status: 'warning_needs_response' })
    expect(book().held).toBe(11_900)
    simulator.bank.decideDispute(inquiry.id, 'won')
    expect((await stripe.disputes.retrieve(inquiry.id)).status).toBe('warning_closed')
    simulator.bank.openDispute(payment_intent, { amount: 5000 })
    expect(book()).toMatchObject({ chargedBack: 5000, held: 6900 })
  })

  it('leaves its traces on the balance', async () => {
    const payment_intent = await pay()
    const dispute = simulator.bank.openDispute(payment_intent)
    const { data } = await stripe.balanceTransactions.list({ source: dispute.id })
    expect(data).toMatchObject([{ amount: -11_900, fee: 2000, net: -13_900, reporting_category: 'dispute' }])
  })
})
